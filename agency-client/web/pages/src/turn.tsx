// SPDX-License-Identifier: Apache-2.0
// Whose turn it is with a referral, to do what, and by when.
import { when } from "./words";
import { attribute, is } from "./xml";

export function Turn({ leg }: { leg: Element }) {
  if (is(leg, "parked")) return <strong class="govuk-tag govuk-tag--red">Not accepted: look</strong>;
  if (is(leg, "unsent")) return <span class="govuk-tag govuk-tag--blue">Waiting to send</span>;
  if (!attribute(leg, "turn")) return <>Finished</>;
  const isLate = is(leg, "overdue");
  return (
    <>
      {is(leg, "ours") ? <strong>You: {attribute(leg, "what")}</strong> : <>They: {attribute(leg, "what")}</>}
      {isLate && <> <strong class="govuk-tag govuk-tag--red">Overdue</strong></>}
      {attribute(leg, "due") && <span class="aside">{isLate ? "since" : "by"} {when(attribute(leg, "due"))}</span>}
    </>
  );
}
