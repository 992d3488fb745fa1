// SPDX-License-Identifier: Apache-2.0
// The fields of a schema-made form that hold a value: each reads it from the document,
// and writes it there.
import { ownPath, pairAt, plain, useForm, type ElementProps, type InProps } from "./form_state";
import { CodeTicks, ValueInput } from "./inputs";
import { addElement, partner, setText, setValue, share } from "./paper";
import { children } from "./xml";

export function Attribute({ element, field, path, isBare }: InProps) {
  const form = useForm();
  const id = ownPath(path, field);
  const change = (value: string) => {
    setValue(element, field.name, value);
    const pair = pairAt(form, path);
    const sealed = pair?.shared.includes(field.name) ? partner(form.paper, pair, element) : undefined;
    if (pair && sealed) share(pair, element, sealed);
    form.changed(field.type === "boolean" || field.codes !== undefined);
  };
  return <ValueInput id={id} field={field} label={field.label} isBare={isBare} error={form.errors.get(id)}
    value={element.getAttribute(field.name) ?? ""} onValue={change} />;
}

export function Text({ element, parent, field, path, isBare }: InProps) {
  const form = useForm();
  const id = ownPath(path, field);
  const found = children(element, field.name)[0];
  const change = (value: string) => {
    const at = children(element, field.name)[0] ?? addElement(element, parent, field);
    setText(at, value);
    if (value === "" && !field.isRequired) at.remove();
    form.changed(false);
  };
  return <ValueInput id={id} field={field} label={field.label} isBare={isBare} error={form.errors.get(id)}
    value={found?.textContent ?? ""} onValue={change} />;
}

// The text of an element that has attributes too.
export function Content({ element, field, path }: ElementProps) {
  const form = useForm();
  return <ValueInput id={`${path}/text`} field={field} label={field.label} value={element.textContent ?? ""}
    error={form.errors.get(path)} onValue={(value) => {
      setText(element, value);
      form.changed(false);
    }} />;
}

// One of several texts.
export function Entry({ element, field, path }: ElementProps) {
  const form = useForm();
  return <ValueInput id={path} field={field} label={field.label} isBare value={element.textContent ?? ""}
    error={form.errors.get(path)} onValue={(value) => {
      setText(element, value);
      form.changed(false);
    }} />;
}

// Elements that each hold one code of a list: ticked rather than added.
export function Codes({ element, parent, field, path }: InProps) {
  const form = useForm();
  const code = field.fields[0];
  const id = `${ownPath(path, field)}/@${code.name}`;
  const found = children(element, field.name);
  const tick = (value: string, isChosen: boolean) => {
    const now = children(element, field.name);
    const blank = now.find((item) => !item.hasAttribute(code.name));
    const held = now.find((item) => item.getAttribute(code.name) === value);
    if (isChosen) setValue(blank ?? addElement(element, parent, field), code.name, value);
    else if (held && field.isRequired && now.length === 1) held.removeAttribute(code.name);
    else held?.remove();
    form.changed(true);
  };
  const error = Array.from(form.errors).find(([key]) => plain(key).startsWith(ownPath(plain(path), field)))?.[1];
  return <CodeTicks id={id} field={field} codes={code.codes!} error={error}
    chosen={new Set(found.map((item) => item.getAttribute(code.name) ?? ""))} onTick={tick} />;
}
