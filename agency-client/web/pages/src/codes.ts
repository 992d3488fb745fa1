// SPDX-License-Identifier: Apache-2.0
// What the codes of a list are called: fetched once for each list.
import { useEffect, useState } from "preact/hooks";
import { read } from "./api";
import { attribute, children } from "./xml";

interface Word {
  label: string;
  done: string; // of a step that was taken: "Accepted"
}

type Words = Map<string, Word>;

const known = new Map<string, Promise<Words>>();

async function fetchWords(list: string): Promise<Words> {
  const root = await read(`/api/codes/${list}`);
  return new Map(children(root, "code").map((code) => [attribute(code, "value"),
    { label: attribute(code, "label") || attribute(code, "value"), done: attribute(code, "done") }]));
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

function useList(list: string): Words | undefined {
  const [words, setWords] = useState<Words>();
  useEffect(() => {
    wordsOf(list).then(setWords, () => setWords(new Map()));
  }, [list]);
  return words;
}

// Nothing until they have come; then a code that has no words stands for itself.
export function useWords(list: string): (code: string) => string {
  const words = useList(list);
  return (code) => (words ? words.get(code)?.label ?? code : "");
}

// What has been done, of the steps that lists have words for; else what the caller calls it.
export function useDone(): (step: string, otherwise: string) => string {
  const ofReferrals = useList("step");
  const ofEnquiries = useList("enquiryStep");
  return (step, otherwise) => ofReferrals && ofEnquiries
    ? (ofReferrals.get(step) ?? ofEnquiries.get(step))?.done || otherwise : "";
}
