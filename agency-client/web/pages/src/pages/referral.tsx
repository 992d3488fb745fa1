// SPDX-License-Identifier: Apache-2.0
// One referral: what is dangerous, what can be done, what happened, and all that it says.
import type { PageProps } from "../app";
import { useWords } from "../codes";
import { Failure, Title, useXml } from "../load";
import { printed } from "../printed";
import { lettersOf, WholeReferral } from "../reading/letters";
import { Open } from "../reading/open";
import { agencyName } from "../reading/people";
import { Refused } from "../reading/refused";
import { Timeline } from "../reading/timeline";
import { Emergency, Warnings } from "../reading/warnings";
import { shortId } from "../words";
import { attribute, child, is } from "../xml";

function goTo(id: string) {
  return (event: Event) => {
    event.preventDefault();
    document.getElementById(id)?.focus();
    document.getElementById(id)?.scrollIntoView();
  };
}

const contents = [["next", "What you can do now"], ["timeline", "Timeline and messages"], ["referral", "The referral"]];

function Facts({ root }: { root: Element }) {
  const leg = child(root, "leg")!;
  const states = useWords("legState");
  const urgencies = useWords("urgency");
  return (
    <p class="govuk-body">
      <strong class="govuk-tag">{states(attribute(leg, "state"))}</strong> {urgencies(attribute(leg, "urgency"))},{" "}
      {is(leg, "toUs") ? "from" : "to"} {agencyName(root, attribute(leg, "partner"))}, reference {shortId(attribute(leg, "leg"))}
    </p>
  );
}

function Whole({ root }: { root: Element }) {
  const letters = lettersOf(root).filter((letter) => letter.kind === "referral" || letter.kind === "disclosure");
  return (
    <section aria-labelledby="referral">
      <h2 class="govuk-heading-m" id="referral" tabIndex={-1}>The referral</h2>
      {letters.map((letter) => <WholeReferral key={attribute(letter.letter, "document")} letter={letter} />)}
    </section>
  );
}

function headingOf(root: Element, leg: Element): string {
  const whence = `Referral ${is(leg, "toUs") ? "from" : "to"} ${agencyName(root, attribute(leg, "partner"))}`;
  return attribute(leg, "name") || whence;
}

export function Referral({ session, words, news }: PageProps) {
  const { root, failure, reload } = useXml(`/api/referrals/${words[0] ?? ""}`, news);
  const leg = root && child(root, "leg");
  return (
    <>
      <a class="govuk-back-link no-print" href="#/inbox">Inbox</a>
      <Title window="Referral">{leg ? headingOf(root, leg) : "Referral"}</Title>
      <Failure words={failure} />
      {root && leg && (
        <>
          <Facts root={root} />
          <p class="only-print govuk-body">{printed(session)} Lock it away, and shred it.</p>
          <Emergency root={root} />
          <Warnings root={root} />
          <Refused root={root} reload={reload} />
          <nav class="contents no-print" aria-label="On this page">
            {contents.map(([id, label]) => <a key={id} class="govuk-link" href={`#${id}`} onClick={goTo(id)}>{label}</a>)}
            <a class="govuk-link" href={`#/onepage/${attribute(leg, "leg")}`}>On one page, to print</a>
          </nav>
          <Open root={root} address={`/api/referrals/${attribute(leg, "leg")}`} list="step" reload={reload} />
          <Timeline root={root} />
          <Whole root={root} />
        </>
      )}
    </>
  );
}
