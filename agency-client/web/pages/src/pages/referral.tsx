// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";
import { sendXml } from "../api";
import type { PageProps } from "../app";
import { Form, Input, Select, Textarea } from "../forms";
import { findField, labelsOf, type Labels } from "../labels";
import { Failure, Title, useXml } from "../load";
import { Tree } from "../sheet";
import { inputOf, steps, writeStep, type StepForm } from "../steps";
import { shortId, spaced, when } from "../words";
import { attribute, child, children, is } from "../xml";

function useLabels(kind: string): Labels {
  const [labels, setLabels] = useState<Labels>({});
  useEffect(() => {
    labelsOf(kind).then(setLabels, () => setLabels({}));
  }, [kind]);
  return labels;
}

function Warnings({ root }: { root: Element }) {
  const lines = children(root, "warning");
  if (lines.length === 0) return null;
  return (
    <section class="danger" aria-labelledby="read-first">
      <h2 class="govuk-heading-m" id="read-first">Read first</h2>
      <ul class="govuk-list govuk-list--bullet">
        {lines.map((line, index) => <li key={index}><strong>{line.textContent}</strong></li>)}
      </ul>
    </section>
  );
}

function Letter({ letter }: { letter: Element }) {
  const document = child(letter, "document");
  const body = document && children(document).find((item) => !["from", "to", "sealed"].includes(item.localName));
  const kind = body?.localName ?? "";
  const labels = useLabels(kind);
  const details = child(letter, "details");
  const from = document && child(document, "from");
  return (
    <article class="govuk-!-margin-bottom-6">
      <h3 class="govuk-heading-s">
        {labels.coded?.label ?? spaced(kind)}{from && `, from ${attribute(from, "agency")}`}
      </h3>
      {attribute(letter, "state") && (
        <p class="govuk-body"><strong class="govuk-tag govuk-tag--blue">{attribute(letter, "state")}</strong></p>
      )}
      <Failure words={attribute(letter, "problem") && `Not shown: ${attribute(letter, "problem")}`} />
      {document && <p class="govuk-hint">Written {when(attribute(document, "created"))}</p>}
      {details && children(details).map((item) => <Tree key={item.localName} element={item} field={labels.sealed} />)}
      {body && <Tree element={body} field={labels.coded} />}
    </article>
  );
}

function StepFields({ step, labels, errors }: { step: StepForm; labels: Labels; errors: { field: string; words: string }[] }) {
  return (
    <>
      {step.parts.map((part) => {
        const isSealed = part.path.startsWith("sealed:");
        const field = findField(isSealed ? labels.sealed : labels.coded, part.path.replace("sealed:", ""));
        const name = inputOf(part.path);
        const props = { name, errors, label: field?.label ?? name,
          hint: [field?.hint, isSealed && "Sealed: only the other agency reads it."].filter(Boolean).join(" ") };
        if (field?.codes) return <Select key={name} {...props} options={field.codes} />;
        if (part.isWords) return <Textarea key={name} {...props} />;
        return <Input key={name} {...props} type={field?.type === "date" ? "date" : "text"} width={field?.type === "date" ? 10 : 20} />;
      })}
    </>
  );
}

function Step({ leg, name, done }: { leg: string; name: string; done: (words: string) => void }) {
  const step = steps[name];
  const labels = useLabels(step.kind);
  const submit = async (values: Record<string, string>) => {
    const answer = await sendXml(`/api/referrals/${leg}/${step.kind}`, writeStep(step, values));
    const sent = child(answer, "document");
    done(sent && attribute(sent, "state") === "sent"
      ? "The exchange has it: here is its receipt, no. " + attribute(sent, "sequence")
      : "Stored here. It is waiting to send, and goes out by itself.");
  };
  return (
    <Form button={step.verb} warning={step.isGrave} fields={step.parts.map((part) => inputOf(part.path))} submit={submit}
      render={(errors) => <StepFields step={step} labels={labels} errors={errors} />} />
  );
}

function Open({ root, reload }: { root: Element; reload: () => void }) {
  const [chosen, setChosen] = useState("");
  const [words, setWords] = useState("");
  const names = children(root, "open").map((item) => attribute(item, "step")).filter((name) => name in steps);
  const isOpen = names.includes(chosen);
  const done = (said: string) => {
    setWords(said);
    setChosen("");
    reload();
  };
  return (
    <section class="no-print" aria-labelledby="next">
      <h2 class="govuk-heading-m" id="next">What you can do now</h2>
      <div role="status">{words && <div class="govuk-inset-text">{words}</div>}</div>
      {names.length === 0 && <p class="govuk-body">Nothing: it is the other agency's turn, or this has ended.</p>}
      <div class="govuk-button-group">
        {names.map((name) => (
          <button key={name} type="button" class="govuk-button govuk-button--secondary" aria-expanded={name === chosen}
            onClick={() => setChosen(name === chosen ? "" : name)}>{steps[name].verb}</button>
        ))}
      </div>
      {isOpen && <Step key={chosen} leg={attribute(child(root, "leg")!, "leg")} name={chosen} done={done} />}
    </section>
  );
}

function Timeline({ root }: { root: Element }) {
  const events = children(root, "event");
  return (
    <section aria-labelledby="timeline">
      <h2 class="govuk-heading-m" id="timeline">Timeline</h2>
      <ol class="steps govuk-list">
        {events.map((event, index) => (
          <li key={index}>
            <time>{when(attribute(event, "at"))}</time>
            <strong>{spaced(attribute(event, "step"))}</strong>, by {attribute(event, "by")}: {spaced(attribute(event, "state"))}
          </li>
        ))}
        {events.length === 0 && <li>The exchange does not have it yet: waiting to send.</li>}
      </ol>
    </section>
  );
}

export function Referral({ words, news }: PageProps) {
  const { root, failure, reload } = useXml(`/api/referrals/${words[0] ?? ""}`, news);
  const leg = root && child(root, "leg");
  return (
    <>
      <a class="govuk-back-link no-print" href="#/inbox">Inbox</a>
      <Title>{leg ? `Referral ${is(leg, "toUs") ? "from" : "to"} ${attribute(leg, "partner")}` : "Referral"}</Title>
      <Failure words={failure} />
      {root && leg && (
        <>
          <p class="govuk-body">
            <strong class="govuk-tag">{spaced(attribute(leg, "state"))}</strong>{" "}
            {attribute(leg, "urgency")}, {shortId(attribute(leg, "leg"))}
          </p>
          <Warnings root={root} />
          <Open root={root} reload={reload} />
          <section aria-labelledby="said">
            <h2 class="govuk-heading-m" id="said">What was said</h2>
            {children(root, "letter").map((letter) => <Letter key={attribute(letter, "document")} letter={letter} />)}
          </section>
          <Timeline root={root} />
        </>
      )}
    </>
  );
}
