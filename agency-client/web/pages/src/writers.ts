// SPDX-License-Identifier: Apache-2.0
// Who is writing which draft, and what of it is not saved yet: one thing after the other, in
// memory alone.
import { signedIn, type Problem } from "./api";
import type { Paper } from "./paper";

// One draft as it is being written.
export interface Writer {
  actor: string;
  version: number;
  isDirty: boolean;
  isStuck: boolean; // somebody else has saved it
  isLeft: boolean; // its page
  timer: number;
  paper?: Paper;
}

export function newWriter(): Writer {
  return { actor: signedIn(), version: 0, isDirty: false, isStuck: false, isLeft: false, timer: 0 };
}

// What one person has written is never saved as another's.
export function isHere(writer: Writer): boolean {
  return writer.actor === signedIn();
}

// The program, and not what was written, is why it was not saved.
export function isPassing(problem: Problem): boolean {
  return problem.status === 0 || problem.status >= 500;
}

// What could not be saved when its page was left, by draft: it is tried again, and whoever
// wrote it finds it there.
const held = new Map<string, Writer>();

window.addEventListener("beforeunload", (event) => {
  if (held.size > 0) event.preventDefault();
});

export function hold(id: string, writer: Writer): void {
  held.set(id, writer);
}

export function release(id: string, writer: Writer): void {
  if (held.get(id) === writer) held.delete(id);
}

export function takeBack(id: string): Writer | undefined {
  const writer = held.get(id);
  held.delete(id);
  return writer && isHere(writer) ? writer : undefined;
}

// A page that is left saves; the next one waits for it.
let saving: Promise<unknown> = Promise.resolve();

export function inTurn(save: () => Promise<boolean>): Promise<boolean> {
  const done = saving.then(save);
  saving = done.catch(() => false);
  return done;
}

export function saved(): Promise<unknown> {
  return saving;
}

let saveShown = (): Promise<boolean> => Promise.resolve(true);

export function onSettle(save: () => Promise<boolean>): void {
  saveShown = save;
}

// Saves what is on the page, before somebody signs out.
export function settle(): Promise<boolean> {
  return saveShown();
}
