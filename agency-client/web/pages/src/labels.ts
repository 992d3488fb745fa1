// SPDX-License-Identifier: Apache-2.0
// What the schemas call things: fetched once for each kind of document.
import { read } from "./api";
import { lower } from "./words";
import { attribute, child, children, is } from "./xml";

export interface Code {
  value: string;
  label: string;
  hint: string;
  group: string;
  needsWords: boolean;
}

export interface Field {
  name: string;
  label: string;
  one: string; // what one of it is called, with its article: "a need"
  hint: string;
  type: string;
  form: string; // how a value of that type is written
  codes?: Code[]; // when the value is one of a list
  isAttribute: boolean;
  isRequired: boolean;
  most: number;
  choice: string; // of its siblings with the same one, one stands; "": in no choice
  fields: Field[];
}

export interface Labels {
  envelope?: Field;
  coded?: Field;
  sealed?: Field;
}

function readCode(code: Element): Code {
  return {
    value: attribute(code, "value"),
    label: attribute(code, "label") || attribute(code, "value"),
    hint: attribute(code, "hint"),
    group: attribute(code, "group"),
    needsWords: is(code, "words"),
  };
}

function readField(field: Element, lists: Map<string, Code[]>): Field {
  return {
    name: attribute(field, "name"),
    label: attribute(field, "label"),
    one: attribute(field, "one") || lower(attribute(field, "label")),
    hint: attribute(field, "hint"),
    type: attribute(field, "type"),
    form: attribute(field, "form"),
    codes: lists.get(attribute(field, "list")),
    isAttribute: is(field, "attribute"),
    isRequired: is(field, "required"),
    most: Number(attribute(field, "most") || 1),
    choice: attribute(field, "choice"),
    fields: children(field, "field").map((item) => readField(item, lists)),
  };
}

const known = new Map<string, Promise<Labels>>();

async function fetchLabels(kind: string): Promise<Labels> {
  const root = await read(`/api/labels/${kind}`);
  const lists = new Map(children(root, "list").map((list) =>
    [attribute(list, "name"), children(list, "code").map(readCode)]));
  const part = (name: string) => {
    const top = child(root, name);
    return top && readField(children(top)[0], lists);
  };
  return { envelope: part("envelope"), coded: part("coded"), sealed: part("sealed") };
}

export function labelsOf(kind: string): Promise<Labels> {
  let labels = known.get(kind);
  if (!labels) {
    labels = fetchLabels(kind);
    labels.catch(() => known.delete(kind));
    known.set(kind, labels);
  }
  return labels;
}

// The field at "leadWorker/@name", seen from an element's own field.
export function findField(field: Field | undefined, path: string): Field | undefined {
  return path.split("/").reduce<Field | undefined>((at, word) =>
    at?.fields.find((item) => item.isAttribute === word.startsWith("@") && item.name === word.replace("@", "")), field);
}
