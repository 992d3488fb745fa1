// SPDX-License-Identifier: Apache-2.0
// What there is to do, the most urgent first, a page at a time.  A name that is looked for
// is sent in the body of a question, and stands in no address.
import { useRef, useState } from "preact/hooks";
import { read, readBy } from "../api";
import type { PageProps } from "../app";
import { useWords } from "../codes";
import { Failure, Title, useAnswer } from "../load";
import { Matters } from "../matters";
import { Pagination } from "../pagination";
import { Turn } from "../turn";
import { age } from "../words";
import { attribute, child, children, is } from "../xml";

const tags: Record<string, string> = {
  emergency: "govuk-tag--red",
  urgent: "govuk-tag--orange",
  priority: "govuk-tag--yellow",
  routine: "govuk-tag--grey",
};

const choices = [
  { name: "ours", label: "Waiting for us" },
  { name: "all", label: "Everything" },
  { name: "finished", label: "Finished" },
];

// Whom this person looked for last: until the window is closed or somebody else signs in.
let sought = { actor: "", name: "" };

function Row({ leg, urgencies, states }: { leg: Element; urgencies: (code: string) => string; states: (code: string) => string }) {
  const urgency = attribute(leg, "urgency");
  const fresh = Number(attribute(leg, "new"));
  const whence = `${is(leg, "toUs") ? "from" : "to"} ${attribute(leg, "partner")}`;
  const name = attribute(leg, "name");
  return (
    <tr class="govuk-table__row">
      <td class="govuk-table__cell" data-label="Urgency">
        <strong class={`govuk-tag ${tags[urgency]}`}>{urgencies(urgency)}</strong>
      </td>
      <th scope="row" class="govuk-table__header" data-label="Referral"><span>
        <a class="govuk-link" href={`#/referral/${attribute(leg, "leg")}`}>
          {name ? <>{name}<span class="aside">{whence}</span></> : whence}
        </a>
        {fresh > 0 && <> <strong class="govuk-tag govuk-tag--green">{fresh} new</strong></>}
      </span></th>
      <td class="govuk-table__cell" data-label="State">{states(attribute(leg, "state"))}</td>
      <td class="govuk-table__cell brief" data-label="Age">{age(attribute(leg, "offered"))}</td>
      <td class="govuk-table__cell turn" data-label="Whose turn"><span><Turn leg={leg} /></span></td>
    </tr>
  );
}

function Legs({ legs }: { legs: Element[] }) {
  const urgencies = useWords("urgency");
  const states = useWords("legState");
  if (legs.length === 0) return null;
  return (
    <table class="govuk-table cards">
      <caption class="govuk-table__caption govuk-table__caption--m">Referrals</caption>
      <thead class="govuk-table__head"><tr class="govuk-table__row">
        {["Urgency", "Referral", "State", "Age", "Whose turn"].map((heading) => (
          <th key={heading} scope="col" class="govuk-table__header">{heading}</th>
        ))}
      </tr></thead>
      <tbody class="govuk-table__body">
        {legs.map((leg) => <Row key={attribute(leg, "leg")} leg={leg} urgencies={urgencies} states={states} />)}
      </tbody>
    </table>
  );
}

function Choices({ list, chosen }: { list?: Element; chosen: string }) {
  return (
    <nav class="choices" aria-label="Which referrals">
      {choices.map(({ name, label }) => (
        <a key={name} class="govuk-link" href={`#/inbox/${name}`} aria-current={name === chosen ? "page" : undefined}>
          {label}{list && ` (${attribute(list, name)})`}
        </a>
      ))}
    </nav>
  );
}

// What is typed stays while the list is read anew, and so does the cursor.
function Search({ name, look }: { name: string; look: (name: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [first] = useState(name);
  const submit = (event: Event) => {
    event.preventDefault();
    look(input.current!.value.trim());
  };
  const showAll = () => {
    input.current!.value = "";
    input.current!.focus();
    look("");
  };
  return (
    <form role="search" class="search" onSubmit={submit}>
      <label class="govuk-label" for="name">Find by name or reference</label>
      <input class="govuk-input govuk-input--width-20" id="name" type="search" ref={input}
        defaultValue={first} autocomplete="off" spellcheck={false} />
      <button class="govuk-button govuk-button--secondary">Find</button>
      {name && <button class="govuk-button govuk-button--secondary" type="button" onClick={showAll}>Show all</button>}
    </form>
  );
}

// What is shown, in a sentence; that the names are not all read yet, as long as that is so.
function said(list: Element, matters: number, name: string): string {
  const count = Number(attribute(list, "chosen"));
  const read = Number(attribute(list, "namesRead"));
  const all = Number(attribute(list, "namesAll"));
  const counted = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const things = counted(count, "referral") + (matters > 0 ? ` and ${counted(matters, "other matter")}` : "");
  return [name ? `${things} found.` : `${things}.`,
    name && read < all && `Names are still being read, ${read} of ${all}: there may be more soon.`]
    .filter(Boolean).join(" ");
}

// What to expect, for whoever is new here; and that there is nothing to do.
function Guide({ list, choice }: { list: Element; choice: string }) {
  if (Number(attribute(list, "all")) === 0)
    return <p class="govuk-body">What other agencies send you appears here by itself. To refer somebody,{" "}
      <a class="govuk-link" href="#/refer">start a referral</a>.</p>;
  if (Number(attribute(list, "chosen")) === 0)
    return choice === "ours" ? <p class="govuk-body">Nothing waits for you.</p> : null;
  return <p class="govuk-hint">The most urgent stand first. What is for you to do is in bold, under Whose turn.</p>;
}

export function Inbox({ session, news, words }: PageProps) {
  const choice = choices.some((item) => item.name === words[0]) ? words[0] : "all";
  const page = words[1] || "1";
  const [name, setName] = useState(sought.actor === session.actor ? sought.name : "");
  const look = (signal: AbortSignal) =>
    name ? readBy("/api/inbox", { name, choice, page }) : read(`/api/inbox?choice=${choice}&page=${page}`, signal);
  const { root, failure, on } = useAnswer(look, [name, choice, page, news]);
  const isLooking = root !== undefined && on[0] !== name && !failure;
  const seek = (text: string) => {
    sought = { actor: session.actor, name: text };
    setName(text);
    if (page !== "1") window.location.hash = `#/inbox/${choice}`;
  };
  const list = root && child(root, "list");
  const legs = root ? children(root, "leg") : [];
  const matters = root ? children(root, "matter") : [];
  return (
    <>
      <Title>Inbox</Title>
      <Failure words={failure} />
      <Choices list={list} chosen={choice} />
      <Search name={name} look={seek} />
      <p class="govuk-body" role="status">{isLooking ? "Looking" : list && said(list, matters.length, String(on[0]))}</p>
      {list && !name && <Guide list={list} choice={choice} />}
      <Legs legs={legs} />
      {list && <Pagination page={Number(attribute(list, "page"))} pages={Number(attribute(list, "pages"))} address={`#/inbox/${choice}`} />}
      <Matters matters={matters} />
    </>
  );
}
