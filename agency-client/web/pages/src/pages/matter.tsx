// SPDX-License-Identifier: Apache-2.0
// One matter between agencies that is no referral: what was said in it.
import type { PageProps } from "../app";
import { useWords } from "../codes";
import { Failure, Title, useXml } from "../load";
import { matterState } from "../matters";
import { LetterBody, lettersOf } from "../reading/letters";
import { when } from "../words";
import { attribute, child } from "../xml";

export function Matter({ words, news }: PageProps) {
  const { root, failure } = useXml(`/api/matters/${words[0] ?? ""}`, news);
  const kinds = useWords("kind");
  const matter = root && child(root, "matter");
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
          <p class="govuk-body">
            This page shows what was said. It is answered with the command <code>agency-client</code>: its help says how.
          </p>
          <ol class="steps govuk-list">
            {lettersOf(root).map((letter) => (
              <li key={attribute(letter.letter, "document")}>
                <time>{letter.document && when(attribute(letter.document, "created"))}</time>
                <strong>{letter.kind ? kinds(letter.kind) : "A document"}, from {attribute(letter.letter, "signer")}</strong>
                <LetterBody letter={letter} />
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
