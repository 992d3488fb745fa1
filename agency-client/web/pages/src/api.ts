// SPDX-License-Identifier: Apache-2.0
// What the pages ask of the program.  Nothing else is ever asked of anybody.
import { attribute, child, children, parseXml } from "./xml";

export interface Violation {
  path: string;
  words: string;
  rule: string;
}

// A refusal, in words for whoever reads the page.
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly violations: Violation[],
  ) {
    super(detail || title);
  }
}

export interface Session {
  agency: string;
  agencyName: string;
  actor: string;
  name: string;
  role: string;
  right: Right | "";
}

const rights = ["caseworker", "manager", "administrator"] as const;

export type Right = typeof rights[number];

// Each may do what those before it may; the program judges it again.
export function mayDo(session: Session, needed: Right = "caseworker"): boolean {
  return session.right !== "" && rights.indexOf(session.right) >= rights.indexOf(needed);
}

let formToken = "";

// What a page asks by itself, while nobody touches it, keeps nobody signed in.
const ATTENDED_MS = 60_000;
let touched = Date.now();
for (const event of ["keydown", "pointerdown", "wheel", "touchmove"])
  window.addEventListener(event, () => { touched = Date.now(); }, { passive: true });

function attendance(): Record<string, string> {
  return Date.now() - touched > ATTENDED_MS ? { "X-Unattended": "1" } : {};
}

function text(root: Element, name: string): string {
  return child(root, name)?.textContent ?? "";
}

function readProblem(status: number, body: string): Problem {
  const root = parseXml(body);
  const list = child(root, "violations");
  const violations = (list ? children(list) : []).map((item) => ({
    path: attribute(item, "path"),
    rule: attribute(item, "rule"),
    words: item.textContent ?? "",
  }));
  return new Problem(status, text(root, "title"), text(root, "detail"), violations);
}

async function call(path: string, options: RequestInit = {}): Promise<Element> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Problem(0, "The program behind these pages does not answer",
      "It may have been stopped. What you wrote is still on this page.", []);
  }
  const body = await response.text();
  if (response.ok) return parseXml(body);
  if (response.headers.get("Content-Type")?.includes("xml")) throw readProblem(response.status, body);
  throw new Problem(response.status, "The program has failed", "", []);
}

export function read(path: string, signal?: AbortSignal): Promise<Element> {
  return call(path, { signal, headers: attendance() });
}

export function send(path: string, fields: Record<string, string>): Promise<Element> {
  return call(path, {
    method: "POST",
    headers: { "X-Form-Token": formToken },
    body: new URLSearchParams(fields),
  });
}

export function sendXml(path: string, xml: string): Promise<Element> {
  return call(path, {
    method: "POST",
    headers: { "X-Form-Token": formToken, "Content-Type": "application/xml" },
    body: xml,
  });
}

export function readSession(root: Element): Session {
  const who = child(root, "who")!;
  formToken = attribute(who, "form");
  return {
    agency: attribute(who, "agency"),
    agencyName: attribute(who, "agencyName") || attribute(who, "agency"),
    actor: attribute(who, "actor"),
    name: attribute(who, "name"),
    role: attribute(who, "role"),
    right: attribute(who, "right") as Session["right"],
  };
}
