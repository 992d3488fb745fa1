// SPDX-License-Identifier: Apache-2.0
// A session that ends while a page is open: what was being written stays on the page,
// unseen and in memory alone, until the same person has signed in again.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { onSessionEnd } from "./api";

interface End {
  isOver: boolean;
  isKept: boolean; // something had been written, so the view is still there
  note: string;
  times: number; // that what was kept has been gone on with, and may be old
}

export interface Ending extends End {
  written: () => void;
  sent: () => void;
  isPast: (isSame: boolean) => void;
  resume: () => boolean; // goes back to where the person was, once
}

const NONE: End = { isOver: false, isKept: false, note: "", times: 0 };

const ENDED = "Your session has ended.";
const KEPT = `${ENDED} What you were writing is still on this page: sign in to go on with it. It is gone if you ` +
  "close the page, or if somebody else signs in.";

// view: what is shown, and to whom; nothing is written yet where that is another.
export function useEnding(view: string): Ending {
  const [end, setEnd] = useState(NONE);
  const isOver = useRef(false);
  const isWritten = useRef(false);
  const place = useRef<Element | null>(null);
  useLayoutEffect(() => {
    isWritten.current = false;
  }, [view]);
  useEffect(() => onSessionEnd(() => {
    if (isOver.current) return;
    isOver.current = true;
    place.current = document.activeElement;
    setEnd(({ times }) => ({ isOver: true, isKept: isWritten.current, note: isWritten.current ? KEPT : ENDED, times }));
  }), []);
  useEffect(() => {
    if (!end.isKept) return;
    const leaving = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", leaving);
    return () => window.removeEventListener("beforeunload", leaving);
  }, [end.isKept]);
  const resume = () => {
    const last = place.current;
    place.current = null;
    if (!(last instanceof HTMLElement) || !last.isConnected) return false;
    last.focus();
    return document.activeElement === last;
  };
  return { ...end, resume,
    written: () => { isWritten.current = true; },
    sent: () => { isWritten.current = false; },
    isPast: (isSame) => {
      isOver.current = false;
      if (!isSame) place.current = null;
      setEnd(({ isKept, times }) => ({ ...NONE, times: times + (isKept ? 1 : 0) }));
    } };
}
