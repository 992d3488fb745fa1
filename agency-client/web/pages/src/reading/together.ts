// SPDX-License-Identifier: Apache-2.0
// What the coded part and the sealed words of a message say of one thing, put together:
// an answer reads beside its question, and not below all of them.
import type { Field, Labels } from "../labels";
import { attribute, children } from "../xml";
import type { Letter } from "./letters";

interface Pair {
  coded: string;
  sealed: string;
  by: string; // the attribute that both have
}

const pairs: Record<string, Pair> = {
  "information-request": { coded: "item", sealed: "question", by: "category" },
  "information-disclosure": { coded: "item", sealed: "answer", by: "category" },
};

function withFields(field: Field | undefined, name: string, more: Field[]): Field | undefined {
  return field && { ...field, fields: field.fields.map((item) => {
    if (item.name !== name || item.isAttribute) return item;
    const own = new Set(item.fields.map((one) => one.name));
    return { ...item, fields: [...item.fields, ...more.filter((one) => !own.has(one.name))] };
  }) };
}

function fieldsOf(field: Field | undefined, name: string): Field[] {
  return field?.fields.find((item) => item.name === name && !item.isAttribute)?.fields ?? [];
}

interface Told {
  body?: Element;
  details?: Element;
  labels: Labels;
}

export function together({ kind, body, details }: Letter, labels: Labels): Told {
  const pair = pairs[kind];
  if (!pair || !body || !details) return { body, details, labels };
  const coded = body.cloneNode(true) as Element;
  const sealed = details.cloneNode(true) as Element;
  for (const item of children(coded, pair.coded)) {
    const partner = children(sealed, pair.sealed).find((other) => attribute(other, pair.by) === attribute(item, pair.by));
    if (!partner) continue;
    for (const { name, value } of Array.from(item.attributes)) partner.setAttribute(name, value);
    item.remove();
  }
  return { body: coded, details: sealed,
    labels: { ...labels, sealed: withFields(labels.sealed, pair.sealed, fieldsOf(labels.coded, pair.coded)) } };
}
