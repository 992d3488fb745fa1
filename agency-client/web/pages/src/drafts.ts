// SPDX-License-Identifier: Apache-2.0
// A draft while somebody writes: opened once, saved again and again, and never in the
// browser's own stores.
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, read, sendXml, signedInAgain } from "./api";
import { labelsOf } from "./labels";
import { openPaper, writePaper, type Paper } from "./paper";
import { first, hidden, KIND, opened, pageOf, pairs, placeOf, shown } from "./referral_form";
import type { FormState } from "./form_state";
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

// A page that is left saves; the next one waits for it.
let saving: Promise<unknown> = Promise.resolve();

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
  const state = useRef({ version: 0, isDirty: false, isStuck: false, timer: 0, paper: undefined as Paper | undefined });

  const write = async (): Promise<boolean> => {
    const now = state.current;
    clearTimeout(now.timer);
    if (!now.isDirty || !now.paper) return true;
    if (now.isStuck) return false;
    now.isDirty = false;
    try {
      const answer = await sendXml(`/api/drafts/${id}?version=${now.version}`, writePaper(now.paper));
      now.version = Number(attribute(child(answer, "draft")!, "version"));
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
      return false;
    }
  };
  const save = (): Promise<boolean> => {
    const done = saving.then(write);
    saving = done.catch(() => false);
    return done;
  };
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

  useEffect(() => {
    const open = async () => {
      await saving;
      const [root, labels] = await Promise.all([read(`/api/drafts/${id}`), labelsOf(KIND)]);
      const paper = openPaper(child(root, "file")!.textContent ?? "", KIND, labels, pairs, opened);
      state.current.version = Number(attribute(child(root, "draft")!, "version"));
      state.current.paper = paper;
      setDraft({ id, paper, wrong: wrongOf(root) });
    };
    open().catch((error: Error) => setFailure(error.message));
    const leaving = (event: BeforeUnloadEvent) => {
      if (state.current.isDirty) event.preventDefault();
    };
    window.addEventListener("beforeunload", leaving);
    return () => {
      window.removeEventListener("beforeunload", leaving);
      void save();
    };
  }, [id]);

  const form = (errors: Map<string, string>): FormState => ({ paper: draft!.paper, errors, hidden, shown, first, changed });
  return { draft, failure, conflict, isSaved, form, changed, save, dropMine,
    keepMine: () => void keepMine(), version: () => state.current.version };
}
