// SPDX-License-Identifier: Apache-2.0
// Every step with who and when, and what was said with it in line.
import { useDone, useWords } from "../codes";
import { moment } from "../words";
import { attribute, children, is } from "../xml";
import { LetterBody, lettersOf, type Letter } from "./letters";
import { agencyName, personOf } from "./people";

// What has its own place on the page, or says nothing but that it happened.
const apart = new Set(["referral", "delivery", "disclosure", ""]);

interface EventProps {
  root: Element;
  event: Element;
  letter?: Letter;
  before: string; // the state before
}

export function useSaid(root: Element): (event: Element, letter?: Letter) => string {
  const done = useDone();
  const roles = useWords("role");
  return (event, letter) => {
    const person = personOf(root, letter, roles);
    const step = attribute(event, "step");
    return `${done(step, step)} by ${agencyName(root, attribute(event, "by"))}${person && ` (${person})`}`;
  };
}

function Event({ root, event, letter, before }: EventProps) {
  const states = useWords("legState");
  const said = useSaid(root);
  const state = attribute(event, "state");
  const isWaiting = is(event, "waiting");
  return (
    <li>
      <time dateTime={attribute(event, "at")}>{moment(attribute(event, "at"))}</time>
      <p class="steps__what">
        <strong>{said(event, letter)}</strong>
        {state && state !== before && <> <span class="govuk-tag">{states(state)}</span></>}
        {isWaiting && <> <span class="govuk-tag govuk-tag--blue">Waiting to send</span></>}
      </p>
      {letter && !apart.has(letter.kind) && <LetterBody letter={letter} isWaiting={isWaiting} />}
    </li>
  );
}

// What has come or gone and is no step of the referral's life.
function Other({ letter }: { letter: Letter }) {
  const kinds = useWords("kind");
  return (
    <li>
      <time>{letter.document && moment(attribute(letter.document, "created"))}</time>
      <p class="steps__what"><strong>{letter.kind ? kinds(letter.kind) : "A document"}</strong></p>
      <LetterBody letter={letter} />
    </li>
  );
}

export function Timeline({ root }: { root: Element }) {
  const letters = lettersOf(root);
  const events = children(root, "event");
  const byDocument = new Map(letters.map((letter) => [attribute(letter.letter, "document"), letter]));
  const told = new Set(events.map((event) => attribute(event, "document")));
  const others = letters.filter((letter) => !told.has(attribute(letter.letter, "document")) && !apart.has(letter.kind));
  return (
    <section aria-labelledby="timeline">
      <h2 class="govuk-heading-m" id="timeline" tabIndex={-1}>Timeline and messages</h2>
      <ol class="steps govuk-list">
        {events.map((event, index) => (
          <Event key={attribute(event, "document") + attribute(event, "step")} root={root} event={event}
            letter={byDocument.get(attribute(event, "document"))}
            before={index > 0 ? attribute(events[index - 1], "state") : ""} />
        ))}
        {others.map((letter) => <Other key={attribute(letter.letter, "document")} letter={letter} />)}
        {events.length === 0 && <li>The exchange does not have it yet: waiting to send.</li>}
      </ol>
    </section>
  );
}
