// SPDX-License-Identifier: Apache-2.0
import type { PageProps } from "../app";
import { Title } from "../load";

export function Help({ session }: PageProps) {
  return (
    <div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
      <Title>Help</Title>
      <h2 class="govuk-heading-m">In danger</h2>
      <p class="govuk-body">No referral replaces a telephone call. If somebody is in danger now, ring 999. For an emergency
        referral ring the agency as well: its number is shown when you send.</p>
      <h2 class="govuk-heading-m">Who can read what</h2>
      <p class="govuk-body">What you write about a person is sealed on this computer for the agency it goes to, and for yours.
        The exchange sees codes, dates and counts. They are personal data too.</p>
      <h2 class="govuk-heading-m">Who you are to others</h2>
      <p class="govuk-body">What you send is signed by {session.agency}, with the reference <code>{session.actor}</code> for you.
        The exchange trusts your agency that this was you: it does not know your name, and cannot check it. Your name stands in
        the sealed part alone.</p>
      <h2 class="govuk-heading-m">Without a connection</h2>
      <p class="govuk-body">You can go on. What you send is stored here, says "waiting to send", and goes out by itself, in order
        and once.</p>
    </div></div>
  );
}
