// SPDX-License-Identifier: Apache-2.0
// After sending: what waits, and the receipts as they come.
import { Failure, Title, useXml } from "../load";
import { when } from "../words";
import { attribute, children } from "../xml";
import { EMERGENCY, TelephoneNow } from "./telephone";

const words: Record<string, [string, string]> = {
  queued: ["Waiting to send", "govuk-tag--blue"],
  sent: ["Received by the exchange", "govuk-tag--green"],
  parked: ["Refused", "govuk-tag--red"],
  dropped: ["Given up", "govuk-tag--grey"],
  superseded: ["Sealed anew", "govuk-tag--grey"],
};

function Document({ document }: { document: Element }) {
  const [label, colour] = words[attribute(document, "state")] ?? ["", ""];
  const isSent = attribute(document, "sequence") !== "";
  return (
    <section class="govuk-!-margin-bottom-6" aria-labelledby={attribute(document, "leg")}>
      <h2 class="govuk-heading-m" id={attribute(document, "leg")}>{attribute(document, "name") || attribute(document, "to")}</h2>
      <p class="govuk-body"><strong class={`govuk-tag ${colour}`}>{label}</strong></p>
      {!isSent && attribute(document, "state") === "queued" &&
        <p class="govuk-body">It is safe on this computer and goes out by itself, as soon as the exchange can be reached.
          The receipt appears here.</p>}
      <Failure words={attribute(document, "problem")} />
      {isSent && (
        <dl class="govuk-summary-list long">
          {[["Receipt", `no. ${attribute(document, "sequence")}`], ["Received", when(attribute(document, "received"))],
            ["SHA-256", attribute(document, "sha256")]].map(([key, value]) => (
            <div key={key} class="govuk-summary-list__row">
              <dt class="govuk-summary-list__key">{key}</dt>
              <dd class="govuk-summary-list__value">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="govuk-body"><a class="govuk-link" href={`#/referral/${attribute(document, "leg")}`}>
        Follow this referral<span class="govuk-visually-hidden"> to {attribute(document, "name")}</span></a></p>
    </section>
  );
}

export function Sent({ referral, news }: { referral: string; news: number }) {
  const { root, failure } = useXml(`/api/sent/${referral}`, news);
  const documents = root ? children(root, "document") : [];
  const callees = documents.filter((document) => attribute(document, "urgency") === EMERGENCY)
    .map((document) => ({ name: attribute(document, "name") || attribute(document, "to"), telephone: attribute(document, "telephone") }));
  const waiting = documents.filter((document) => attribute(document, "state") === "queued").length;
  return (
    <div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
      <a class="govuk-back-link" href="#/inbox">Inbox</a>
      <Title>{!root ? "Sending" : waiting > 0 ? "Waiting to send" : "Sent"}</Title>
      <Failure words={failure} />
      <p class="govuk-visually-hidden" role="status">{documents.length - waiting} of {documents.length} received by the exchange</p>
      {callees.length > 0 && <TelephoneNow callees={callees} />}
      {documents.map((document) => <Document key={attribute(document, "leg")} document={document} />)}
    </div></div>
  );
}
