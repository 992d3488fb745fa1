// SPDX-License-Identifier: Apache-2.0
// What each of the agencies that are asked is asked for, and how several are asked.
import type { Draft } from "../drafts";
import type { Code, Field } from "../labels";
import { setValue } from "../paper";
import { attribute, children } from "../xml";

export function recipientsOf(draft: Draft): Element[] {
  return children(draft.paper.root, "to");
}

function Tick({ id, label, isOn, change }: { id: string; label: string; isOn: boolean; change: (isOn: boolean) => void }) {
  return (
    <div class="govuk-checkboxes__item">
      <input class="govuk-checkboxes__input" type="checkbox" id={id} checked={isOn}
        onChange={(event) => change((event.currentTarget as HTMLInputElement).checked)} />
      <label class="govuk-label govuk-checkboxes__label" for={id}>{label}</label>
    </div>
  );
}

interface AskedProps {
  to: Element;
  index: number;
  name: string;
  needs: Code[]; // of the referral
  fields: Field[]; // of <to>
  errors: Map<string, string>;
  changed: () => void;
  remove: () => void;
}

export function Asked({ to, index, name, needs, fields, errors, changed, remove }: AskedProps) {
  const place = index === 0 ? "to" : `to[${index + 1}]`;
  const label = (field: string) => fields.find((item) => item.name === field)?.label ?? field;
  const put = attribute(to, "needs").split(" ").filter(Boolean);
  const isPut = (code: string) => put.length === 0 || put.includes(code);
  const putNeed = (code: string) => (isOn: boolean) => {
    const next = needs.map((need) => need.value).filter((other) => (other === code ? isOn : isPut(other)));
    setValue(to, "needs", next.length === needs.length ? "" : next.join(" "));
    changed();
  };
  const set = (field: string, value: string) => {
    setValue(to, field, value);
    changed();
  };
  const words = Array.from(errors).filter(([key]) => key === place || key.startsWith(`${place}/`)).map(([, said]) => said);
  return (
    <fieldset class="govuk-fieldset group" id={place} tabIndex={-1}>
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{name}</legend>
      {words.map((said) => <p key={said} class="govuk-error-message">{said}</p>)}
      <div class="govuk-checkboxes govuk-checkboxes--small govuk-!-margin-bottom-3">
        {needs.length > 1 && needs.map((need) => (
          <Tick key={need.value} id={`${place}-${need.value}`} label={need.label} isOn={isPut(need.value)} change={putNeed(need.value)} />
        ))}
      </div>
      <div class="govuk-checkboxes govuk-checkboxes--small govuk-!-margin-bottom-3">
        <Tick id={`${place}-avoid`} label={label("avoidArea")} isOn={attribute(to, "avoidArea") === "true"}
          change={(isOn) => set("avoidArea", isOn ? "true" : "")} />
        {attribute(to, "vacancy") && <Tick id={`${place}-vacancy`} label={`${label("vacancy")} that suits: ask for it`} isOn
          change={() => set("vacancy", "")} />}
      </div>
      <button type="button" class="govuk-button govuk-button--secondary" onClick={remove}>
        Do not ask<span class="govuk-visually-hidden"> {name}</span></button>
    </fieldset>
  );
}

export function Mode({ draft, changed }: { draft: Draft; changed: () => void }) {
  const { coded, labels } = draft.paper;
  const field = labels.coded?.fields.find((item) => item.name === "mode");
  if (!field?.codes || recipientsOf(draft).length < 2) return null;
  return (
    <div class="govuk-form-group">
      <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{field.hint}</legend>
        <div class="govuk-radios govuk-radios--small">
          {field.codes.filter((code) => code.value !== "single").map((code) => (
            <div key={code.value} class="govuk-radios__item">
              <input class="govuk-radios__input" type="radio" id={`mode-${code.value}`} name="mode"
                checked={attribute(coded, "mode") === code.value} onChange={() => {
                  setValue(coded, "mode", code.value);
                  changed();
                }} />
              <label class="govuk-label govuk-radios__label" for={`mode-${code.value}`}>
                {code.label}{code.hint && <span class="govuk-hint option-hint">{code.hint}</span>}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
