// SPDX-License-Identifier: Apache-2.0
// A document as a person reads it: each value under what the schema calls it, short
// ones side by side, sentences over the whole width, each person or event in a box.
import type { Field } from "./labels";
import { day } from "./words";
import { attribute, child, children } from "./xml";

const BRIEF_PIECES = 5; // more of them are no longer taken in at a glance
const BRIEF_CHARACTERS = 60;
const FACT_CHARACTERS = 32; // more of them want a line of their own
const FACT_WORD = 20; // so does a long word, such as an address

const languages = new Intl.DisplayNames("en-GB", { type: "language" });
const countries = new Intl.DisplayNames("en-GB", { type: "region" });

// Values that a person writes otherwise than the schema, by its type.
const writings: Record<string, (value: string) => string> = {
  boolean: (value) => (value === "true" ? "Yes" : "No"),
  date: day,
  language: (value) => languages.of(value) ?? value,
  nationality: (value) => countries.of(value) ?? value,
  pence: (value) => `£${(Number(value) / 100).toFixed(2)}`,
};

export function said(value: string, field?: Field): string {
  const code = field?.codes?.find((item) => item.value === value);
  if (code) return code.label;
  return field && field.type in writings ? writings[field.type](value) : value;
}

// What joins documents is of no use to a reader.
const hidden = new Set(["xmlns", "leg", "referral", "document", "case", "request", "matter"]);

// What says for itself what it is.
const plain = new Set(["name", "role", "telephone", "email", "code", "kind", "by", "days", "on", "agency"]);

// What tells one of several from the others.
const titles = new Set(["code", "kind", "name", "by", "category"]);

// What reads on without a colon: "from 09:00", "until 3 May 2026".
const prepositions = new Set(["from", "to", "at", "until"]);

interface Value {
  name: string;
  label: string;
  value: string;
}

interface Group {
  label: string;
  field?: Field;
  elements: Element[];
}

interface Sheet {
  facts: Value[]; // at a glance
  texts: Value[]; // to be read
  groups: Group[]; // with facts of their own
}

function attributesOf(element: Element, field?: Field, skip: string[] = []): Value[] {
  return Array.from(element.attributes)
    .filter((item) => !hidden.has(item.name) && !skip.includes(item.name))
    .map((item) => {
      const known = field?.fields.find((other) => other.isAttribute && other.name === item.name);
      return { name: item.name, label: known?.label ?? item.name, value: said(item.value, known) };
    });
}

export function personName(element: Element): string {
  const known = attribute(element, "knownAs");
  const name = [attribute(element, "given"), attribute(element, "family")].filter(Boolean).join(" ");
  return known ? `${name} (known as ${known})` : name;
}

function textOf(element: Element): string {
  return element.children.length === 0 ? (element.textContent ?? "").trim().replace(/\s+/g, " ") : "";
}

function inLine({ name, label, value }: Value): string {
  if (plain.has(name)) return value;
  if (prepositions.has(name)) return `${label.toLowerCase()} ${value}`;
  return value === "Yes" ? label.toLowerCase() : `${label.toLowerCase()}: ${value}`;
}

// "Monday to Friday, from 09:00 to 10:30".
function inOneLine(values: Value[]): string {
  return values.map((item, index) => {
    const isEnd = item.name === "to" && index > 0 && values[index - 1].name === "from";
    return (index === 0 ? "" : isEnd ? " " : ", ") + inLine(item);
  }).join("");
}

function isFact(value: string): boolean {
  return value.length <= FACT_CHARACTERS && value.split(/\s/).every((word) => word.length <= FACT_WORD);
}

// All of a small element in one line; nothing when it is not small.
function brief(element: Element, field?: Field): string | undefined {
  if (element.children.length > 0) return undefined;
  if (element.localName === "name" && personName(element)) return personName(element);
  const text = textOf(element);
  if (text.length > BRIEF_CHARACTERS) return undefined;
  const values = attributesOf(element, field);
  if (values.length > BRIEF_PIECES || (text && values.length > 1)) return undefined;
  if (values.length === 0) return said(text || "true", text ? field : { type: "boolean" } as Field);
  if (values.length === 1) return text ? `${values[0].value}: ${said(text, field)}` : values[0].value;
  return inOneLine(values);
}

// Begun and left empty.  What can be chosen says something by being there alone.
function isBlank(element: Element, field?: Field): boolean {
  return field !== undefined && field.fields.length > 0 && !field.choice && isText(element) && textOf(element) === "";
}

function groupsOf(element: Element, field: Field | undefined, skip: string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const part of children(element).filter((item) => !skip.includes(item.localName))) {
    const known = field?.fields.find((other) => !other.isAttribute && other.name === part.localName);
    if (isBlank(part, known)) continue;
    const group = groups.get(part.localName) ?? { label: known?.label ?? part.localName, field: known, elements: [] };
    group.elements.push(part);
    groups.set(part.localName, group);
  }
  return Array.from(groups.values());
}

function isText(element: Element): boolean {
  return element.children.length === 0 && element.attributes.length === 0;
}

function sheetOf(element: Element, field?: Field, skip: string[] = []): Sheet {
  const sheet: Sheet = { facts: [], texts: [], groups: [] };
  const add = (item: Value, isFirst = false) => {
    const values = isFact(item.value) ? sheet.facts : sheet.texts;
    if (isFirst) values.unshift(item);
    else values.push(item);
  };
  for (const item of attributesOf(element, field, skip)) add(item);
  for (const group of groupsOf(element, field, skip)) {
    const lines = group.elements.map((item) => brief(item, group.field));
    if (lines.every((line) => line !== undefined)) {
      const isName = group.elements.every((item) => item.localName === "name");
      add({ name: "", label: group.label, value: lines.join("; ") }, isName);
    }
    else if (group.elements.every(isText))
      for (const item of group.elements) sheet.texts.push({ name: "", label: group.label, value: textOf(item) });
    else sheet.groups.push(group);
  }
  const own = textOf(element);
  if (own) sheet.texts.push({ name: "", label: sheet.facts.length === 0 && field ? field.label : "In words", value: said(own, field) });
  return sheet;
}

// Whom or what it is about, and what needs no second telling below.
function titleOf(element: Element, group: Group): { title: string; told: string[] } {
  const name = child(element, "name");
  if (name && personName(name)) return { title: `${group.label}: ${personName(name)}`, told: ["name"] };
  if (group.elements.length === 1) return { title: group.label, told: [] };
  const telling = attributesOf(element, group.field).find((item) => titles.has(item.name));
  return telling
    ? { title: `${group.label}: ${telling.value}`, told: [telling.name] }
    : { title: `${group.label} ${group.elements.indexOf(element) + 1}`, told: [] };
}

function Values({ values, className }: { values: Value[]; className: string }) {
  if (values.length === 0) return null;
  return (
    <dl class={className}>
      {values.map((item, index) => (
        <div key={index}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Part({ group }: { group: Group }) {
  const isOne = group.elements.length === 1;
  return (
    <div class={isOne ? "" : "sheet__boxes"}>
      {group.elements.map((element, index) => {
        const { title, told } = titleOf(element, group);
        return (
          <div key={index} class={isOne ? "sheet__part" : "sheet__box"}>
            <p class="sheet__title">{title}</p>
            <Tree element={element} field={group.field} skip={told} />
          </div>
        );
      })}
    </div>
  );
}

export function Tree({ element, field, skip }: { element: Element; field?: Field; skip?: string[] }) {
  const { facts, texts, groups } = sheetOf(element, field, skip);
  return (
    <div class="sheet">
      <Values className="sheet__facts" values={facts} />
      <Values className="sheet__texts" values={texts} />
      {groups.map((group) => <Part key={group.label} group={group} />)}
    </div>
  );
}
