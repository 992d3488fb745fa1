// SPDX-License-Identifier: Apache-2.0
// What may be done now, each with its form; and what became of it.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Problem, sendXml } from "../api";
import { useWords } from "../codes";
import { capital, isFilledIn } from "../forms";
import { steps } from "../steps";
import { Turn } from "../turn";
import { moment } from "../words";
import { attribute, child, children, is } from "../xml";
import { Answering } from "./answering";
import { Asking } from "./asking";
import { Converting } from "./converting";
import { Ending } from "./ending";
import type { StepProps } from "./fields";
import { lettersOf } from "./letters";
import { ShortStep } from "./shortstep";
import { useSaid } from "./timeline";

const forms: Record<string, (props: StepProps) => preact.JSX.Element> = {
  "information-request": Asking,
  "information-disclosure": Answering,
  "enquiry-reply.converted": Converting,
  "outcome.completed": Ending,
  "outcome.ended-early": Ending,
};

interface ConflictProps {
  root: Element;
  words: string;
  isOpen: boolean; // the step, all the same: something in it is refused
  isNew: boolean; // the page does not know yet how it stands now
}

// Somebody was quicker: what happened is told, and the page shows how it stands now.
function Conflict({ root, words, isOpen, isNew }: ConflictProps) {
  const box = useRef<HTMLDivElement>(null);
  const said = useSaid(root);
  const states = useWords("legState");
  const leg = child(root, "leg");
  // What programs confirm by themselves tells nobody anything.
  const last = children(root, "event").filter((event) => attribute(event, "step") !== "delivery").pop();
  const letter = last && lettersOf(root).find((item) => attribute(item.letter, "document") === attribute(last, "document"));
  useLayoutEffect(() => box.current?.focus(), [words]);
  return (
    <div class="govuk-error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2 class="govuk-error-summary__title">This was not sent{!isNew && !isOpen && ": somebody was quicker"}</h2>
      <div class="govuk-error-summary__body">
        {!isNew && isOpen && <p class="govuk-body">{capital(words.split("lifecycle: ").pop()!)}</p>}
        {!isNew && !isOpen && last && <p class="govuk-body"><strong>{said(last, letter)}</strong>, {moment(attribute(last, "at"))}.</p>}
        {!isNew && !isOpen && leg && <p class="govuk-body">It is now: {states(attribute(leg, "state"))}. What can still be
          done stands below.</p>}
      </div>
    </div>
  );
}

// What became of the document that was written here last, as far as anybody knows by now.
function Sent({ root, sent }: { root: Element; sent: Element }) {
  const document = attribute(sent, "id");
  const isIt = (item: Element) => attribute(item, "document") === document;
  const event = children(root, "event").find(isIt);
  if (children(root, "parked").some(isIt)) return null; // which is told elsewhere
  if (attribute(sent, "state") === "sent")
    return <div class="govuk-inset-text">The exchange has it: here is its receipt, no. {attribute(sent, "sequence")}</div>;
  return (
    <div class="govuk-inset-text">
      {event && !is(event, "waiting") ? "The exchange has it now."
        : "Stored here. It is waiting to send, and goes out by itself."}
    </div>
  );
}

const CLOSED = "This step is no longer open.";

// What somebody has written for a step that others have closed meanwhile stays theirs to copy.
function Late({ close }: { close: () => void }) {
  return (
    <div class="govuk-inset-text">
      <p class="govuk-body">What you wrote is still here. Nothing of it was sent.</p>
      <button type="button" class="govuk-button govuk-button--secondary" onClick={close}>Throw away what I wrote</button>
    </div>
  );
}

interface Step {
  chosen: string; // "": none
  sent?: Element; // by the step before
  conflict: string;
  before?: Element; // the conflict: what the page knew
}

const nothing: Step = { chosen: "", conflict: "" };

interface OpenProps {
  root: Element; // of the referral or matter, with the steps that are open
  address: string; // what takes them, "/api/referrals/ID"
  list: string; // of what the steps are called
  reload: () => void;
}

export function mayDo(root: Element): string[] {
  return children(root, "open").map((item) => attribute(item, "step")).filter((name) => name in steps || name in forms);
}

export function Open({ root, address, list, reload }: OpenProps) {
  const [step, setStep] = useState(nothing);
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const verbs = useWords(list);
  const names = mayDo(root);
  const leg = child(root, "leg"); // of a referral
  const { chosen, sent, conflict } = step;
  const Chosen = chosen ? forms[chosen] ?? ShortStep : undefined;
  const isLate = chosen !== "" && !names.includes(chosen) && !isSending;
  // Told at once, and an empty form goes with it.
  useLayoutEffect(() => {
    if (isLate) setStep({ chosen: isFilledIn(form.current) ? chosen : "", conflict: conflict || CLOSED });
  }, [isLate]);
  const choose = (name: string) => setStep({ ...nothing, chosen: name === chosen ? "" : name });
  const send = async (kind: string, xml: string): Promise<boolean> => {
    setStep({ chosen, conflict: "" });
    setSending(true);
    try {
      const sent = child(await sendXml(`${address}/${kind}`, xml), "document");
      setStep((now) => ({ chosen: now.chosen === chosen ? "" : now.chosen, sent, conflict: "" }));
      reload();
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error;
      const words = error.message;
      setStep((now) => ({ ...now, conflict: words, before: root }));
      reload();
      return false;
    } finally {
      setSending(false);
    }
  };
  return (
    <section class="no-print" aria-labelledby="next">
      <h2 class="govuk-heading-m" id="next" tabIndex={-1}>What you can do now</h2>
      {conflict && <Conflict root={root} words={conflict} isOpen={names.includes(chosen)} isNew={step.before === root} />}
      <div role="status">{sent && <Sent root={root} sent={sent} />}</div>
      {leg && attribute(leg, "turn") && <p class="govuk-body"><Turn leg={leg} /></p>}
      {names.length === 0 && <p class="govuk-body">Nothing: it is the other agency's turn, or this has ended.</p>}
      <div class="govuk-button-group">
        {names.map((name) => (
          <button key={name} type="button" class="govuk-button govuk-button--secondary" aria-expanded={name === chosen}
            onClick={() => choose(name)}>{verbs(name)}</button>
        ))}
      </div>
      {isLate && <Late close={() => setStep(nothing)} />}
      {Chosen && (
        <div class="form" ref={form}>
          <h3 class="govuk-heading-m">{verbs(chosen)}</h3>
          <Chosen key={chosen} name={chosen} verb={verbs(chosen)} root={root} send={send} />
        </div>
      )}
    </section>
  );
}
