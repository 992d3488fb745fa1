// SPDX-License-Identifier: Apache-2.0
// Whether anything is said in a part of a file yet, and where that part stands.
import type { Field } from "./labels";
import type { Paper } from "./paper";
import { children } from "./xml";

export interface Answered {
  field: Field;
  value?: string; // of an attribute
  elements: Element[]; // else
}

function isSaid(element: Element): boolean {
  const hasValue = Array.from(element.attributes).some((item) => item.name !== "xmlns");
  return hasValue || children(element).some(isSaid) || (element.children.length === 0 && !!element.textContent?.trim());
}

// "need", "@urgency", "sealed:client" or "file:@marking"; undefined when nothing is said.
export function answersOf(paper: Paper, part: string): Answered | undefined {
  const [where, name] = part.includes(":") ? part.split(":") : ["coded", part];
  const [element, parent] = where === "sealed" ? [paper.sealed, paper.labels.sealed]
    : where === "file" ? [paper.root, paper.labels.envelope] : [paper.coded, paper.labels.coded];
  const isAttribute = name.startsWith("@");
  const field = parent?.fields.find((item) => item.isAttribute === isAttribute && item.name === name.replace("@", ""));
  if (!field) return undefined;
  if (isAttribute) {
    const value = element.getAttribute(field.name) ?? "";
    return value ? { field, value, elements: [] } : undefined;
  }
  const elements = children(element, field.name).filter(isSaid);
  return elements.length > 0 ? { field, elements } : undefined;
}

export function hasAnswers(paper: Paper, part: string): boolean {
  return answersOf(paper, part) !== undefined;
}
