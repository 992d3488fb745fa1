// SPDX-License-Identifier: Apache-2.0
// A draft while somebody writes: opened once, saved again and again, and never in the
// browser's own stores.
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, read, sendXml, signedInAgain } from "./api";
import { labelsOf } from "./labels";
import { openPaper, writePaper, type Paper } from "./paper";
import { first, hidden, KIND, opened, pageOf, pairs, placeOf, shown } from "./referral_form";
import type { FormState } from "./form_state";
import { hold, inTurn, isHere, isPassing, newWriter, onSettle, release, saved, takeBack, type Writer } from "./writers";
import { attribute, child, children } from "./xml";

export interface Wrong {
  place: string; // "referral/need[2]/@code"; "": of no field
  words: string;
}

export interface Draft {
  id: string;
  paper: Paper;
  wrong: Wrong[];
}

export function wrongOf(root: Element): Wrong[] {
  const all = children(root, "wrong").map((item) => ({ place: placeOf(attribute(item, "path")), words: attribute(item, "words") }));
  // What is asked for once may be missing twice.
  const isAgain = (item: Wrong, other: Wrong) => item.place === other.place ||
    (item.words === other.words && pageOf(item.place) === pageOf(other.place));
  return all.filter((item, index) => !item.place || all.findIndex((other) => isAgain(item, other)) === index);
}

const PAUSE_MS = 1500;
const AGAIN_MS = 5000;

export interface Writing {
  draft?: Draft;
  failure: string;
  conflict: string; // somebody else has saved it
  isSaved: boolean;
  form: (errors: Map<string, string>) => FormState;
  changed: (isStructural: boolean) => void;
  save: () => Promise<boolean>;
  keepMine: () => void;
  dropMine: () => void;
  version: () => number;
}

export function useDraft(id: string): Writing {
  const [draft, setDraft] = useState<Draft>();
  const [failure, setFailure] = useState("");
  const [conflict, setConflict] = useState("");
  const [isSaved, setSaved] = useState(true);
  const [, redraw] = useState(0);
  const state = useRef<Writer>(newWriter());

  const write = async (now: Writer): Promise<boolean> => {
    clearTimeout(now.timer);
    if (!now.isDirty || !now.paper) return true;
    if (now.isStuck || !isHere(now)) return false;
    now.isDirty = false;
    try {
      const answer = await sendXml(`/api/drafts/${id}?version=${now.version}`, writePaper(now.paper));
      now.version = Number(attribute(child(answer, "draft")!, "version"));
      if (!now.isDirty) release(id, now);
      setSaved(!now.isDirty);
      setFailure("");
      return true;
    } catch (error) {
      now.isDirty = true;
      if (!(error instanceof Problem)) throw error;
      now.isStuck = error.status === 409;
      void signedInAgain().then(save); // if that is why, or if it was stopped
      if (now.isStuck) setConflict(error.message);
      else setFailure(`Not saved: ${error.message}`);
      if (now.isLeft) hold(id, now);
      clearTimeout(now.timer);
      if (isPassing(error)) now.timer = window.setTimeout(() => void save(), AGAIN_MS);
      return false;
    }
  };
  const save = (): Promise<boolean> => inTurn(() => write(state.current));
  const changed = (isStructural: boolean): void => {
    const now = state.current;
    now.isDirty = true;
    setSaved(false);
    clearTimeout(now.timer);
    now.timer = window.setTimeout(() => void save(), PAUSE_MS);
    if (isStructural) redraw((count) => count + 1);
  };
  const keepMine = async (): Promise<void> => {
    const root = await read(`/api/drafts/${id}`);
    state.current.version = Number(attribute(child(root, "draft")!, "version"));
    state.current.isStuck = false;
    setConflict("");
    await save();
  };

  const dropMine = (): void => {
    state.current.isDirty = false;
    window.location.reload();
  };

  // Goes on with what could not be saved before; whether that is so still.
  const resume = async (): Promise<boolean> => {
    const before = takeBack(id);
    if (!before) return false;
    before.isStuck = before.isLeft = false;
    state.current = before;
    return !(await save());
  };
  const open = async (): Promise<void> => {
    await saved();
    if (await resume()) {
      setSaved(false);
      setDraft({ id, paper: state.current.paper!, wrong: [] });
      return;
    }
    const [root, labels] = await Promise.all([read(`/api/drafts/${id}`), labelsOf(KIND)]);
    const paper = openPaper(child(root, "file")!.textContent ?? "", KIND, labels, pairs, opened);
    state.current.version = Number(attribute(child(root, "draft")!, "version"));
    state.current.paper = paper;
    setDraft({ id, paper, wrong: wrongOf(root) });
  };

  useEffect(() => {
    open().catch((error: Error) => setFailure(error.message));
    onSettle(save);
    const leaving = (event: BeforeUnloadEvent) => {
      if (state.current.isDirty) event.preventDefault();
    };
    window.addEventListener("beforeunload", leaving);
    return () => {
      window.removeEventListener("beforeunload", leaving);
      state.current.isLeft = true;
      if (state.current.isDirty) hold(id, state.current);
      void save();
    };
  }, [id]);

  const form = (errors: Map<string, string>): FormState => ({ paper: draft!.paper, errors, hidden, shown, first, changed });
  return { draft, failure, conflict, isSaved, form, changed, save, dropMine,
    keepMine: () => void keepMine().catch((error: Error) => setFailure(error.message)), version: () => state.current.version };
}
