// SPDX-License-Identifier: Apache-2.0
// What every page of a draft ends with: going on, which saves, and what hinders it.
import { useLayoutEffect, useState } from "preact/hooks";
import type { Draft, Writing } from "../drafts";
import type { FieldError } from "../forms";
import { Failure } from "../load";
import { pageOf } from "../referral_form";
import { takeTarget } from "./target";

// What is wrong on this page, as it was when the page was opened to mend it.
export function useWrong(draft: Draft, page: string, isChecking: boolean): { errors: Map<string, string>; list: FieldError[] } {
  const [wrong] = useState(() => {
    const here = isChecking ? draft.wrong.filter((item) => pageOf(item.place) === page) : [];
    return { errors: new Map(here.map((item) => [item.place, item.words])),
      list: here.map((item) => ({ field: item.place, words: item.words })) };
  });
  useLayoutEffect(() => {
    const target = document.getElementById(takeTarget());
    target?.focus();
    target?.scrollIntoView({ block: "center" });
  }, []);
  return wrong;
}

// Goes nowhere before everything is saved, nor when somebody has gone elsewhere meanwhile.
export function goTo(writing: Writing, address: string): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    const here = window.location.hash;
    void writing.save().then((isDone) => {
      if (isDone && window.location.hash === here) window.location.hash = address;
    });
  };
}

function Trouble({ writing }: { writing: Writing }) {
  return (
    <>
      <Failure words={writing.failure} />
      {writing.conflict && (
        <div class="govuk-error-summary" role="alert">
          <h2 class="govuk-error-summary__title">{writing.conflict}</h2>
          <div class="govuk-error-summary__body">
            <p class="govuk-body">What you wrote is still on this page, and is not saved.</p>
            <div class="govuk-button-group">
              <button type="button" class="govuk-button govuk-button--secondary" onClick={writing.keepMine}>Save mine instead</button>
              <button type="button" class="govuk-button govuk-button--secondary" onClick={writing.dropMine}>
                Show theirs, without mine</button>
            </div>
          </div>
        </div>
      )}
    </>
  );
}

export function Saving({ writing, id, words }: { writing: Writing; id: string; words: string }) {
  return (
    <>
      <Trouble writing={writing} />
      <div class="govuk-button-group">
        <button class="govuk-button">{words}</button>
        <a class="govuk-link" href={`#/refer/${id}`} onClick={goTo(writing, `#/refer/${id}`)}>Save and come back later</a>
        <span class="govuk-hint saved">{writing.isSaved ? "Saved" : "Not saved yet"}</span>
      </div>
    </>
  );
}
