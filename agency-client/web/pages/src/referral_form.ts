// SPDX-License-Identifier: Apache-2.0
// How the referral's fields are laid out: which section each of the schema's top-level
// fields is in, and in what order.  Everything else about them the schema says.
import { plain } from "./form_state";
import type { Labels } from "./labels";
import type { Pair } from "./paper";

export const KIND = "referral";

export interface Section {
  name: string; // in the address
  title: string;
  parts: string[]; // "need" of the coded part, "sealed:client" of the details
}

export const sections: Section[] = [
  { name: "needs", title: "Needs",
    parts: ["@urgency", "sealed:urgencyReason", "@type", "need", "@receivedVia", "@dutyToRefer"] },
  { name: "client", title: "Client", parts: ["client", "sealed:@clientReference", "access"] },
  { name: "household", title: "Household and home", parts: ["household", "area", "housing"] },
  { name: "risks", title: "Risks and safety", parts: ["sealed:contact", "risk", "file:@marking"] },
  { name: "dates", title: "Key dates", parts: ["keyDate", "sealed:order"] },
  { name: "consent", title: "Consent and basis", parts: ["basis", "file:@retention"] },
  { name: "background", title: "Background",
    parts: ["sealed:background", "sealed:practical", "sealed:plan", "commissioned", "previous"] },
  { name: "referrer", title: "Who refers", parts: ["sealed:referrer", "sealed:@reference"] },
];

// What the exchange sees of a thing, and what only the other agency reads of it.
export const pairs: Pair[] = [
  { coded: "need", sealed: "need", shared: ["code"] },
  { coded: "client", sealed: "client", shared: [], isSealedFirst: true },
  { coded: "household", sealed: "household", shared: [] },
  { coded: "housing", sealed: "housing", shared: [] },
  { coded: "risk", sealed: "risks", shared: [] },
  { coded: "keyDate", sealed: "keyDate", shared: ["kind", "on"] },
  { coded: "basis", sealed: "basis", shared: [] },
  { coded: "basis/consent", sealed: "basis/consent", shared: ["on"] },
  { coded: "basis/override", sealed: "basis/withoutConsent", shared: ["on"] },
  { coded: "commissioned", sealed: "commissioned", shared: [] },
];

// Given elsewhere: by the program, or where it is said whom to ask.
const given = ["referral/@referral", "referral/@mode", "referral/@vacancy", "referral/area/@avoidRecipientArea"];

export const hidden = new Set([...given, ...pairs.map((pair) => `details/${KIND}/${pair.sealed}`)]);

const details = (...paths: string[]) => paths.map((path) => `details/${KIND}/${path}`);

// Of what may be left out, what must not be overlooked.
export const shown = new Set([`${KIND}/household/children`, `${KIND}/risk/direction`, `${KIND}/risk/@twoWorkerVisit`,
  `${KIND}/risk/@marac`, ...details("client/@dateOfBirth", "client/@estimatedAge", "client/name/@family",
    "referrer/worker/@telephone", "contact/@codeword", "contact/doNotContact", "contact/method/@value",
    "contact/avoidArea", "contact/staySafePlan", "household/member", "household/significantOther")]);

// Asked for at once, though it may be left out.
export const opened = ["access"];

// What people say first, wherever the schema has it.
export const first = new Set(details("client/name", "household/member/name", "household/significantOther/name"));

// The part of the form that a path is in: "sealed:client", "@urgency", "file:to".
function partOf(path: string): string {
  const [first, second, third] = plain(path).split("/");
  if (first === KIND) return second ?? "";
  if (first === "details" && second === KIND) return third ? `sealed:${third}` : "";
  return `file:${first}`;
}

export const RECIPIENTS = "recipients";
const REST = "background";

// The name of the page on which something is said; "" for none.
export function pageOf(path: string): string {
  const part = partOf(path);
  if (part.startsWith("file:to") || part === "@mode") return RECIPIENTS;
  const pair = pairs.find((item) => part === `sealed:${item.sealed}`);
  const known = sections.find((section) => section.parts.includes(pair?.coded ?? part));
  return known?.name ?? (part.startsWith("file:") || part === "" ? "" : REST);
}

// What a newer schema asks besides is asked too.
export function partsOf(section: Section, labels: Labels): string[] {
  if (section.name !== REST) return section.parts;
  const listed = new Set(sections.flatMap((item) => item.parts));
  const all = [["", labels.coded, KIND], ["sealed:", labels.sealed, `details/${KIND}`]] as const;
  const left = all.flatMap(([where, field, path]) => (field?.fields ?? [])
    .map((item) => (item.isAttribute ? `@${item.name}` : item.name))
    .filter((name) => !listed.has(where + name) && !hidden.has(`${path}/${name}`)).map((name) => where + name));
  return [...section.parts, ...left];
}

// The program's path as the form's: what is asked for once has one place.
export function placeOf(path: string): string {
  const own = path.replace(/^\/authoring\//, "").replace(/\[1\]/g, "");
  for (const pair of pairs) {
    const start = `details/${KIND}/${pair.sealed}`;
    const found = pair.shared.find((name) => plain(own) === `${start}/@${name}`);
    if (!found) continue;
    const position = /\[\d+\](?=\/@)/.exec(own)?.[0] ?? "";
    return `${KIND}/${pair.coded}${position}/@${found}`;
  }
  return own;
}
