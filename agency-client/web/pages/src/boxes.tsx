// SPDX-License-Identifier: Apache-2.0
// What a schema-made form is framed with.
import type { ComponentChildren } from "preact";
import { upper } from "./words";

interface BoxProps {
  title: string;
  hint?: string;
  isTop?: boolean;
  isNamed?: boolean; // by what it is in: the title is for those who do not see it
  children: ComponentChildren;
}

export function Box({ title, hint, isTop, isNamed, children: inside }: BoxProps) {
  const size = isNamed ? "govuk-visually-hidden" : `govuk-fieldset__legend--${isTop ? "m" : "s"}`;
  return (
    <div class={isTop ? "part" : "group"}>
      <fieldset class="govuk-fieldset">
        <legend class={`govuk-fieldset__legend ${size}`}>
          {isTop ? <h2 class="govuk-fieldset__heading">{title}</h2> : title}
        </legend>
        {hint && <p class="govuk-hint">{hint}</p>}
        {inside}
      </fieldset>
    </div>
  );
}

// What one is called: "a need" without its article.
function bare(one: string): string {
  return one.replace(/^an? /, "");
}

// Of several: "Need 2".
export function numbered(one: string, index: number): string {
  return `${upper(bare(one))} ${index + 1}`;
}

export function Remove({ one, number, onRemove }: { one: string; number?: number; onRemove: () => void }) {
  return (
    <button type="button" class="govuk-button govuk-button--secondary" onClick={onRemove}>
      Remove<span class="govuk-visually-hidden"> {bare(one)} {number}</span>
    </button>
  );
}

export function Add({ id, one, isAnother, onAdd }: { id?: string; one: string; isAnother?: boolean; onAdd: () => void }) {
  return (
    <button id={id} type="button" class="govuk-button govuk-button--secondary" onClick={onAdd}>
      {isAnother ? <>Add another<span class="govuk-visually-hidden"> {bare(one)}</span></> : <>Add {one}</>}
    </button>
  );
}
