// SPDX-License-Identifier: Apache-2.0
import type { PageProps } from "../app";
import { Failure, Title, useXml } from "../load";
import { age, spaced, when } from "../words";
import { attribute, children, is } from "../xml";

const tags: Record<string, string> = {
  emergency: "govuk-tag--red",
  urgent: "govuk-tag--orange",
  priority: "govuk-tag--yellow",
  routine: "govuk-tag--grey",
};

function Turn({ leg }: { leg: Element }) {
  if (is(leg, "parked")) return <strong class="govuk-tag govuk-tag--red">Not accepted: look</strong>;
  if (is(leg, "unsent")) return <span class="govuk-tag govuk-tag--blue">Waiting to send</span>;
  if (!attribute(leg, "turn")) return <>Finished</>;
  const isOurs = is(leg, "ours");
  return (
    <>
      {isOurs ? <strong>You: {attribute(leg, "what")}</strong> : <>They: {attribute(leg, "what")}</>}
      {is(leg, "overdue") && <> <strong class="govuk-tag govuk-tag--red">Overdue</strong></>}
      {!is(leg, "overdue") && attribute(leg, "due") && <> by {when(attribute(leg, "due"))}</>}
    </>
  );
}

function Row({ leg, agency }: { leg: Element; agency: string }) {
  const isToUs = attribute(leg, "recipient") === agency;
  const partner = attribute(leg, isToUs ? "referrer" : "recipient");
  const fresh = Number(attribute(leg, "new"));
  const urgency = attribute(leg, "urgency");
  return (
    <tr class="govuk-table__row">
      <td class="govuk-table__cell" data-label="Urgency">
        <span class={`govuk-tag ${tags[urgency]}`}>{urgency}</span>
      </td>
      <td class="govuk-table__cell" data-label="Referral">
        <a class="govuk-link" href={`#/referral/${attribute(leg, "leg")}`}>
          {isToUs ? "from" : "to"} {partner}
        </a>
        {fresh > 0 && <> <strong class="govuk-tag govuk-tag--green">{fresh} new</strong></>}
      </td>
      <td class="govuk-table__cell" data-label="State">{spaced(attribute(leg, "state"))}</td>
      <td class="govuk-table__cell" data-label="Age">{age(attribute(leg, "offered"))}</td>
      <td class="govuk-table__cell" data-label="Whose turn"><Turn leg={leg} /></td>
    </tr>
  );
}

export function Inbox({ session, news }: PageProps) {
  const { root, failure } = useXml("/api/inbox", news);
  const legs = root ? children(root, "leg") : [];
  const ours = legs.filter((leg) => is(leg, "ours")).length;
  return (
    <>
      <Title>Inbox</Title>
      <Failure words={failure} />
      {root && legs.length === 0 && <p class="govuk-body">Nothing is open.</p>}
      {legs.length > 0 && (
        <>
          <p class="govuk-body" role="status">{legs.length} open, {ours} waiting for you</p>
          <table class="govuk-table cards">
            <caption class="govuk-table__caption govuk-visually-hidden">Open referrals, the most urgent first</caption>
            <thead class="govuk-table__head"><tr class="govuk-table__row">
              {["Urgency", "Referral", "State", "Age", "Whose turn"].map((heading) => (
                <th key={heading} scope="col" class="govuk-table__header">{heading}</th>
              ))}
            </tr></thead>
            <tbody class="govuk-table__body">
              {legs.map((leg) => <Row key={attribute(leg, "leg")} leg={leg} agency={session.agency} />)}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}
