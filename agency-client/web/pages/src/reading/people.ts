// SPDX-License-Identifier: Apache-2.0
// Who did something: the agency by its name, and the person as far as we may know.
import { attribute, child, children } from "../xml";
import type { Letter } from "./letters";

export function agencyName(root: Element, agency: string): string {
  const found = children(root, "agency").find((item) => attribute(item, "id") === agency);
  return found ? attribute(found, "name") : agency === "exchange" ? "the exchange" : agency;
}

// Our own people by name; of another agency's only what they are.
export function personOf(root: Element, letter: Letter | undefined, roles: (code: string) => string): string {
  const from = letter?.document && child(letter.document, "from");
  if (!from) return "";
  const actor = attribute(from, "actor");
  const person = actor && children(root, "person").find((item) => attribute(item, "actor") === actor);
  return person ? attribute(person, "name") : attribute(from, "role") && roles(attribute(from, "role"));
}
