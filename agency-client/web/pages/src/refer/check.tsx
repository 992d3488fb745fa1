// SPDX-License-Identifier: Apache-2.0
// Everything once more before it is sent, and what hinders it.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Problem, readBy, send } from "../api";
import { answersOf } from "../answers";
import { useDraft, wrongOf, type Draft, type Wrong } from "../drafts";
import { Failure, Title, useXml } from "../load";
import { partner, fieldAt, type Paper } from "../paper";
import { pageOf, pairs, partsOf, RECIPIENTS, sections, type Section } from "../referral_form";
import { said, Tree } from "../sheet";
import { attribute, child, children, is } from "../xml";
import { setTarget } from "./target";
import { Emergency } from "./telephone";

function addressOf(id: string, page: string): string {
  return `#/refer/${id}/${page}/check`;
}

// Whoever has gone on reading and pressing meanwhile is not called back.
function isElsewhere(): boolean {
  const at = document.activeElement;
  return at !== null && at !== document.body && at.localName !== "h1";
}

function Hindrances({ id, wrong, isAsked }: { id: string; wrong: Wrong[]; isAsked: boolean }) {
  useLayoutEffect(() => {
    if (wrong.length > 0 && (isAsked || !isElsewhere())) document.getElementById("hindrances")?.focus();
  }, [wrong]);
  if (wrong.length === 0) return null;
  return (
    <div class="govuk-error-summary" id="hindrances" tabIndex={-1}>
      <div role="alert">
        <h2 class="govuk-error-summary__title">There is a problem</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {wrong.map((item) => {
              const page = item.place && pageOf(item.place);
              return (
                <li key={item.place + item.words}>
                  {page ? <a href={addressOf(id, page)} onClick={() => setTarget(item.place)}>{item.words}</a> : item.words}
                </li>
              );
            })}
          </ul>
        </div>
      </div>
    </div>
  );
}

function Row({ label, children: inside }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{label}</dt>
      <dd class="govuk-summary-list__value long">{inside}</dd>
    </div>
  );
}

// A coded element and the words that go with it are read as one.
function Answers({ paper, part, under }: { paper: Paper; part: string; under: string }) {
  const { field, elements } = answersOf(paper, part)!;
  const pair = pairs.find((item) => item.coded === part);
  return (
    <>
      {elements.map((element, index) => {
        const words = pair && partner(paper, pair, element);
        return (
          <div key={index}>
            {field.label !== under && <h3 class="govuk-heading-s govuk-!-margin-bottom-1">{field.label}</h3>}
            <Tree element={element} field={field} />
            {pair && words && <Tree element={words} field={fieldAt(paper.labels.sealed, pair.sealed)} skip={pair.shared} />}
          </div>
        );
      })}
    </>
  );
}

function Heading({ id, page, title }: { id: string; page: string; title: string }) {
  return (
    <div class="change">
      <h2 class="govuk-heading-m">{title}</h2>
      <a class="govuk-link" href={addressOf(id, page)}>Change<span class="govuk-visually-hidden"> {title}</span></a>
    </div>
  );
}

function SectionAnswers({ draft, section }: { draft: Draft; section: Section }) {
  const { paper } = draft;
  const parts = partsOf(section, paper.labels).filter((part) => answersOf(paper, part));
  const brief = parts.map((part) => answersOf(paper, part)!).filter(({ field }) => field.fields.length === 0);
  return (
    <section class="part">
      <Heading id={draft.id} page={section.name} title={section.title} />
      {parts.length === 0 && <p class="govuk-body">Nothing.</p>}
      {brief.length > 0 && (
        <dl class="govuk-summary-list">
          {brief.map(({ field, value, elements }) => (
            <Row key={field.name} label={field.label}>{said(value ?? elements[0].textContent ?? "", field)}</Row>
          ))}
        </dl>
      )}
      {parts.filter((part) => answersOf(paper, part)!.field.fields.length > 0)
        .map((part) => <Answers key={part} paper={paper} part={part} under={section.title} />)}
    </section>
  );
}

function Recipients({ draft, names }: { draft: Draft; names: Map<string, string> }) {
  const { root, coded, labels } = draft.paper;
  const field = labels.envelope?.fields.find((item) => item.name === "to");
  const mode = labels.coded?.fields.find((item) => item.name === "mode");
  const codes = labels.coded?.fields.find((item) => item.name === "need")?.fields[0].codes ?? [];
  const needs = (to: Element) => attribute(to, "needs").split(" ").filter(Boolean)
    .map((code) => codes.find((item) => item.value === code)?.label ?? code).join(", ") || "all needs";
  return (
    <section>
      <Heading id={draft.id} page={RECIPIENTS} title="Whom to ask" />
      <dl class="govuk-summary-list">
        <Row label={mode?.label ?? ""}>{said(attribute(coded, "mode"), mode)}</Row>
        {children(root, "to").map((to) => (
          <Row key={attribute(to, "agency")} label={field?.label ?? ""}>
            {names.get(attribute(to, "agency")) ?? attribute(to, "agency")}: {needs(to)}
            {is(to, "avoidArea") && `; ${field?.fields.find((item) => item.name === "avoidArea")?.label ?? ""}`}
          </Row>
        ))}
      </dl>
    </section>
  );
}

function Form({ draft, version }: { draft: Draft; version: number }) {
  const [wrong, setWrong] = useState<Wrong[]>();
  const [failure, setFailure] = useState("");
  const [isSending, setSending] = useState(false);
  const isAsked = useRef(false); // to send it: what was found before no longer counts
  const fail = (error: Error) => {
    if (!(error instanceof Problem)) throw error;
    setFailure(error.message);
  };
  useEffect(() => {
    const before = <Answer,>(take: (answer: Answer) => void) => (answer: Answer) => {
      if (!isAsked.current) take(answer);
    };
    readBy(`/api/drafts/${draft.id}/check`, {}).then(before((root: Element) => setWrong(wrongOf(root))), before(fail));
  }, [draft]);
  const take = (root: Element) => {
    const sent = child(root, "sent");
    setFailure("");
    if (!sent) {
      setWrong(wrongOf(root));
      setSending(false);
    } else if (window.location.hash === `#/refer/${draft.id}/check`)
      window.location.hash = `#/refer/sent/${attribute(sent, "referral")}`;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (isSending) return;
    isAsked.current = true;
    setSending(true);
    send(`/api/drafts/${draft.id}/send?version=${version}`, {}).then(take, (error: Error) => {
      setSending(false);
      fail(error);
    });
  };
  const agencies = useXml("/api/agencies", 0).root;
  const names = new Map((agencies ? children(agencies, "agency") : []).map((item) => [attribute(item, "agency"), attribute(item, "name")]));
  return (
    <form onSubmit={submit} noValidate>
      <Hindrances id={draft.id} wrong={wrong ?? []} isAsked={isAsked.current} />
      <Emergency draft={draft} />
      <Recipients draft={draft} names={names} />
      {sections.map((section) => <SectionAnswers key={section.name} draft={draft} section={section} />)}
      <Failure words={failure} />
      <h2 class="govuk-heading-m">Send</h2>
      <p class="govuk-body">It is signed in the name of your agency, with your reference, and cannot be changed afterwards.</p>
      <p class="govuk-body" role="status">
        {isSending ? "It is being sent."
          : wrong ? wrong.length === 0 && "Nothing is missing: it can be sent."
            : !failure && "It is being checked."}</p>
      <button class="govuk-button" aria-disabled={isSending}>Send the referral</button>
      <p class="govuk-body"><a class="govuk-link" href={`#/refer/${draft.id}`}>All sections</a></p>
    </form>
  );
}

export function Check({ id }: { id: string }) {
  const writing = useDraft(id);
  return (
    <>
      <a class="govuk-back-link" href={`#/refer/${id}`}>All sections</a>
      <Title>Check before sending</Title>
      {writing.draft ? <Form draft={writing.draft} version={writing.version()} /> : <Failure words={writing.failure} />}
    </>
  );
}
