// SPDX-License-Identifier: Apache-2.0
// Answering an information request, item by item, with what was asked in view.
import { useState } from "preact/hooks";
import { Form, type FieldError } from "../forms";
import type { Labels } from "../labels";
import { attribute, child, children, element, wordsElement } from "../xml";
import { authoring, FieldInput, fieldAt, placeOf, useLabels, type StepProps } from "./fields";
import { lettersOf } from "./letters";

interface Item {
  category: string;
  question: string;
  why: string;
}

function itemsOf(root: Element): Item[] {
  const request = lettersOf(root).filter((letter) => letter.kind === "information-request").pop();
  const questions = request?.details ? children(request.details, "question") : [];
  return (request?.body ? children(request.body, "item") : []).map((item) => {
    const category = attribute(item, "category");
    const asked = questions.find((question) => attribute(question, "category") === category);
    const said = (name: string) => (asked && child(asked, name)?.textContent) ?? "";
    return { category, question: said("words"), why: said("why") };
  });
}

function nameOf(part: string, item: Item): string {
  return `${item.category}-${part}`;
}

function write(values: Record<string, string>, items: Item[]): string {
  const said = (part: string, item: Item) => values[nameOf(part, item)];
  return authoring("information-disclosure",
    element("information-disclosure", { onwardUse: values.onwardUse },
      items.map((item) => element("item", { category: item.category, answer: said("answer", item) })).join("")),
    element("information-disclosure", {},
      items.map((item) => element("answer", { category: item.category },
        wordsElement("words", said("words", item)) + wordsElement("reason", said("reason", item)))).join("")
      + element("authorisedBy", { name: values.authorisedBy })));
}

function Answer({ item, labels, errors }: { item: Item; labels: Labels; errors: FieldError[] }) {
  const category = fieldAt(labels, "item/@category")?.codes?.find((code) => code.value === item.category);
  return (
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{category?.label ?? item.category}</legend>
      <div class="govuk-inset-text">
        <p class="govuk-body">{item.question}</p>
        {item.why && <p class="govuk-hint">{item.why}</p>}
      </div>
      <FieldInput name={nameOf("answer", item)} field={fieldAt(labels, "item/@answer")} errors={errors} />
      <FieldInput name={nameOf("words", item)} field={fieldAt(labels, "sealed:answer/words")} errors={errors} isWords isSealed
        note="in words" />
      <FieldInput name={nameOf("reason", item)} field={fieldAt(labels, "sealed:answer/reason")} errors={errors} isWords isSealed />
    </fieldset>
  );
}

export function Answering({ verb, root, send }: StepProps) {
  const labels = useLabels("information-disclosure");
  const [items] = useState(() => itemsOf(root)); // another request must not take away what is written
  if (!labels.coded) return <p class="govuk-body">Loading</p>;
  return (
    <Form button={verb}
      fields={["onwardUse", "authorisedBy", ...items.flatMap((item) => ["answer", "words", "reason"].map((part) => nameOf(part, item)))]}
      locate={(path) => {
        const place = placeOf(path, ["item", "answer"]);
        return place && items[place.index] ? nameOf(place.part, items[place.index]) : "";
      }}
      submit={(values) => send("information-disclosure", write(values, items))}
      render={(errors) => (
        <>
          {items.map((item) => <Answer key={item.category} item={item} labels={labels} errors={errors} />)}
          <FieldInput name="onwardUse" field={fieldAt(labels, "@onwardUse")} errors={errors} />
          <FieldInput name="authorisedBy" field={fieldAt(labels, "sealed:authorisedBy")} errors={errors} isSealed />
        </>
      )} />
  );
}
