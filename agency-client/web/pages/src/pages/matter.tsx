// SPDX-License-Identifier: Apache-2.0
// One matter between agencies that is no referral: what was said in it.
import { useRef } from "preact/hooks";
import type { PageProps } from "../app";
import { useDone, useWords } from "../codes";
import { Failure, Title, useXml } from "../load";
import { matterState } from "../matters";
import { LetterBody, lettersOf, type Letter } from "../reading/letters";
import { mayDo, Open } from "../reading/open";
import { personOf } from "../reading/people";
import { moment } from "../words";
import { attribute, child, children } from "../xml";

// What a form here takes no step for waits for the command line.
function Next({ root, kind, address, reload }: { root: Element; kind: string; address: string; reload: () => void }) {
  const isHere = useRef(false); // and stays, to say what became of the last step
  isHere.current ||= mayDo(root).length > 0;
  if (!isHere.current && children(root, "open").length === 0) return null;
  if (isHere.current) return <Open root={root} address={address} list={`${kind}Step`} reload={reload} />;
  return (
    <p class="govuk-body">
      This page shows what was said. It is answered with the command <code>agency-client</code>: its help says how.
    </p>
  );
}

export function Matter({ session, words, news }: PageProps) {
  const address = `/api/matters/${words[0] ?? ""}`;
  const { root, failure, reload } = useXml(address, news);
  const kinds = useWords("kind");
  const roles = useWords("role");
  const done = useDone();
  const matter = root && child(root, "matter");
  const saidBy = (letter: Letter) => {
    const signer = attribute(letter.letter, "signer");
    const person = root && personOf(root, letter, roles);
    const agency = signer === session.agency ? session.agencyName : matter && attribute(matter, "partner") || signer;
    const what = done(attribute(letter.letter, "step"), "");
    const from = what ? `${what} by` : `${letter.kind ? kinds(letter.kind) : "A document"} from`;
    return `${from} ${agency}${person && ` (${person})`}`;
  };
  return (
    <>
      <a class="govuk-back-link no-print" href="#/inbox">Inbox</a>
      <Title>{matter ? attribute(matter, "label") : "Matter"}</Title>
      <Failure words={failure} />
      {root && matter && (
        <>
          <p class="govuk-body">With {attribute(matter, "partner") || "everybody"}: {matterState(matter)}</p>
          {attribute(matter, "leg") && (
            <p class="govuk-body">
              <a class="govuk-link" href={`#/referral/${attribute(matter, "leg")}`}>The referral that this is about</a>
            </p>
          )}
          <Next key={address} root={root} kind={attribute(matter, "kind")} address={address} reload={reload} />
          <h2 class="govuk-heading-m">What was said</h2>
          <ol class="steps govuk-list">
            {lettersOf(root).map((letter) => (
              <li key={attribute(letter.letter, "document")}>
                <time>{letter.document && moment(attribute(letter.document, "created"))}</time>
                <p class="steps__what"><strong>{saidBy(letter)}</strong></p>
                <LetterBody letter={letter} />
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
