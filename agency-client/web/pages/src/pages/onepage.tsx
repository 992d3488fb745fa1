// SPDX-License-Identifier: Apache-2.0
// A referral on one side of A4, to take along: what keeps people safe, then who they are and
// what they need.  Long stories stay in the record.
import type { ComponentChildren } from "preact";
import type { Session } from "../api";
import type { PageProps } from "../app";
import { useWords } from "../codes";
import type { Field } from "../labels";
import { Failure, Title, useXml } from "../load";
import { printed } from "../printed";
import { NOT_YET, useLabels } from "../reading/fields";
import { lettersOf } from "../reading/letters";
import { agencyName } from "../reading/people";
import { Warnings } from "../reading/warnings";
import { personName, said } from "../sheet";
import { moment, shortId } from "../words";
import { attribute, child, children } from "../xml";

// Parts of the details, and which of their values stand here; "name" is a child.  Of those
// in `lined` there may be many: each is a line.
const lined = new Set(["household", "need", "keyDate", "order"]);
const named = new Set(["expiresOn", "against"]); // what a line does not say by itself
const parts: [string, string[]][] = [
  ["client", ["name", "dateOfBirth", "firstLanguage", "interpreterLanguage", "communication", "health"]],
  ["referrer", ["worker", "backUp", "outOfHours"]],
  ["household", ["member"]],
  ["need", ["code"]],
  ["keyDate", ["kind", "on", "at", "place", "court"]],
  ["order", ["kind", "court", "expiresOn", "against"]],
  ["practical", ["transport", "firstAppointment", "belongings"]],
];

function fieldOf(field: Field | undefined, name: string): Field | undefined {
  return field?.fields.find((item) => item.name === name);
}

// All values of an element in one line, names first.
function line(element: Element, field?: Field): string {
  if (element.localName === "name") return personName(element);
  const own: string[] = [];
  for (const { name, value } of Array.from(element.attributes)) {
    const known = fieldOf(field, name);
    if (known?.type === "boolean") continue;
    // A time and its end are one thing.
    if (name === "to" && own.length > 0) own.push(`${own.pop()} to ${said(value, known)}`);
    else own.push(said(value, known));
  }
  const below = children(element).map((item) =>
    ({ isName: item.localName === "name", text: line(item, fieldOf(field, item.localName)) }));
  const text = element.children.length === 0 ? element.textContent?.trim() : "";
  return [...below.filter((item) => item.isName).map((item) => item.text), ...own,
    ...below.filter((item) => !item.isName).map((item) => item.text), text].filter(Boolean).join(", ");
}

interface Row {
  name: string;
  label: string;
  value: string;
}

function values(element: Element, field: Field | undefined, names: string[]): Row[] {
  return names.flatMap((name) => {
    const known = fieldOf(field, name);
    const label = known?.label ?? name;
    const value = element.getAttribute(name);
    if (value) return [{ name, label, value: said(value, known) }];
    return children(element, name).map((item) => ({ name, label, value: line(item, known) }));
  });
}

function Part({ title, children: inside }: { title: string; children: ComponentChildren }) {
  return <section><h2 class="govuk-heading-s">{title}</h2>{inside}</section>;
}

function Lines({ elements, field, names }: { elements: Element[]; field?: Field; names: string[] }) {
  const text = ({ name, label, value }: Row) => (named.has(name) ? `${label.toLowerCase()} ${value}` : value);
  const lines = elements.flatMap((element) => element.localName === "household"
    ? values(element, field, names).map(text)
    : [values(element, field, names).map(text).join(", ")]);
  return <ul>{lines.map((item, index) => <li key={index}>{item}</li>)}</ul>;
}

function Values({ element, field, names }: { element: Element; field?: Field; names: string[] }) {
  return (
    <dl>
      {values(element, field, names).map((row, index) => <div key={index}><dt>{row.label}</dt><dd>{row.value}</dd></div>)}
    </dl>
  );
}

function Facts({ root, session }: { root: Element; session: Session }) {
  const leg = child(root, "leg")!;
  const states = useWords("legState");
  const urgencies = useWords("urgency");
  const event = children(root, "event")[0];
  return (
    <p class="govuk-body">
      {urgencies(attribute(leg, "urgency"))}. {states(attribute(leg, "state"))}. From{" "}
      {agencyName(root, attribute(children(root, "agency")[0], "id"))}{event && `, ${moment(attribute(event, "at"))}`}. Reference{" "}
      {shortId(attribute(leg, "leg"))}. <span class="only-print">{printed(session)} Lock it away, and shred it.</span>
    </p>
  );
}

export function OnePage({ session, words, news }: PageProps) {
  const { root, failure } = useXml(`/api/referrals/${words[0] ?? ""}`, news);
  const labels = useLabels("referral");
  const leg = root && child(root, "leg");
  const details = root && lettersOf(root).map((letter) => letter.details).find((item) => item?.localName === "referral");
  return (
    <div class="onepage">
      <p class="no-print"><a class="govuk-back-link" href={`#/referral/${words[0] ?? ""}`}>The whole referral</a></p>
      <Title window="Referral on one page">{(leg && attribute(leg, "name")) || "Referral"}</Title>
      <Failure words={failure} />
      {root && leg && labels !== NOT_YET && (
        <>
          <Facts root={root} session={session} />
          <button type="button" class="govuk-button no-print" onClick={() => window.print()}>Print</button>
          <Warnings root={root} />
          <div class="onepage__parts">
            {details && parts.map(([name, names]) => {
              const field = fieldOf(labels.sealed, name);
              const elements = children(details, name);
              return elements.length > 0 && (
                <Part key={name} title={field?.label ?? name}>
                  {lined.has(name) ? <Lines elements={elements} field={field} names={names} />
                    : elements.map((element, index) => <Values key={index} element={element} field={field} names={names} />)}
                </Part>
              );
            })}
          </div>
        </>
      )}
    </div>
  );
}
