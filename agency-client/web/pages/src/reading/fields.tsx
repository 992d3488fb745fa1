// SPDX-License-Identifier: Apache-2.0
// One field of a short form: what it is called and which codes it takes the schema says.
import { useEffect, useState } from "preact/hooks";
import { Input, Select, Textarea, type FieldError } from "../forms";
import { findField, labelsOf, type Field, type Labels } from "../labels";
import { useXml } from "../load";
import { attribute, children } from "../xml";

// Until the words are here nothing is shown: a reader should never see a bare name.
export const NOT_YET: Labels = {};

export function useLabels(kind: string): Labels {
  const [labels, setLabels] = useState(NOT_YET);
  useEffect(() => {
    labelsOf(kind).then(setLabels, () => setLabels({}));
  }, [kind]);
  return labels;
}

interface Props {
  name: string;
  field?: Field;
  errors: FieldError[];
  isWords?: boolean; // more than a line
  isSealed?: boolean;
  note?: string; // after the label, where two fields of a form are called the same
}

// One of the partnership, by its name.
function AgencySelect(props: { name: string; label: string; hint: string; errors: FieldError[] }) {
  const { root } = useXml("/api/agencies", 0);
  const options = (root ? children(root, "agency") : [])
    .map((item) => ({ value: attribute(item, "agency"), label: attribute(item, "name") }));
  return <Select {...props} options={options} />;
}

export function FieldInput({ name, field, errors, isWords, isSealed, note }: Props) {
  const hint = [field?.hint, isSealed && "Sealed: only the other agency reads it."].filter(Boolean).join(" ");
  const props = { name, errors, hint, label: (field?.label ?? name) + (note ? `, ${note}` : "") };
  if (field?.codes) return <Select {...props} options={field.codes} />;
  if (field?.type === "agency") return <AgencySelect {...props} hint="" />;
  if (isWords) return <Textarea {...props} />;
  const isDate = field?.type === "date";
  return <Input {...props} type={isDate ? "date" : "text"} width={isDate ? 10 : 20} />;
}

// The field at "sealed:leadWorker/@name" or "@startBy" of a kind.
export function fieldAt(labels: Labels, path: string): Field | undefined {
  const isSealed = path.startsWith("sealed:");
  return findField(isSealed ? labels.sealed : labels.coded, path.replace("sealed:", ""));
}

// "/authoring/outcome/result[2]/@need": which of several alike, from 0, and which part of it.
export function placeOf(path: string, names: string[]): { index: number; part: string } | undefined {
  const found = /\/([\w-]+)(?:\[(\d+)\])?\/@?([\w-]+)$/.exec(path);
  return found && names.includes(found[1]) ? { index: Number(found[2] ?? 1) - 1, part: found[3] } : undefined;
}

export interface StepProps {
  name: string; // of the step: "response.accept"
  verb: string; // what it is called on a button
  root: Element; // of the referral
  send: (kind: string, xml: string) => Promise<boolean>; // false: somebody was quicker
}

// The author's file of a step, as the command line would have written it.
export function authoring(kind: string, coded: string, details: string): string {
  return `<authoring xmlns="urn:referral-exchange:document:1">${
    coded.replace(`<${kind}`, `<${kind} xmlns="urn:referral-exchange:${kind}:1"`)}${
    details && `<details xmlns="urn:referral-exchange:details:1">${details}</details>`}</authoring>`;
}
