// SPDX-License-Identifier: Apache-2.0
// A referral on one side of A4, to take along: what keeps people safe, then who they are and
// what they need.  Long stories stay in the record.
import type { ComponentChildren } from "preact";
import type { PageProps } from "../app";
import { useWords } from "../codes";
import type { Field } from "../labels";
import { Failure, Title, useXml } from "../load";
import { NOT_YET, useLabels } from "../reading/fields";
import { lettersOf } from "../reading/letters";
import { agencyName } from "../reading/people";
import { Warnings } from "../reading/warnings";
import { said } from "../sheet";
import { day, moment, shortId } from "../words";
import { attribute, child, children } from "../xml";

// Parts of the details, and which of their values stand here; "name" is a child.
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
  const own = Array.from(element.attributes).map((item) => ({ known: fieldOf(field, item.name), value: item.value }))
    .filter(({ known }) => known?.type !== "boolean").map(({ known, value }) => said(value, known));
  if (element.localName === "name") return own.join(" ");
  const below = children(element).map((item) =>
    ({ isName: item.localName === "name", text: line(item, fieldOf(field, item.localName)) }));
  const text = element.children.length === 0 ? element.textContent?.trim() : "";
  return [...below.filter((item) => item.isName).map((item) => item.text), ...own,
    ...below.filter((item) => !item.isName).map((item) => item.text), text].filter(Boolean).join(", ");
}

function values(element: Element, field: Field | undefined, names: string[]): { label: string; value: string }[] {
  return names.flatMap((name) => {
    const known = fieldOf(field, name);
    const label = known?.label ?? name;
    const value = element.getAttribute(name);
    if (value) return [{ label, value: said(value, known) }];
    return children(element, name).map((item) => ({ label, value: line(item, known) }));
  });
}

function Part({ title, children: inside }: { title: string; children: ComponentChildren }) {
  return <section><h2 class="govuk-heading-s">{title}</h2>{inside}</section>;
}

function Values({ element, field, names }: { element: Element; field?: Field; names: string[] }) {
  return (
    <dl>
      {values(element, field, names).map((row, index) => <div key={index}><dt>{row.label}</dt><dd>{row.value}</dd></div>)}
    </dl>
  );
}

function Facts({ root }: { root: Element }) {
  const leg = child(root, "leg")!;
  const states = useWords("legState");
  const urgencies = useWords("urgency");
  const event = children(root, "event")[0];
  return (
    <p class="govuk-body">
      {urgencies(attribute(leg, "urgency"))}. {states(attribute(leg, "state"))}. From{" "}
      {agencyName(root, attribute(children(root, "agency")[0], "id"))}{event && `, ${moment(attribute(event, "at"))}`}. Reference{" "}
      {shortId(attribute(leg, "leg"))}. Printed {day(new Date().toISOString())}: lock it away, and shred it.
    </p>
  );
}

export function OnePage({ words, news }: PageProps) {
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
          <Facts root={root} />
          <button type="button" class="govuk-button no-print" onClick={() => window.print()}>Print</button>
          <Warnings root={root} />
          <div class="onepage__parts">
            {details && parts.map(([name, names]) => {
              const field = fieldOf(labels.sealed, name);
              const elements = children(details, name);
              return elements.length > 0 && (
                <Part key={name} title={field?.label ?? name}>
                  {elements.map((element, index) => <Values key={index} element={element} field={field} names={names} />)}
                </Part>
              );
            })}
            <Part title="Notes"><p class="notes" /></Part>
          </div>
        </>
      )}
    </div>
  );
}
