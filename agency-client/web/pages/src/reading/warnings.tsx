// SPDX-License-Identifier: Apache-2.0
// Risks, and how the client may safely be contacted: before anything else.
import { attribute, child, children, is } from "../xml";

export function Warnings({ root }: { root: Element }) {
  const lines = children(root, "warning");
  if (lines.length === 0) return null;
  return (
    <section class="danger" aria-labelledby="read-first">
      <h2 class="govuk-heading-m" id="read-first" tabIndex={-1}>Read first: risks and safe contact</h2>
      <ul class="govuk-list danger__list">
        {lines.map((line, index) => <li key={index}>{line.textContent}</li>)}
      </ul>
    </section>
  );
}

// No document replaces a call.
export function Emergency({ root }: { root: Element }) {
  const leg = child(root, "leg")!;
  if (attribute(leg, "urgency") !== "emergency" || children(root, "open").length === 0) return null;
  const partner = children(root, "agency").find((item) => attribute(item, "id") === attribute(leg, "partner"));
  const telephone = partner && attribute(partner, "emergency");
  return (
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
      <strong class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">Warning</span>
        This is an emergency: telephone {is(leg, "toUs") ? "the referrer" : "the provider"} now{telephone && `, ${telephone}`}.
        If somebody is in danger, ring 999.
      </strong>
    </div>
  );
}
