// SPDX-License-Identifier: Apache-2.0
// An enquiry of ours becomes a referral, without typing again what it said.
import { send } from "../api";
import { Form } from "../forms";
import { attribute, child } from "../xml";
import type { StepProps } from "./fields";

async function convert(enquiry: string): Promise<void> {
  const here = window.location.hash;
  const answer = await send(`/api/enquiries/${enquiry}/convert`, {});
  if (window.location.hash === here) // and not gone elsewhere meanwhile
    window.location.hash = `#/refer/${attribute(child(answer, "draft")!, "draft")}`;
}

export function Converting({ verb, root }: StepProps) {
  const matter = child(root, "matter")!;
  return (
    <Form button={verb} fields={[]} submit={() => convert(attribute(matter, "matter"))}
      render={() => (
        <p class="govuk-body">
          What was asked is put into a new draft. When it is sent, {attribute(matter, "partner")} is told that the enquiry
          became this referral.
        </p>
      )} />
  );
}
