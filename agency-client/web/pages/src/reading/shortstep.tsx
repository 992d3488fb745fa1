// SPDX-License-Identifier: Apache-2.0
// A step whose form is a list of fields: steps.ts says which.
import { Form } from "../forms";
import { inputOf, steps, writeStep } from "../steps";
import { FieldInput, fieldAt, useLabels, type StepProps } from "./fields";

export function ShortStep({ name, send }: StepProps) {
  const step = steps[name];
  const labels = useLabels(step.kind);
  if (!labels.coded) return <p class="govuk-body">Loading</p>;
  return (
    <Form button={step.verb} warning={step.isGrave} fields={step.parts.map((part) => inputOf(part.path))}
      submit={(values) => send(step.kind, writeStep(step, values))}
      render={(errors) => (
        <>
          {step.parts.map((part) => (
            <FieldInput key={part.path} name={inputOf(part.path)} field={fieldAt(labels, part.path)} errors={errors}
              isWords={part.isWords} isSealed={part.path.startsWith("sealed:")} />
          ))}
        </>
      )} />
  );
}
