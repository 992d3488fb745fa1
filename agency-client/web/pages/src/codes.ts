// SPDX-License-Identifier: Apache-2.0
// What the codes of a list are called: fetched once for each list.
import { useEffect, useState } from "preact/hooks";
import { read } from "./api";
import { attribute, children } from "./xml";

export type Words = Map<string, string>;

const known = new Map<string, Promise<Words>>();

async function fetchWords(list: string): Promise<Words> {
  const root = await read(`/api/codes/${list}`);
  return new Map(children(root, "code").map((code) =>
    [attribute(code, "value"), attribute(code, "label") || attribute(code, "value")]));
}

function wordsOf(list: string): Promise<Words> {
  let words = known.get(list);
  if (!words) {
    words = fetchWords(list);
    words.catch(() => known.delete(list));
    known.set(list, words);
  }
  return words;
}

// Nothing until they have come; then a code that has no words stands for itself.
export function useWords(list: string): (code: string) => string {
  const [words, setWords] = useState<Words>();
  useEffect(() => {
    wordsOf(list).then(setWords, () => setWords(new Map()));
  }, [list]);
  return (code) => (words ? words.get(code) ?? code : "");
}
