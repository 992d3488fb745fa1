// SPDX-License-Identifier: Apache-2.0
// An author's file as it is filled in: an XML document and the schema's tree of fields
// beside it.  Any kind of document; what is right is for the program to judge.
import type { Field, Labels } from "./labels";
import { children, parseXml } from "./xml";

const FILE = "urn:referral-exchange:document:1";
const DETAILS = "urn:referral-exchange:details:1";

// A coded element and the sealed one that goes on with it: asked for as one.
export interface Pair {
  coded: string; // "need", "basis/consent"
  sealed: string;
  shared: string[]; // attributes that both have: asked for once
  isSealedFirst?: boolean;
}

export interface Paper {
  root: Element;
  coded: Element;
  sealed: Element;
  labels: Labels;
  pairs: Pair[];
  opened: string[]; // coded elements that are asked for although they may be left out
  kept: Map<string, Element[]>; // what was unchosen, should it be chosen again
}

function elementsOf(field: Field): Field[] {
  return field.fields.filter((item) => !item.isAttribute);
}

// Adds an element where the schema wants it among its siblings.
export function addElement(parent: Element, parentField: Field, field: Field): Element {
  const order = elementsOf(parentField).map((item) => item.name);
  const later = new Set(order.slice(order.indexOf(field.name) + 1));
  const next = children(parent).find((item) => later.has(item.localName));
  const element = parent.ownerDocument.createElementNS(parent.namespaceURI, field.name);
  parent.insertBefore(element, next ?? null);
  fillIn(element, field);
  return element;
}

// What must be there is there, if empty, so that what is missing is named field by field.
function fillIn(element: Element, field: Field): void {
  for (const item of elementsOf(field)) {
    const found = children(element, item.name);
    if (found.length === 0 && item.isRequired && !item.choice) addElement(element, field, item);
    else found.forEach((child) => fillIn(child, item));
  }
}

function isBlank(element: Element): boolean {
  return element.attributes.length === 0 && element.children.length === 0 && !element.textContent?.trim();
}

// Whether it says something only by being there.
function isSign(field: Field): boolean {
  return field.choice !== "" || (field.fields.length === 0 && !field.type);
}

function dropBlanks(element: Element, field: Field): void {
  for (const item of elementsOf(field)) {
    children(element, item.name).forEach((child, index) => {
      dropBlanks(child, item);
      const isSpare = !item.isRequired || index > 0;
      if (isSpare && !isSign(item) && isBlank(child)) child.remove();
    });
  }
}

function dropEmptyAttributes(element: Element): void {
  for (const item of Array.from(element.attributes))
    if (item.name !== "xmlns" && item.value === "") element.removeAttribute(item.name);
  children(element).forEach(dropEmptyAttributes);
}

function find(top: Element, path: string): Element[] {
  return path.split("/").reduce<Element[]>((at, name) => at.flatMap((item) => children(item, name)), [top]);
}

export function fieldAt(top: Field | undefined, path: string): Field | undefined {
  return path.split("/").reduce<Field | undefined>((at, name) =>
    at?.fields.find((item) => !item.isAttribute && item.name === name), top);
}

// The sealed element that goes on with a coded one, made when there is none.
export function partner(paper: Paper, pair: Pair, coded: Element): Element | undefined {
  const index = find(paper.coded, pair.coded).indexOf(coded);
  return find(paper.sealed, pair.sealed)[index];
}

function addPartner(paper: Paper, pair: Pair, coded: Element): void {
  const names = pair.sealed.split("/");
  const parentPath = names.slice(0, -1).join("/");
  const parent = parentPath ? find(paper.sealed, parentPath)[0] : paper.sealed;
  const parentField = parentPath ? fieldAt(paper.labels.sealed, parentPath) : paper.labels.sealed;
  const field = fieldAt(paper.labels.sealed, pair.sealed);
  if (!parent || !parentField || !field) return;
  share(pair, coded, addKept(paper, parent, parentField, field));
}

// Adds what can be chosen, as it was when it was last chosen.
export function addKept(paper: Paper, parent: Element, parentField: Field, field: Field): Element {
  const added = addElement(parent, parentField, field);
  const before = field.choice ? paper.kept.get(field.choice + field.name) : undefined;
  if (!before) return added;
  added.replaceWith(...before);
  return before[0];
}

export function unchoose(paper: Paper, elements: Element[], field: Field): void {
  if (elements.length > 0) paper.kept.set(field.choice + field.name, elements);
  elements.forEach((element) => element.remove());
}

export function share(pair: Pair, coded: Element, sealed: Element): void {
  for (const name of pair.shared) setValue(sealed, name, coded.getAttribute(name) ?? "");
}

function agrees(pair: Pair, coded: Element, sealed: Element): boolean {
  return pair.shared.every((name) => coded.getAttribute(name) === sealed.getAttribute(name));
}

// Sealed elements stand in the order of the coded ones that they go on with.
function align(paper: Paper, pair: Pair): void {
  const rest = find(paper.sealed, pair.sealed);
  for (const coded of find(paper.coded, pair.coded)) {
    const index = rest.findIndex((item) => agrees(pair, coded, item));
    if (index < 0) addPartner(paper, pair, coded);
    else {
      const [sealed] = rest.splice(index, 1);
      const parent = sealed.parentElement!;
      const last = children(parent, sealed.localName).pop()!;
      if (last !== sealed) parent.insertBefore(sealed, last.nextSibling);
    }
  }
  const field = fieldAt(paper.labels.sealed, pair.sealed);
  if (field?.choice) unchoose(paper, rest, field);
  else rest.forEach((sealed) => sealed.remove());
}

// After any change of which elements there are.
export function tidy(paper: Paper): void {
  const { coded, sealed } = paper.labels;
  if (coded) fillIn(paper.coded, coded);
  if (sealed) fillIn(paper.sealed, sealed);
  for (const name of paper.opened) {
    const field = fieldAt(coded, name);
    if (coded && field && children(paper.coded, name).length === 0) addElement(paper.coded, coded, field);
  }
  paper.pairs.forEach((pair) => align(paper, pair));
}

export function openPaper(xml: string, kind: string, labels: Labels, pairs: Pair[], opened: string[]): Paper {
  const root = parseXml(xml);
  dropEmptyAttributes(root);
  const coded = children(root, kind)[0];
  let details = children(root, "details")[0];
  if (!details) {
    details = root.ownerDocument.createElementNS(DETAILS, "details");
    root.appendChild(details);
  }
  const sealed = children(details, kind)[0] ??
    details.appendChild(root.ownerDocument.createElementNS(DETAILS, kind));
  const paper = { root, coded, sealed, labels, pairs, opened, kept: new Map<string, Element[]>() };
  tidy(paper);
  return paper;
}

export function blankFile(kind: string): string {
  return `<authoring xmlns="${FILE}"><${kind} xmlns="urn:referral-exchange:${kind}:1"/></authoring>`;
}

// The file without what was begun and left empty.
export function writePaper(paper: Paper): string {
  const root = paper.root.cloneNode(true) as Element;
  const copy = openCopy(root, paper);
  for (const pair of paper.pairs) dropBlankPairs(copy, pair);
  if (paper.labels.coded) dropBlanks(copy.coded, paper.labels.coded);
  if (paper.labels.sealed) dropBlanks(copy.sealed, paper.labels.sealed);
  return new XMLSerializer().serializeToString(root);
}

function openCopy(root: Element, paper: Paper): Paper {
  const coded = children(root, paper.coded.localName)[0];
  const details = children(root, "details")[0];
  return { ...paper, root, coded, sealed: children(details, paper.coded.localName)[0] };
}

// A second need in which nothing was written goes, and with it its words.
function dropBlankPairs(paper: Paper, pair: Pair): void {
  const field = fieldAt(paper.labels.coded, pair.coded);
  if (!field || field.choice) return;
  const sealed = find(paper.sealed, pair.sealed);
  find(paper.coded, pair.coded).forEach((coded, index) => {
    const words = sealed[index];
    const isKept = field.isRequired && index === 0;
    if (isKept || !isBlank(coded) || (words && words.textContent?.trim())) return;
    if (words && words.attributes.length > 0) return;
    coded.remove();
    words?.remove();
  });
}

// What is pasted may hold characters that no XML can.
export function clean(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
}

export function setValue(element: Element, name: string, value: string): void {
  if (value === "") element.removeAttribute(name);
  else element.setAttribute(name, clean(value));
}

export function setText(element: Element, text: string): void {
  element.textContent = clean(text);
}
