// SPDX-License-Identifier: Apache-2.0
// Reading what a page shows, again whenever something is new.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { read } from "./api";

interface Loaded {
  root?: Element;
  failure: string;
}

export function useXml(path: string, news: number): Loaded & { reload: () => void } {
  const [loaded, setLoaded] = useState<Loaded>({ failure: "" });
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    read(path, abort.signal).then(
      (root) => setLoaded({ root, failure: "" }),
      (error: Error) => {
        // What was there stays there; the page says why it may be old.
        if (!abort.signal.aborted) setLoaded((last) => ({ ...last, failure: error.message }));
      });
    return () => abort.abort();
  }, [path, news, times]);
  return { ...loaded, reload: () => setTimes((count) => count + 1) };
}

export function Title({ children }: { children: ComponentChildren }) {
  const text = typeof children === "string" ? children : "Referrals";
  useEffect(() => {
    document.title = `${text} - Referrals`;
  }, [text]);
  return <h1 class="govuk-heading-l" tabIndex={-1}>{children}</h1>;
}

export function Failure({ words }: { words: string }) {
  return words ? <p class="govuk-error-message" role="alert">{words}</p> : null;
}
