// SPDX-License-Identifier: Apache-2.0
// How a service ended, need by need.
import { Form } from "../forms";
import { attribute, children, element, wordsElement } from "../xml";
import { authoring, FieldInput, fieldAt, placeOf, useLabels, type StepProps } from "./fields";
import { lettersOf } from "./letters";

const coded = ["endReason", "destination", "hours", "followUpOn"];
const dated = ["endedOn", "sessions"];
const words = ["narrative", "reason", "handover", "feedback", "noFeedback", "lessons"];

// The needs that were put to us.
function needsOf(root: Element): string[] {
  const referral = lettersOf(root).find((letter) => letter.kind === "referral");
  return (referral?.body ? children(referral.body, "need") : []).map((need) => attribute(need, "code"));
}

function pick(values: Record<string, string>, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function write(ending: string, values: Record<string, string>, needs: string[]): string {
  return authoring("outcome",
    element("outcome", { ending, ...pick(values, coded) },
      needs.map((need) => element("result", { need, result: values[`result-${need}`] })).join("")),
    element("outcome", pick(values, dated), words.map((name) => wordsElement(name, values[name])).join("")));
}

export function Ending({ name, verb, root, send }: StepProps) {
  const labels = useLabels("outcome");
  const ending = name.replace("outcome.", "");
  const needs = needsOf(root);
  const result = fieldAt(labels, "result/@result");
  const needLabel = (need: string) => fieldAt(labels, "result/@need")?.codes?.find((code) => code.value === need)?.label ?? need;
  if (!labels.coded) return <p class="govuk-body">Loading</p>;
  return (
    <Form button={verb} fields={[...coded, ...dated, ...words, ...needs.map((need) => `result-${need}`)]}
      locate={(path) => {
        const place = placeOf(path, ["result"]);
        return place ? `result-${needs[place.index]}` : "";
      }}
      submit={(values) => send("outcome", write(ending, values, needs))}
      render={(errors) => (
        <>
          <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{fieldAt(labels, "result")?.hint.replace(/\.$/, "")}</legend>
            {needs.map((need) => (
              <FieldInput key={need} name={`result-${need}`} errors={errors}
                field={result && { ...result, label: needLabel(need), hint: "" }} />
            ))}
          </fieldset>
          {coded.map((one) => <FieldInput key={one} name={one} field={fieldAt(labels, `@${one}`)} errors={errors} />)}
          {dated.map((one) => <FieldInput key={one} name={one} field={fieldAt(labels, `sealed:@${one}`)} errors={errors} isSealed />)}
          {words.map((one) => <FieldInput key={one} name={one} field={fieldAt(labels, `sealed:${one}`)} errors={errors} isWords isSealed
            note={one === "reason" ? "in words" : undefined} />)}
        </>
      )} />
  );
}
