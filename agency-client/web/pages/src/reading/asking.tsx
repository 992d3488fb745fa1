// SPDX-License-Identifier: Apache-2.0
// Asking the referrer for information: questions, each of a category and with its reason.
import { useState } from "preact/hooks";
import { Add, numbered } from "../boxes";
import { Form, type FieldError } from "../forms";
import type { Labels } from "../labels";
import { element, wordsElement } from "../xml";
import { authoring, FieldInput, fieldAt, placeOf, useLabels, type StepProps } from "./fields";

const coded = ["purpose", "basis", "dueOn"];
const parts = ["category", "words", "why"];

function nameOf(part: string, index: number): string {
  return `question${index + 1}-${part}`;
}

function write(values: Record<string, string>, count: number): string {
  const questions = Array.from({ length: count }, (_, index) =>
    Object.fromEntries(parts.map((part) => [part, values[nameOf(part, index)]])));
  return authoring("information-request",
    element("information-request", Object.fromEntries(coded.map((name) => [name, values[name]])),
      questions.map(({ category }) => element("item", { category })).join("")),
    element("information-request", { about: values.about }, questions.map(({ category, words, why }) =>
      element("question", { category }, wordsElement("words", words) + wordsElement("why", why))).join("")));
}

function locate(path: string): string {
  const place = placeOf(path, ["item", "question"]);
  return place ? nameOf(place.part, place.index) : "";
}

function questionOf(labels: Labels): string {
  return fieldAt(labels, "sealed:question")?.one ?? "";
}

function Question({ index, labels, errors }: { index: number; labels: Labels; errors: FieldError[] }) {
  return (
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{numbered(questionOf(labels), index)}</legend>
      <FieldInput name={nameOf("category", index)} field={fieldAt(labels, "item/@category")} errors={errors} />
      <FieldInput name={nameOf("words", index)} field={fieldAt(labels, "sealed:question/words")} errors={errors} isWords isSealed />
      <FieldInput name={nameOf("why", index)} field={fieldAt(labels, "sealed:question/why")} errors={errors} isWords isSealed />
    </fieldset>
  );
}

export function Asking({ verb, send }: StepProps) {
  const labels = useLabels("information-request");
  const [count, setCount] = useState(1);
  const indexes = Array.from({ length: count }, (_, index) => index);
  const most = fieldAt(labels, "item")?.most ?? 1;
  const questions = indexes.flatMap((index) => parts.map((part) => nameOf(part, index)));
  if (!labels.coded) return <p class="govuk-body">Loading</p>;
  return (
    <Form button={verb} fields={[...coded, "about", ...questions]} locate={locate}
      submit={(values) => send("information-request", write(values, count))}
      render={(errors) => (
        <>
          {coded.map((name) => <FieldInput key={name} name={name} field={fieldAt(labels, `@${name}`)} errors={errors} />)}
          <FieldInput name="about" field={fieldAt(labels, "sealed:@about")} errors={errors} isSealed />
          {indexes.map((index) => <Question key={index} index={index} labels={labels} errors={errors} />)}
          {count < most && <Add one={questionOf(labels)} isAnother onAdd={() => setCount(count + 1)} />}
        </>
      )} />
  );
}
