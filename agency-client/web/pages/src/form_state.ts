// SPDX-License-Identifier: Apache-2.0
// What every part of a schema-made form knows, and how its places are called: as the
// program calls them, "referral/need[2]/@code".
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Field } from "./labels";
import type { Pair, Paper } from "./paper";
import { children } from "./xml";

export interface FormState {
  paper: Paper;
  errors: Map<string, string>; // words by path, "referral/need[2]/@code"
  hidden: Set<string>; // paths, without positions, that are not asked for here
  shown: Set<string>; // not required, and yet never folded away
  first: Set<string>; // before what the schema has before it
  changed: (isStructural: boolean) => void;
}

export const FormContext = createContext<FormState | undefined>(undefined);

export function useForm(): FormState {
  return useContext(FormContext)!;
}

export function plain(path: string): string {
  return path.replace(/\[\d+\]/g, "");
}

// The program counts from 1, and only where there are several.
export function childPath(path: string, name: string, index = 0): string {
  return index === 0 ? `${path}/${name}` : `${path}/${name}[${index + 1}]`;
}

export function ownPath(path: string, field: Field): string {
  return `${path}${path && "/"}${field.isAttribute ? "@" : ""}${field.name}`;
}

export function isLeaf(field: Field): boolean {
  return field.fields.length === 0 && field.type !== "";
}

const TICKS_MOST = 16;

export function isCodeList(field: Field): boolean {
  const codes = field.fields[0]?.codes;
  return field.most > 1 && field.fields.length === 1 && field.fields[0].isAttribute && codes !== undefined && codes.length <= TICKS_MOST;
}

// Once it is drawn, which was asked for before, and before anybody can have gone elsewhere.
export function focusIn(path: string): void {
  queueMicrotask(() => {
    const place = document.getElementById(path);
    (place?.querySelector<HTMLElement>("input, select, textarea, button") ?? place)?.focus();
  });
}

export function pairAt(form: FormState, path: string): Pair | undefined {
  const kind = form.paper.coded.localName;
  return form.paper.pairs.find((pair) => plain(path) === `${kind}/${pair.coded}`);
}

export function hasValue(element: Element, field: Field): boolean {
  return field.isAttribute ? element.hasAttribute(field.name) : children(element, field.name).length > 0;
}

export function isWrong(form: FormState, path: string): boolean {
  return Array.from(form.errors.keys()).some((key) => key === path || key.startsWith(`${path}/`) || key.startsWith(`${path}[`));
}

// A field and where it is.
export interface InProps {
  element: Element; // that the field is in
  parent: Field; // of that element
  field: Field;
  path: string; // of that element
  isBare?: boolean;
}

// An element and what the schema says of it.
export interface ElementProps {
  element: Element;
  field: Field;
  path: string;
  skip?: string[]; // attributes that are asked for elsewhere
}
