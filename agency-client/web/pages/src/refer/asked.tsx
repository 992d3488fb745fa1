// SPDX-License-Identifier: Apache-2.0
// What each of the agencies that are asked is asked for, and how several are asked.
import { useState } from "preact/hooks";
import type { Draft } from "../drafts";
import { CodeTicks, ValueInput } from "../inputs";
import type { Code, Field } from "../labels";
import { setValue } from "../paper";
import { attribute, children } from "../xml";

export function recipientsOf(draft: Draft): Element[] {
  return children(draft.paper.root, "to");
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

interface PutProps extends AskedProps {
  place: string;
}

// The needs that are put to it: all, unless somebody takes one out.
function Needs({ to, place, needs, fields, errors, changed }: PutProps) {
  const field = fields.find((item) => item.name === "needs");
  if (!field || needs.length < 2) return null;
  const codes = needs.map((need) => need.value);
  const named = attribute(to, "needs").split(" ").filter(Boolean);
  const put = new Set(named.length > 0 ? named : codes);
  const tick = (code: string, isOn: boolean) => {
    const next = codes.filter((other) => (other === code ? isOn : put.has(other)));
    setValue(to, "needs", next.length === codes.length ? "" : next.join(" "));
    changed();
  };
  const id = `${place}/@needs`;
  return <CodeTicks id={id} field={{ ...field, isRequired: true }} codes={needs} chosen={put} error={errors.get(id)} onTick={tick} />;
}

function Flag({ to, place, fields, errors, changed, name, value }: PutProps & { name: string; value: string }) {
  const field = fields.find((item) => item.name === name);
  const id = `${place}/@${name}`;
  if (!field) return null;
  return <ValueInput id={id} field={{ ...field, type: "boolean" }} label={field.label} error={errors.get(id)}
    value={attribute(to, name) === value ? "true" : ""} onValue={(isOn) => {
      setValue(to, name, isOn && value);
      changed();
    }} />;
}

export function Asked(props: AskedProps) {
  const { to, index, name, errors, remove } = props;
  const [vacancy] = useState(attribute(to, "vacancy")); // that suits; it may be left out and asked for again
  const place = index === 0 ? "to" : `to[${index + 1}]`;
  return (
    <div class="group" id={place} tabIndex={-1}>
      <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{name}</legend>
        {errors.has(place) && <p class="govuk-error-message">{errors.get(place)}</p>}
        <Needs {...props} place={place} />
        <Flag {...props} place={place} name="avoidArea" value="true" />
        {vacancy && <Flag {...props} place={place} name="vacancy" value={vacancy} />}
        <button type="button" class="govuk-button govuk-button--secondary" onClick={remove}>
          Do not ask<span class="govuk-visually-hidden"> {name}</span></button>
      </fieldset>
    </div>
  );
}

export function Mode({ draft, changed, error }: { draft: Draft; changed: () => void; error?: string }) {
  const { coded, labels } = draft.paper;
  const field = labels.coded?.fields.find((item) => item.name === "mode");
  if (!field?.codes || recipientsOf(draft).length < 2) return null;
  const several = { ...field, codes: field.codes.filter((code) => code.value !== "single") };
  return <ValueInput id={`${coded.localName}/@mode`} field={several} label={field.label} error={error}
    value={attribute(coded, "mode")} onValue={(value) => {
      setValue(coded, "mode", value);
      changed();
    }} />;
}
