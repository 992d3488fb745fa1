// SPDX-License-Identifier: Apache-2.0
// Who did something: the agency by its name, and the person as far as we may know.
import { attribute, child, children } from "../xml";
import type { Letter } from "./letters";

export function agencyName(root: Element, agency: string): string {
  const found = children(root, "agency").find((item) => attribute(item, "id") === agency);
  return found ? attribute(found, "name") : agency === "exchange" ? "the exchange" : agency;
}

// Our own people by the list of the staff, others by what they sealed, else what they are.
export function personOf(root: Element, letter: Letter | undefined, roles: (code: string) => string): string {
  const from = letter?.document && child(letter.document, "from");
  if (!from) return "";
  const actor = attribute(from, "actor");
  const person = actor && children(root, "person").find((item) => attribute(item, "actor") === actor);
  if (person) return attribute(person, "name");
  const sealed = child(letter.letter, "details");
  return (sealed && attribute(sealed, "by")) || (attribute(from, "role") && roles(attribute(from, "role")));
}
