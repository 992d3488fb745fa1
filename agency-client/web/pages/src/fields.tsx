// SPDX-License-Identifier: Apache-2.0
// A form made of the schema's tree of fields, for an author's file of any kind.
import { useState } from "preact/hooks";
import { Add, Box, numbered, Remove } from "./boxes";
import { childPath, focusIn, hasValue, isCodeList, isLeaf, isWrong, ownPath, pairAt, plain, useForm,
  type ElementProps, type InProps } from "./form_state";
import type { Field } from "./labels";
import { addElement, addKept, fieldAt, partner, tidy, unchoose } from "./paper";
import { Attribute, Codes, Content, Entry, Text } from "./values";
import { lower } from "./words";
import { children } from "./xml";

function PlaceError({ path }: { path: string }) {
  const words = useForm().errors.get(path);
  return words ? <p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> {words}</p> : null;
}

// Fields of one choice count as one.
function unitsOf(fields: Field[]): Field[][] {
  const units: Field[][] = [];
  for (const field of fields) {
    const last = units[units.length - 1];
    if (field.choice && last?.[0].choice === field.choice) last.push(field);
    else units.push([field]);
  }
  return units;
}

const FOLDED_LEAST = 3;

function Units({ units, isBare, ...props }: ElementProps & { units: Field[][]; isBare?: boolean }) {
  const form = useForm();
  return (
    <>
      {units.map((unit) => {
        const isShown = form.shown.has(plain(ownPath(props.path, unit[0])));
        const inside = { element: props.element, parent: props.field, path: props.path, isBare: isBare || isShown };
        return unit[0].choice
          ? <Choice key={unit[0].name} {...inside} fields={unit} />
          : <Child key={ownPath("", unit[0])} {...inside} field={unit[0]} />;
      })}
    </>
  );
}

// What is required stands first; the rest, when it is much, is folded away.
export function Fields(props: ElementProps) {
  const form = useForm();
  const { element, field, path, skip } = props;
  const isFirst = (item: Field) => form.first.has(plain(ownPath(path, item)));
  const asked = field.fields.filter((item) => !form.hidden.has(plain(ownPath(path, item))) &&
    !(item.isAttribute && skip?.includes(item.name)));
  const wanted = [...asked.filter(isFirst), ...asked.filter((item) => !isFirst(item))];
  const isAhead = pairAt(form, path)?.isSealedFirst;
  const isShown = (item: Field) => item.isRequired || item.choice !== "" || form.shown.has(plain(ownPath(path, item))) ||
    hasValue(element, item) || isWrong(form, ownPath(path, item));
  // Decided once, so that nothing moves while somebody writes.
  const [folded] = useState(() => {
    const rest = form.paper.opened.includes(field.name) ? [] : wanted.filter((item) => !isShown(item));
    return new Set(rest.length >= FOLDED_LEAST && (rest.length < wanted.length || skip) ? rest : []);
  });
  const rest = wanted.filter((item) => folded.has(item));
  return (
    <div id={path} tabIndex={-1}>
      <PlaceError path={path} />
      {isAhead && <Partner element={element} path={path} />}
      <Units {...props} units={unitsOf(wanted.filter((item) => !folded.has(item)))} />
      {field.type !== "" && field.fields.length > 0 && <Content {...props} />}
      {rest.length > 0 && (
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">More, if known: {rest.map((item) => lower(item.label)).join(", ")}</span>
          </summary>
          <div class="govuk-details__text"><Units {...props} units={unitsOf(rest)} isBare /></div>
        </details>
      )}
      {!isAhead && <Partner element={element} path={path} />}
    </div>
  );
}

// The sealed element that goes on with a coded one.
function Partner({ element, path }: { element: Element; path: string }) {
  const form = useForm();
  const pair = pairAt(form, path);
  const sealed = pair && partner(form.paper, pair, element);
  if (!pair || !sealed) return null;
  const field = fieldAt(form.paper.labels.sealed, pair.sealed);
  const position = /\[\d+\]$/.exec(path)?.[0] ?? "";
  return field
    ? <Fields element={sealed} field={field} skip={pair.shared}
        path={`details/${form.paper.coded.localName}/${pair.sealed}${position}`} />
    : null;
}

function Child(props: InProps) {
  const { field } = props;
  if (field.isAttribute) return <Attribute {...props} />;
  if (isCodeList(field)) return <Codes {...props} />;
  if (field.most > 1) return <Several {...props} />;
  if (isLeaf(field)) return <Text {...props} />;
  return <One {...props} />;
}

interface TopProps {
  isTop?: boolean; // of the document
  under?: string; // the heading that it is under
}

// An element that stands once, or not at all.
function One({ element, parent, field, path, isTop, under }: InProps & TopProps) {
  const form = useForm();
  const found = children(element, field.name)[0];
  const id = ownPath(path, field);
  const add = () => {
    addElement(element, parent, field);
    tidy(form.paper);
    form.changed(true);
    focusIn(id);
  };
  const remove = () => {
    found.remove();
    tidy(form.paper);
    form.changed(true);
    focusIn(`${id}-add`);
  };
  if (!found)
    return (
      <div class="govuk-form-group">
        {field.hint && <div class="govuk-hint">{field.hint}</div>}
        <Add id={`${id}-add`} one={field.one} onAdd={add} />
      </div>
    );
  return (
    <Box title={field.label} hint={field.hint} isTop={isTop} isNamed={field.label === under}>
      <Fields element={found} field={field} path={id} />
      {!field.isRequired && !form.paper.opened.includes(field.name) && <Remove one={field.one} onRemove={remove} />}
    </Box>
  );
}

// An element that may stand again and again.
function Several({ element, parent, field, path, isTop, under }: InProps & TopProps) {
  const form = useForm();
  const found = children(element, field.name);
  const id = ownPath(path, field);
  const update = () => {
    tidy(form.paper);
    form.changed(true);
  };
  const add = () => {
    addElement(element, parent, field);
    update();
    focusIn(childPath(path, field.name, found.length));
  };
  const remove = (item: Element) => () => {
    const pair = pairAt(form, childPath(path, field.name));
    if (pair) partner(form.paper, pair, item)?.remove();
    item.remove();
    update();
    focusIn(`${id}-add`);
  };
  const items = found.map((item, index) => {
    const at = childPath(path, field.name, index);
    const title = found.length > 1 ? numbered(field.one, index) : field.label;
    return (
      <Box key={keyOf(item)} title={title} hint={index === 0 && !isTop ? field.hint : undefined} isNamed={isTop && found.length === 1}>
        {isLeaf(field) ? <Entry element={item} field={field} path={at} /> : <Fields element={item} field={field} path={at} />}
        {(found.length > 1 || !field.isRequired) &&
          <Remove one={field.one} number={found.length > 1 ? index + 1 : undefined} onRemove={remove(item)} />}
      </Box>
    );
  });
  const button = found.length < field.most &&
    <Add id={`${id}-add`} one={field.one} isAnother={found.length > 0} onAdd={add} />;
  return isTop
    ? <Box title={field.label} hint={field.hint} isTop isNamed={field.label === under}>{items}{button}</Box>
    : <div class="govuk-form-group">{items}{found.length === 0 && field.hint && <div class="govuk-hint">{field.hint}</div>}{button}</div>;
}

const keys = new WeakMap<Element, number>();
let lastKey = 0;

// An element keeps its inputs when one before it is removed.
function keyOf(element: Element): number {
  let key = keys.get(element);
  if (key === undefined) keys.set(element, (key = ++lastKey));
  return key;
}

// One of several elements: chosen first, filled in below.
function Choice({ element, parent, fields, path }: Omit<InProps, "field"> & { fields: Field[] }) {
  const form = useForm();
  const kind = form.paper.coded.localName;
  const open = fields.filter((field) => !form.paper.pairs.some((pair) =>
    plain(ownPath(path, field)) === `details/${kind}/${pair.sealed}`));
  const chosen = open.find((field) => hasValue(element, field));
  if (open.length === 0) return null;
  const choose = (field: Field) => () => {
    for (const other of fields) unchoose(form.paper, children(element, other.name), other);
    addKept(form.paper, element, parent, field);
    tidy(form.paper);
    form.changed(true);
  };
  return (
    <div class="govuk-form-group">
      <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend">
          Choose one<span class="govuk-visually-hidden">: {open.map((field) => lower(field.label)).join(", ")}</span>
        </legend>
        <div class="govuk-radios govuk-radios--small">
          {open.map((field) => {
            const id = `${ownPath(path, field)}-choice`;
            return (
              <div key={field.name} class="govuk-radios__item">
                <input class="govuk-radios__input" type="radio" id={id} name={`${path}-${field.choice}`}
                  checked={field === chosen} onChange={choose(field)} />
                <label class="govuk-label govuk-radios__label" for={id}>
                  {field.label}
                  {field.hint && <span class="govuk-hint option-hint">{field.hint}</span>}
                </label>
              </div>
            );
          })}
        </div>
      </fieldset>
      {chosen && <div class="chosen"><Chosen element={element} parent={parent} field={chosen} path={path} /></div>}
    </div>
  );
}

function Chosen(props: InProps) {
  const found = children(props.element, props.field.name)[0];
  if (props.field.most > 1) return <Several {...props} field={{ ...props.field, isRequired: true }} />;
  if (isLeaf(props.field)) return <Text {...props} />;
  return found ? <Fields element={found} field={props.field} path={ownPath(props.path, props.field)} /> : null;
}

// "need" or "@urgency" of the coded part, "sealed:client" of the details, "file:@marking".
export function Part({ name, under }: { name: string; under?: string }) {
  const { paper } = useForm();
  const [where, path] = name.includes(":") ? name.split(":") : ["coded", name];
  const kind = paper.coded.localName;
  const place = {
    coded: { element: paper.coded, parent: paper.labels.coded, path: kind },
    sealed: { element: paper.sealed, parent: paper.labels.sealed, path: `details/${kind}` },
    file: { element: paper.root, parent: paper.labels.envelope, path: "" },
  }[where];
  const isAttribute = path.startsWith("@");
  const field = place?.parent?.fields.find((item) => item.isAttribute === isAttribute && item.name === path.replace("@", ""));
  if (!place?.parent || !field) return null;
  const props = { element: place.element, parent: place.parent, field, path: place.path };
  if (isAttribute || isCodeList(field) || (isLeaf(field) && field.most === 1)) return <Child {...props} />;
  return field.most > 1 ? <Several {...props} isTop under={under} /> : <One {...props} isTop under={under} />;
}
