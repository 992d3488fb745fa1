// SPDX-License-Identifier: Apache-2.0
// In an emergency: whom to ring.  No document replaces that call.
import { attribute } from "../xml";

export function TelephoneNow({ agencies }: { agencies: Element[] }) {
  if (agencies.length === 0) return null;
  return (
    <section class="danger" aria-labelledby="telephone-now">
      <h2 class="govuk-heading-m" id="telephone-now">Emergency: telephone now</h2>
      <p class="govuk-body">The referral does not replace the call.</p>
      <ul class="govuk-list govuk-list--bullet">
        {agencies.map((agency) => (
          <li key={attribute(agency, "to")}>
            <strong>{attribute(agency, "name") || attribute(agency, "to")}: {attribute(agency, "telephone") ||
              "the directory has no emergency number: ring the agency"}</strong>
          </li>
        ))}
        <li>In danger of life: <strong>999</strong></li>
      </ul>
    </section>
  );
}
