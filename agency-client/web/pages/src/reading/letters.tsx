// SPDX-License-Identifier: Apache-2.0
// The documents of a referral: found, and shown as people read them.
import { Failure } from "../load";
import { Tree } from "../sheet";
import { attribute, child, children } from "../xml";
import { NOT_YET, useLabels } from "./fields";
import { together } from "./together";

export interface Letter {
  letter: Element;
  document?: Element; // none: it cannot be shown, and says why
  body?: Element;
  kind: string;
  details?: Element; // opened
}

export function readLetter(letter: Element): Letter {
  const document = child(letter, "document");
  const body = document && children(document).find((item) => !["from", "to", "sealed"].includes(item.localName));
  const details = child(letter, "details");
  return { letter, document, body, kind: body?.localName ?? "", details: details && children(details)[0] };
}

export function lettersOf(root: Element): Letter[] {
  return children(root, "letter").map(readLetter);
}

// What has not gone out yet, as it is told elsewhere; another state speaks for itself.
const states: Record<string, string> = { "ours, queued": "Waiting to send", "ours, parked": "Not accepted" };

// What makes a person recognise it first: the words, then the codes.
export function LetterBody({ letter, isWaiting }: { letter: Letter; isWaiting?: boolean }) {
  const known = useLabels(letter.kind);
  if (known === NOT_YET) return <p class="govuk-body">Loading</p>;
  const { body, details, labels } = together(letter, known);
  const state = attribute(letter.letter, "state");
  return (
    <>
      {state && !isWaiting && (
        <p class="govuk-body"><strong class="govuk-tag govuk-tag--blue">{states[state] ?? state}</strong></p>
      )}
      <Failure words={attribute(letter.letter, "problem") && `Not shown: ${attribute(letter.letter, "problem")}`} />
      {details && <Tree element={details} field={labels.sealed} />}
      {body && <Tree element={body} field={labels.coded} />}
    </>
  );
}

// A whole referral: a heading for each part of its details.
export function WholeReferral({ letter }: { letter: Letter }) {
  const labels = useLabels("referral");
  const parts = letter.details ? children(letter.details) : [];
  const groups = new Map<string, Element[]>();
  for (const part of parts) groups.set(part.localName, [...(groups.get(part.localName) ?? []), part]);
  if (labels === NOT_YET) return <p class="govuk-body">Loading</p>;
  return (
    <div>
      <Failure words={attribute(letter.letter, "problem") && `Not shown: ${attribute(letter.letter, "problem")}`} />
      {Array.from(groups).map(([name, elements]) => {
        const field = labels.sealed?.fields.find((item) => !item.isAttribute && item.name === name);
        return (
          <section key={name} class="chapter">
            <h3 class="chapter__title">{field?.label ?? name}</h3>
            {elements.map((element, index) => element.children.length + element.attributes.length > 0
              ? <Tree key={index} element={element} field={field} />
              : <p key={index} class="govuk-body">{element.textContent?.trim()}</p>)}
          </section>
        );
      })}
      {letter.body && (
        <section class="chapter">
          <h3 class="chapter__title">In codes, as the exchange sees it</h3>
          <Tree element={letter.body} field={labels.coded} />
        </section>
      )}
    </div>
  );
}
