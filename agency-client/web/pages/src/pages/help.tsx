// SPDX-License-Identifier: Apache-2.0
import type { PageProps } from "../app";
import { Title } from "../load";
import { span } from "../words";

export function Help({ session }: PageProps) {
  return (
    <div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
      <Title>Help</Title>
      <div class="govuk-warning-text">
        <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
        <strong class="govuk-warning-text__text">
          <span class="govuk-visually-hidden">Warning</span>
          No referral replaces a telephone call. If somebody is in danger now, ring 999. For an emergency referral ring the
          agency as well: its number is shown when you send.
        </strong>
      </div>
      <h2 class="govuk-heading-m">Who can read what</h2>
      <p class="govuk-body">What you write about a person is sealed here, for the agency it goes to and for yours. Nobody
        else can read it, not even those who run the exchange.</p>
      <p class="govuk-body">The exchange sees codes, dates and counts: which needs, which district, how urgent. Put together
        with what somebody knows already they can point to a person. They are personal data too.</p>
      <h2 class="govuk-heading-m">Who you are to others</h2>
      <p class="govuk-body">What you send is signed by {session.agencyName}, with the reference <code>{session.actor}</code> for
        you. The exchange trusts your agency that this was you: it does not know your name, and cannot check it. Your name
        stands in the sealed part alone.</p>
      <p class="govuk-body">Your agency keeps a list of who opened or answered which referral. Administrators can see it.</p>
      <h2 class="govuk-heading-m">Without a connection</h2>
      <p class="govuk-body">You can go on. What you send is stored here, says "waiting to send", and goes out by itself, in order
        and once. A line at the top of the page tells you when the exchange cannot be reached.</p>
      <h2 class="govuk-heading-m">Signing in</h2>
      <p class="govuk-body">You are signed out {span(session.idleSeconds)} after you last did something, and after{" "}
        {span(session.wholeSeconds)} in any case. What you were writing is still there when you sign in again on the same
        page.</p>
      <p class="govuk-body">After five wrong passwords a name is locked for a quarter of an hour. If you have forgotten yours,
        an administrator can give you a new link.</p>
    </div></div>
  );
}
