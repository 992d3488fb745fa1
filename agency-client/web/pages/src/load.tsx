// SPDX-License-Identifier: Apache-2.0
// Reading what a page shows, again whenever something is new.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { read } from "./api";
import { setTitle } from "./title";

interface Loaded {
  root?: Element;
  on: unknown[]; // what it was asked on: until the next answer not what is asked now
  failure: string;
}

// Asks again when one of `on` is another.  What was there stays there meanwhile, and when it
// fails; the page then says why it may be old.
export function useAnswer(ask: (signal: AbortSignal) => Promise<Element>, on: unknown[]): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ on: [], failure: "" });
  useEffect(() => {
    const abort = new AbortController();
    ask(abort.signal).then(
      (root) => {
        if (!abort.signal.aborted) setLoaded({ root, on, failure: "" });
      },
      (error: Error) => {
        if (!abort.signal.aborted) setLoaded((last) => ({ ...last, failure: error.message }));
      });
    return () => abort.abort();
  }, on);
  return loaded;
}

export function useXml(path: string, news: number): Loaded & { reload: () => void } {
  const [times, setTimes] = useState(0);
  const loaded = useAnswer((signal) => read(path, signal), [path, news, times]);
  return { ...loaded, reload: () => setTimes((count) => count + 1) };
}

// What the window is called goes into the browser's history: `window` is that title where
// the heading names somebody.
export function Title({ children, window }: { children: ComponentChildren; window?: string }) {
  const text = window ?? (typeof children === "string" ? children : "");
  useLayoutEffect(() => {
    const last = setTitle(text);
    return () => void setTitle(last); // of a view that is still there
  }, [text]);
  return <h1 class="govuk-heading-l" tabIndex={-1}>{children}</h1>;
}

export function Failure({ words }: { words: string }) {
  return words ? <p class="govuk-error-message" role="alert">{words}</p> : null;
}
