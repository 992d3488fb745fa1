// SPDX-License-Identifier: Apache-2.0
// In an emergency: whom to ring.  No document replaces that call.
import type { Draft } from "../drafts";
import { useXml } from "../load";
import { attribute, children } from "../xml";

export const EMERGENCY = "emergency";

export interface Callee {
  name: string;
  telephone: string;
}

export function TelephoneNow({ callees }: { callees: Callee[] }) {
  return (
    <section class="danger" aria-labelledby="telephone-now">
      <h2 class="govuk-heading-m" id="telephone-now">Emergency: telephone now</h2>
      <p class="govuk-body">The referral does not replace the call.</p>
      <ul class="govuk-list govuk-list--bullet">
        {callees.map(({ name, telephone }) => (
          <li key={name}>
            <strong>{name}: {telephone || "the directory has no emergency number: ring the agency"}</strong>
          </li>
        ))}
        <li>In danger of life: <strong>999</strong></li>
      </ul>
    </section>
  );
}

// As soon as it is said to be one, however little else is said.
export function Emergency({ draft }: { draft: Draft }) {
  const { root } = useXml("/api/agencies", 0);
  const { root: file, coded } = draft.paper;
  if (attribute(coded, "urgency") !== EMERGENCY) return null;
  const asked = new Set(children(file, "to").map((to) => attribute(to, "agency")));
  const callees = (root ? children(root, "agency") : []).filter((item) => asked.has(attribute(item, "agency")))
    .map((item) => ({ name: attribute(item, "name"), telephone: attribute(item, "telephone") }));
  return <TelephoneNow callees={callees} />;
}
