// SPDX-License-Identifier: Apache-2.0
// The short form of each step: which of the schema's fields a person fills in, and the
// file that comes of it.  What the fields are called and which codes they take is the
// schema's to say.
import { escapeXml } from "./xml";

export interface Part {
  path: string; // "@startBy" of the coded part, "sealed:leadWorker/@name" of the details
  isWords?: boolean; // more than a line
  value?: string; // given, not asked for
}

export interface StepForm {
  kind: string;
  attribute?: [string, string]; // the one that makes this step of that kind
  parts: Part[];
  isGrave?: boolean;
}

function worker(element: string): Part[] {
  return [{ path: `sealed:${element}/@name` }, { path: `sealed:${element}/@telephone` }];
}

function response(decision: string, parts: Part[], isGrave = false): StepForm {
  return { kind: "response", attribute: ["decision", decision], parts, isGrave };
}

function update(status: string, parts: Part[]): StepForm {
  return { kind: "status-update", attribute: ["status", status],
    parts: [...parts, { path: "sealed:summary", isWords: true }] };
}

function reply(answer: string, parts: Part[]): StepForm {
  return { kind: "enquiry-reply", attribute: ["answer", answer], parts, isGrave: answer === "withdrawn" };
}

export const steps: Record<string, StepForm> = {
  "response.acknowledge": response("acknowledge", worker("leadWorker")),
  "response.accept": response("accept", [{ path: "@startBy" }, { path: "@clientInformed" }, ...worker("leadWorker"),
    { path: "sealed:offer/terms", isWords: true }]),
  "response.waitlist": response("waitlist", [{ path: "@reviewOn" }, { path: "@waitingBand" },
    { path: "@clientInformed" }, { path: "sealed:interim", isWords: true }]),
  "response.decline": response("decline", [{ path: "reason/@code" }, { path: "@clientInformed" },
    { path: "sealed:reason", isWords: true }], true),
  "response.redirect": response("redirect", [{ path: "reason/@code" }, { path: "proposed/@agency" },
    { path: "@clientInformed" }, { path: "sealed:reason", isWords: true }], true),
  "status-update.assessing": update("assessing", []),
  "status-update.started": update("started", [{ path: "@firstContactOn" }]),
  "status-update.progress": update("progress", [{ path: "@contactsAttempted" }, { path: "@contactsMade" },
    { path: "@hoursDelivered" }, { path: "@nextContactOn" }]),
  "status-update.no-change": update("no-change", []),
  "status-update.paused": update("paused", [{ path: "@reason" }, { path: "@resumeBy" }]),
  "status-update.resumed": update("resumed", []),
  "enquiry-reply.answered": reply("answered", [{ path: "sealed:words", isWords: true }, ...worker("worker")]),
  "enquiry-reply.signposted": reply("signposted", [{ path: "toward/@agency" }, { path: "sealed:words", isWords: true },
    { path: "sealed:elsewhere", isWords: true }]),
  "enquiry-reply.nothing-available": reply("nothing-available", [{ path: "sealed:words", isWords: true }]),
  "enquiry-reply.withdrawn": reply("withdrawn", []),
  "withdrawal": { kind: "withdrawal", isGrave: true,
    parts: [{ path: "@reason" }, { path: "sealed:explanation", isWords: true }] },
};

// "sealed:leadWorker/@name" as the name of an input: no character that needs escaping.
export function inputOf(path: string): string {
  return path.replace(/[^A-Za-z]+/g, "-");
}

// The input that a fault is about, by where the program found it: "/authoring/response/@startBy".
export function inputAt(step: StepForm, path: string): string {
  const place = path.replace(/\[\d+\]/g, "");
  const isAbout = (part: Part) => {
    const isSealed = part.path.startsWith("sealed:");
    const own = `/authoring/${isSealed ? "details/" : ""}${step.kind}/${part.path.replace("sealed:", "")}`;
    const isInside = place.split("/").length > (isSealed ? 4 : 3); // not all of the step
    return own === place || (isInside && own.startsWith(`${place}/`));
  };
  const part = step.parts.find(isAbout);
  return part ? inputOf(part.path) : "";
}

interface Node {
  attributes: Record<string, string>;
  text: string;
  children: Map<string, Node>;
}

function node(): Node {
  return { attributes: {}, text: "", children: new Map() };
}

function put(top: Node, path: string, value: string): void {
  let at = top;
  for (const word of path.split("/")) {
    if (word.startsWith("@")) {
      at.attributes[word.slice(1)] = value;
      return;
    }
    let next = at.children.get(word);
    if (!next) at.children.set(word, (next = node()));
    at = next;
  }
  at.text = value;
}

function write(name: string, at: Node, namespace = ""): string {
  const attributes = Object.entries(at.attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join("");
  const inside = escapeXml(at.text) + Array.from(at.children).map(([key, item]) => write(key, item)).join("");
  return `<${name}${namespace && ` xmlns="${namespace}"`}${attributes}>${inside}</${name}>`;
}

// The author's file of a step, as the command line would have written it.
export function writeStep(step: StepForm, values: Record<string, string>): string {
  const coded = node();
  const sealed = node();
  if (step.attribute) coded.attributes[step.attribute[0]] = step.attribute[1];
  for (const part of step.parts) {
    const value = part.value ?? values[inputOf(part.path)];
    if (!value) continue;
    if (part.path.startsWith("sealed:")) put(sealed, part.path.slice(7), value);
    else put(coded, part.path, value);
  }
  // Words about a reason stand with its code.
  const reason = sealed.children.get("reason");
  const code = coded.children.get("reason")?.attributes.code;
  if (reason && code) reason.attributes.code = code;
  const hasDetails = sealed.children.size > 0 || Object.keys(sealed.attributes).length > 0;
  const details = hasDetails
    ? `<details xmlns="urn:referral-exchange:details:1">${write(step.kind, sealed)}</details>` : "";
  return `<authoring xmlns="urn:referral-exchange:document:1">${
    write(step.kind, coded, `urn:referral-exchange:${step.kind}:1`)}${details}</authoring>`;
}

