// SPDX-License-Identifier: Apache-2.0
// What there is between agencies besides referrals, as lines of the inbox.
import { day } from "./words";
import { attribute, is } from "./xml";

export function matterState(matter: Element) {
  if (is(matter, "parked")) return <strong class="govuk-tag govuk-tag--red">Not accepted: look</strong>;
  if (is(matter, "unsent")) return <span class="govuk-tag govuk-tag--blue">Waiting to send</span>;
  const waits = attribute(matter, "waitsFor");
  return (
    <>
      {waits ? <strong>You: {waits}</strong> : is(matter, "final") ? "Finished" : "Their turn"}
      {is(matter, "overdue") && <> <strong class="govuk-tag govuk-tag--red">Overdue</strong></>}
      {attribute(matter, "dueOn") && <span class="aside">by {day(attribute(matter, "dueOn"))}</span>}
    </>
  );
}

function Row({ matter }: { matter: Element }) {
  const fresh = Number(attribute(matter, "new"));
  return (
    <tr class="govuk-table__row">
      <th scope="row" class="govuk-table__header" data-label="What"><span>
        <a class="govuk-link" href={`#/matter/${attribute(matter, "matter")}`}>{attribute(matter, "label")}</a>
        {fresh > 0 && <> <strong class="govuk-tag govuk-tag--green">{fresh} new</strong></>}
      </span></th>
      <td class="govuk-table__cell" data-label="With">{attribute(matter, "partner") || "Everybody"}</td>
      <td class="govuk-table__cell" data-label="Whose turn"><span>{matterState(matter)}</span></td>
    </tr>
  );
}

export function Matters({ matters }: { matters: Element[] }) {
  if (matters.length === 0) return null;
  return (
    <table class="govuk-table cards">
      <caption class="govuk-table__caption govuk-table__caption--m">Other matters</caption>
      <thead class="govuk-table__head"><tr class="govuk-table__row">
        {["What", "With", "Whose turn"].map((heading) => (
          <th key={heading} scope="col" class="govuk-table__header">{heading}</th>
        ))}
      </tr></thead>
      <tbody class="govuk-table__body">
        {matters.map((matter) => <Row key={attribute(matter, "matter")} matter={matter} />)}
      </tbody>
    </table>
  );
}
