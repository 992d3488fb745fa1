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
    readonly type: string, // the problem's name
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
  news: number; // the counter of what is new, as it was then
  idleSeconds: number; // how long it lasts unused, and at most
  wholeSeconds: number;
}

const rights = ["caseworker", "manager", "administrator"] as const;

export type Right = typeof rights[number];

// Each may do what those before it may; the program judges it again.
export function mayDo(session: Session, needed: Right = "caseworker"): boolean {
  return session.right !== "" && rights.indexOf(session.right) >= rights.indexOf(needed);
}

let formToken = "";
let actor = ""; // for whom the page asks
let waiting: (() => void)[] = []; // for that person to sign in again
let tellEnd = (): void => undefined;

// Whom the program knew when it was asked last who is signed in; "": nobody.
export function signedIn(): string {
  return actor;
}

// Called when the program knows of no session of this page's person any more.
export function onSessionEnd(tell: () => void): void {
  tellEnd = tell;
}

// Never, if somebody else signs in.
export function signedInAgain(): Promise<void> {
  return new Promise((done) => waiting.push(done));
}

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
  const type = text(root, "type").split(":").pop() ?? "";
  return new Problem(status, type, text(root, "title"), text(root, "detail"), violations);
}

async function call(path: string, options: RequestInit = {}): Promise<Element> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Problem(0, "", "The program behind these pages does not answer",
      "The program behind these pages does not answer. What you wrote is still on this page.", []);
  }
  const body = await response.text();
  if (response.ok) return parseXml(body);
  if (response.headers.get("Content-Type")?.includes("xml")) throw readProblem(response.status, body);
  throw new Problem(response.status, "", "The program has failed", "", []);
}

// What became of the session of this page, when the program does not know its token:
// the same person may have signed in again on another page of this browser.
async function lookAgain(): Promise<"over" | "renewed" | "same"> {
  const who = child(await call("/api/session"), "who")!;
  if (attribute(who, "actor") !== actor) return "over";
  const last = formToken;
  formToken = attribute(who, "form");
  return formToken === last ? "same" : "renewed";
}

async function change(path: string, options: () => RequestInit): Promise<Element> {
  try {
    return await call(path, options());
  } catch (error) {
    if (!(error instanceof Problem) || actor === "") throw error;
    const state = error.status === 401 ? "over" : error.type === "form" ? await lookAgain() : "same";
    if (state === "same") throw error;
    if (state === "renewed") return call(path, options());
    tellEnd();
    throw new Problem(401, "sign-in", "Your session had ended", "Your session had ended before this was sent. Send it again.", []);
  }
}

// A question waits for the same person to sign in again, and is asked then.
async function question(path: string, options: () => RequestInit): Promise<Element> {
  try {
    return await change(path, options);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401 || actor === "") throw error;
    await signedInAgain();
    return question(path, options);
  }
}

function post(fields: Record<string, string>): RequestInit {
  return { method: "POST", headers: { "X-Form-Token": formToken }, body: new URLSearchParams(fields) };
}

export function read(path: string, signal?: AbortSignal): Promise<Element> {
  return question(path, () => ({ signal, headers: attendance() }));
}

// A question whose words stand in no address.
export function readBy(path: string, fields: Record<string, string>): Promise<Element> {
  return question(path, () => post(fields));
}

export function send(path: string, fields: Record<string, string>): Promise<Element> {
  return change(path, () => post(fields));
}

export function sendXml(path: string, xml: string): Promise<Element> {
  return change(path, () => ({
    method: "POST",
    headers: { "X-Form-Token": formToken, "Content-Type": "application/xml" },
    body: xml,
  }));
}

// By a password or a link, whoever was signed in before.
export function enter(path: string, fields: Record<string, string>): Promise<Element> {
  return call(path, post(fields));
}

export function readSession(root: Element): Session {
  const who = child(root, "who")!;
  const isAgain = attribute(who, "actor") === actor;
  const patient = isAgain ? waiting : [];
  waiting = [];
  actor = attribute(who, "actor");
  formToken = attribute(who, "form");
  for (const goOn of patient) goOn();
  return {
    agency: attribute(who, "agency"),
    agencyName: attribute(who, "agencyName") || attribute(who, "agency"),
    actor: attribute(who, "actor"),
    name: attribute(who, "name"),
    role: attribute(who, "role"),
    right: attribute(who, "right") as Session["right"],
    news: Number(attribute(who, "news")),
    idleSeconds: Number(attribute(who, "idleSeconds")),
    wholeSeconds: Number(attribute(who, "wholeSeconds")),
  };
}
