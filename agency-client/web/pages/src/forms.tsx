// SPDX-License-Identifier: Apache-2.0
// The Design System's form components, and the one way in which a form is sent.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Problem, type Violation } from "./api";

export interface FieldError {
  field: string;
  words: string;
}

// "login: fill this in" is about a field; anything else about the whole form.
export function errorsOf(problem: Problem, fields: string[]): FieldError[] {
  const [field, ...words] = problem.message.split(": ");
  return fields.includes(field)
    ? [{ field, words: capital(words.join(": ")) }]
    : [{ field: "", words: capital(problem.message) }];
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// In the list at the top an error stands apart from its field, so it names it.
function named(error: FieldError): string {
  const label = document.querySelector(`label[for="${error.field}"]`)?.textContent;
  return label ? `${label}: ${error.words.charAt(0).toLowerCase()}${error.words.slice(1)}` : error.words;
}

export function ErrorSummary({ errors }: { errors: FieldError[] }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (errors.length > 0) box.current?.focus();
  }, [errors]);
  if (errors.length === 0) return null;
  const focus = (field: string) => (event: Event) => {
    event.preventDefault();
    document.getElementById(field)?.focus();
  };
  return (
    <div class="govuk-error-summary" ref={box} tabIndex={-1}>
      <div role="alert">
        <h2 class="govuk-error-summary__title">There is a problem</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map((error) => (
              <li key={error.field + error.words}>
                {error.field
                  ? <a href={`#${error.field}`} onClick={focus(error.field)}>{named(error)}</a>
                  : error.words}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  errors: FieldError[];
  children?: ComponentChildren;
}

function Group({ name, label, hint, errors, children }: FieldProps) {
  const error = errors.find((item) => item.field === name);
  return (
    <div class={`govuk-form-group ${error ? "govuk-form-group--error" : ""}`}>
      <label class="govuk-label" for={name}>{label}</label>
      {hint && <div id={`${name}-hint`} class="govuk-hint">{hint}</div>}
      {error && (
        <p id={`${name}-error`} class="govuk-error-message">
          <span class="govuk-visually-hidden">Error:</span> {error.words}
        </p>
      )}
      {children}
    </div>
  );
}

function described({ name, hint, errors }: FieldProps): string | undefined {
  const ids = [hint && `${name}-hint`,
    errors.some((item) => item.field === name) && `${name}-error`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

export function Input(props: FieldProps & { type?: string; autocomplete?: string; width?: number }) {
  const width = props.width ? `govuk-input--width-${props.width}` : "";
  return (
    <Group {...props}>
      <input class={`govuk-input ${width}`} id={props.name} name={props.name}
        type={props.type ?? "text"} autocomplete={props.autocomplete ?? "off"}
        spellcheck={false} aria-describedby={described(props)} />
    </Group>
  );
}

export function Textarea(props: FieldProps) {
  return (
    <Group {...props}>
      <textarea class="govuk-textarea" id={props.name} name={props.name} rows={4}
        aria-describedby={described(props)} />
    </Group>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function Select(props: FieldProps & { options: Option[]; required?: boolean }) {
  return (
    <Group {...props}>
      <select class="govuk-select" id={props.name} name={props.name}
        aria-describedby={described(props)}>
        {!props.required && <option value="">Choose</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>{option.label}</option>
        ))}
      </select>
    </Group>
  );
}

type Filled = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function isFilled(field: Filled): boolean {
  if (field instanceof HTMLSelectElement) return field.selectedIndex > 0;
  const isTicked = field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type);
  return isTicked ? (field as HTMLInputElement).checked : field.value !== "";
}

// Whether somebody has begun to fill something in there.
export function isFilledIn(place: ParentNode | null): boolean {
  return Array.from(place?.querySelectorAll<Filled>("input:not([type=search]), select, textarea") ?? []).some(isFilled);
}

interface FormProps {
  button: string;
  warning?: boolean;
  fields: string[];
  locate?: (path: string) => string; // the field of a violation that stands among several alike
  submit: (values: Record<string, string>) => Promise<boolean | void>; // false: it stays as it is
  render: (errors: FieldError[]) => ComponentChildren;
}

// Empties what was sent; what somebody has written meanwhile stays.
function empty(form: HTMLFormElement, given: FormData): void {
  for (const field of form.querySelectorAll<Filled>("[name]"))
    if (field.value === given.get(field.name)) field.value = "";
  if (!isFilledIn(form)) form.dispatchEvent(new Event("reset", { bubbles: true }));
}

// Sends what was filled in, once at a time, and shows what is wrong where it is wrong.
export function Form({ button, warning, fields, locate, submit, render }: FormProps) {
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [isSending, setSending] = useState(false);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (isSending) return;
    setSending(true);
    setErrors([]);
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    const values = Object.fromEntries(fields.map((name) => [name, String(given.get(name) ?? "").trim()]));
    try {
      if ((await submit(values)) !== false) empty(form, given);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setErrors(error.violations.length > 0
        ? error.violations.map((item) => placed(item, locate?.(item.path) || fieldOf(item.path, fields)))
        : errorsOf(error, fields));
    } finally {
      setSending(false);
    }
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <ErrorSummary errors={errors} />
      {render(errors)}
      {/* Whoever pressed it stays where they are: a disabled one would lose the focus. */}
      <button class={`govuk-button ${warning ? "govuk-button--warning" : ""}`}
        aria-disabled={isSending}>{button}</button>
    </form>
  );
}

// "Ended on: fill this in" tells at its own field only what to do.
function placed({ words }: Violation, field: string): FieldError {
  return { field, words: capital(field ? words.replace(/^[^:]*: /, "") : words) };
}

// The last step of a path that is a field of this form: "/authoring/response/@startBy".
function fieldOf(path: string, fields: string[]): string {
  const last = path.split("/").pop()?.replace(/^@|\[\d+\]$/g, "") ?? "";
  return fields.includes(last) ? last : "";
}
