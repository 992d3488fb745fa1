// SPDX-License-Identifier: Apache-2.0
// A step whose form is a list of fields: steps.ts says which.
import { Form } from "../forms";
import type { Field, Labels } from "../labels";
import { inputAt, inputOf, steps, writeStep } from "../steps";
import { lower } from "../words";
import { FieldInput, fieldAt, useLabels, type StepProps } from "./fields";

// With what it is a part of: "Lead worker: name".
function fieldOf(labels: Labels, path: string): Field | undefined {
  const field = fieldAt(labels, path);
  const whole = path.includes("/") ? fieldAt(labels, path.slice(0, path.lastIndexOf("/"))) : undefined;
  return field && whole && whole.label !== field.label ? { ...field, label: `${whole.label}: ${lower(field.label)}` } : field;
}

export function ShortStep({ name, verb, send }: StepProps) {
  const step = steps[name];
  const labels = useLabels(step.kind);
  if (!labels.coded) return <p class="govuk-body">Loading</p>;
  const fields = step.parts.map((part) => ({ ...part, field: fieldOf(labels, part.path) }));
  const isTwice = (label?: string) => fields.filter(({ field }) => field?.label === label).length > 1;
  return (
    <Form button={verb} warning={step.isGrave} fields={step.parts.map((part) => inputOf(part.path))}
      locate={(path) => inputAt(step, path)} submit={(values) => send(step.kind, writeStep(step, values))}
      render={(errors) => (
        <>
          {fields.map(({ path, isWords, field }) => (
            <FieldInput key={path} name={inputOf(path)} field={field} errors={errors}
              isWords={isWords} isSealed={path.startsWith("sealed:")} note={isWords && isTwice(field?.label) ? "in words" : undefined} />
          ))}
        </>
      )} />
  );
}
