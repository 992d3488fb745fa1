// SPDX-License-Identifier: Apache-2.0
// One value of a document as a person fills it in, by the type that the schema gives it.
import type { ComponentChildren } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Code, Field } from "./labels";
import { clean } from "./paper";
import { groupName } from "./words";

export interface InputProps {
  id: string;
  field: Field;
  label: string;
  value: string;
  error?: string;
  isBare?: boolean; // it need not be said that it is optional
  onValue: (value: string) => void;
}

const LINES = new Set(["paragraph", "text"]);
const NUMBERS = new Set(["count", "band", "score", "pence", "hours", "weeklyHours", "int", "ordinal", "weeks"]);
const WIDTHS: Record<string, number> = { time: 5, postcode: 10, area: 10, telephone: 20, reference: 20, nationality: 20 };
const FORMS = new Set(["time", "area", "postcode"]); // that nobody guesses
const RADIOS_MOST = 5;
export const AREAS = "areas"; // a list of districts, where the page has one

// "Given name: All given names." tells more than its label; "Name: The name." does not.
function hintOf(field: Field): string {
  const plain = (text: string) => text.toLowerCase().replace(/\b(the|a|an|of|is|day)\b|[^a-z ]/g, "").replace(/ +/g, " ").trim();
  const hint = plain(field.hint) === plain(field.label) ? "" : field.hint;
  return [hint, FORMS.has(field.type) && field.form].filter(Boolean).join(" ");
}

function optional({ field, isBare }: InputProps): string {
  return field.isRequired || isBare ? "" : " (optional)";
}

function described(props: InputProps): string | undefined {
  const ids = [hintOf(props.field) && `${props.id}-hint`, props.error && `${props.id}-error`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

function ErrorMessage({ id, words }: { id: string; words?: string }) {
  if (!words) return null;
  return (
    <p id={`${id}-error`} class="govuk-error-message">
      <span class="govuk-visually-hidden">Error:</span> {words}
    </p>
  );
}

function Hint({ id, words }: { id: string; words: string }) {
  return words ? <div id={`${id}-hint`} class="govuk-hint">{words}</div> : null;
}

function Group({ props, children }: { props: InputProps; children: ComponentChildren }) {
  return (
    <div class={`govuk-form-group ${props.error ? "govuk-form-group--error" : ""}`}>
      <label class="govuk-label" for={props.id}>{props.label}{optional(props)}</label>
      <Hint id={props.id} words={hintOf(props.field)} />
      <ErrorMessage id={props.id} words={props.error} />
      {children}
    </div>
  );
}

// Several inputs that make one value, under one legend.
function Legend({ props, children }: { props: InputProps; children: ComponentChildren }) {
  return (
    <div class={`govuk-form-group ${props.error ? "govuk-form-group--error" : ""}`}>
      <fieldset class="govuk-fieldset" aria-describedby={described(props)}>
        <legend class="govuk-fieldset__legend">{props.label}{optional(props)}</legend>
        <Hint id={props.id} words={hintOf(props.field)} />
        <ErrorMessage id={props.id} words={props.error} />
        {children}
      </fieldset>
    </div>
  );
}

function typed(event: Event): string {
  return (event.currentTarget as HTMLInputElement).value;
}

// What somebody types stands as they type it, though what is kept of it is trimmed: a page
// drawn anew in the middle of a name must not take the space out of it.
function useTyped({ value, onValue }: InputProps, keep: (text: string) => string): [string, (event: Event) => void] {
  const last = useRef({ text: value, over: value }).current;
  // A page that is not drawn anew still says what was typed over.
  if (value === keep(last.text)) last.over = value;
  else if (value !== last.over) last.text = last.over = value;
  const type = (event: Event) => {
    last.text = typed(event);
    onValue(keep(last.text));
  };
  return [last.text, type];
}

function Line(props: InputProps) {
  const { type } = props.field;
  const [text, onInput] = useTyped(props, (all) => clean(all.trim()));
  const width = NUMBERS.has(type) ? 5 : WIDTHS[type];
  return (
    <Group props={props}>
      <input class={`govuk-input ${width ? `govuk-input--width-${width}` : ""}`} id={props.id}
        type={type === "telephone" ? "tel" : type === "emailAddress" ? "email" : "text"}
        inputMode={NUMBERS.has(type) ? "numeric" : undefined} autocomplete="off" list={type === "area" ? AREAS : undefined}
        value={text} aria-describedby={described(props)} onInput={onInput} />
    </Group>
  );
}

function Lines(props: InputProps) {
  const [text, onInput] = useTyped(props, clean);
  return (
    <Group props={props}>
      <textarea class="govuk-textarea" id={props.id} rows={props.field.type === "text" ? 5 : 3}
        aria-describedby={described(props)} value={text} onInput={onInput} />
    </Group>
  );
}

// Kept as it is typed, whole or not: 1991-5-14 becomes 1991-05-14.
function joinDate(parts: string[]): string {
  if (parts.every((part) => part === "")) return "";
  return [parts[2], ...[parts[1], parts[0]].map((part) => (part.length === 1 ? `0${part}` : part))].join("-");
}

function DateInput(props: InputProps) {
  const [parts, setParts] = useState(() => props.value ? props.value.split("-").reverse() : ["", "", ""]);
  const change = (index: number) => (event: Event) => {
    const next = parts.map((part, at) => (at === index ? typed(event).trim() : part));
    setParts(next);
    props.onValue(joinDate(next));
  };
  const inputs = [["Day", 2], ["Month", 2], ["Year", 4]] as const;
  return (
    <Legend props={props}>
      <div class="govuk-date-input">
        {inputs.map(([name, width], index) => {
          const id = index === 0 ? props.id : `${props.id}-${name}`;
          return (
            <div key={name} class="govuk-date-input__item">
              <label class="govuk-label govuk-date-input__label" for={id}>{name}</label>
              <input class={`govuk-input govuk-date-input__input govuk-input--width-${width} ${props.error ? "govuk-input--error" : ""}`}
                id={id} inputMode="numeric" autocomplete="off" value={parts[index] ?? ""} onInput={change(index)} />
            </div>
          );
        })}
      </div>
    </Legend>
  );
}

function Radios({ props, options }: { props: InputProps; options: { value: string; label: string; hint?: string }[] }) {
  const isInline = options.length === 2;
  return (
    <Legend props={props}>
      <div class={`govuk-radios govuk-radios--small ${isInline ? "govuk-radios--inline" : ""}`}>
        {options.map((option, index) => {
          const id = index === 0 ? props.id : `${props.id}-${option.value}`;
          return (
            <div key={option.value} class="govuk-radios__item">
              <input class="govuk-radios__input" id={id} name={props.id} type="radio" value={option.value}
                checked={props.value === option.value} onChange={() => props.onValue(option.value)} />
              <label class="govuk-label govuk-radios__label" for={id}>
                {option.label}
                {option.hint && <span class="govuk-hint option-hint">{option.hint}</span>}
              </label>
            </div>
          );
        })}
      </div>
    </Legend>
  );
}

const yesOrNo = [{ value: "true", label: "Yes" }, { value: "false", label: "No" }];

function Tick(props: InputProps) {
  return (
    <div class={`govuk-form-group ${props.error ? "govuk-form-group--error" : ""} tick`}>
      <ErrorMessage id={props.id} words={props.error} />
      <div class="govuk-checkboxes govuk-checkboxes--small">
        <div class="govuk-checkboxes__item">
          <input class="govuk-checkboxes__input" id={props.id} type="checkbox" checked={props.value === "true"}
            aria-describedby={described(props)}
            onChange={(event) => props.onValue((event.currentTarget as HTMLInputElement).checked ? "true" : "")} />
          <label class="govuk-label govuk-checkboxes__label" for={props.id}>{props.label}</label>
          {hintOf(props.field) && <div id={`${props.id}-hint`} class="govuk-hint govuk-checkboxes__hint">{hintOf(props.field)}</div>}
        </div>
      </div>
    </div>
  );
}

interface Choice {
  value: string;
  label: string;
  group: string;
}

function Select({ props, options }: { props: InputProps; options: Choice[] }) {
  const groups = Array.from(new Set(options.map((option) => option.group)));
  const isKnown = !props.value || options.some((option) => option.value === props.value);
  const list = (group: string) => options.filter((option) => option.group === group)
    .map((option) => <option key={option.value} value={option.value}>{option.label}</option>);
  return (
    <Group props={props}>
      <select class="govuk-select" id={props.id} aria-describedby={described(props)} value={props.value}
        onChange={(event) => props.onValue((event.currentTarget as HTMLSelectElement).value)}>
        <option value="">Choose</option>
        {!isKnown && <option value={props.value}>{props.value}</option>}
        {groups.length > 1
          ? groups.map((group) => <optgroup key={group} label={groupName(group) || "Other"}>{list(group)}</optgroup>)
          : options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </Group>
  );
}

const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
const nowhere = /^(EU|EZ|UN|ZZ|QO|X[^K])$/;
const namesOf = new Map<string, Choice[]>();

// The browser knows what languages and countries are called.
function names(type: string): Choice[] {
  const found = namesOf.get(type);
  if (found) return found;
  const isCountry = type === "nationality";
  const display = new Intl.DisplayNames("en-GB", { type: isCountry ? "region" : "language", fallback: "none" });
  const pairs = letters.flatMap((one) => letters.map((two) => one + two));
  const codes = isCountry ? pairs.map((code) => code.toUpperCase()).filter((code) => !nowhere.test(code))
    : [...pairs, ...pairs.flatMap((code) => letters.map((three) => code + three))];
  const known = new Map<string, Choice>();
  for (const value of codes) {
    const label = display.of(value);
    if (label && !known.has(label)) known.set(label, { value, label, group: "" });
  }
  const choices = Array.from(known.values()).sort((one, other) => one.label.localeCompare(other.label));
  namesOf.set(type, choices);
  return choices;
}

function Named(props: InputProps) {
  const options = useMemo(() => names(props.field.type), [props.field.type]);
  return <Select props={props} options={options} />;
}

function codeChoices(codes: Code[]): Choice[] {
  return codes.map((code) => ({ value: code.value, label: code.label, group: code.group }));
}

export function ValueInput(props: InputProps) {
  const { codes, type, isRequired } = props.field;
  if (codes)
    return isRequired && codes.length <= RADIOS_MOST
      ? <Radios props={props} options={codes} />
      : <Select props={props} options={codeChoices(codes)} />;
  if (type === "boolean") return isRequired ? <Radios props={props} options={yesOrNo} /> : <Tick {...props} />;
  if (type === "date") return <DateInput {...props} />;
  if (type === "language" || type === "nationality") return <Named {...props} />;
  return LINES.has(type) ? <Lines {...props} /> : <Line {...props} />;
}

// Several codes of one list, each an element of its own.
export function CodeTicks({ id, field, codes, chosen, error, onTick }: {
  id: string;
  field: Field;
  codes: Code[];
  chosen: Set<string>;
  error?: string;
  onTick: (code: string, isChosen: boolean) => void;
}) {
  const props: InputProps = { id, field, label: field.label, value: "", error, onValue: () => undefined };
  return (
    <Legend props={props}>
      <div class="govuk-checkboxes govuk-checkboxes--small">
        {codes.map((code, index) => {
          const own = index === 0 ? id : `${id}-${code.value}`;
          return (
            <div key={code.value} class="govuk-checkboxes__item">
              <input class="govuk-checkboxes__input" id={own} type="checkbox" checked={chosen.has(code.value)}
                onChange={(event) => onTick(code.value, (event.currentTarget as HTMLInputElement).checked)} />
              <label class="govuk-label govuk-checkboxes__label" for={own}>{code.label}</label>
            </div>
          );
        })}
      </div>
    </Legend>
  );
}
