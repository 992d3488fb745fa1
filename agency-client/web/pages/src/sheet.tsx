// SPDX-License-Identifier: Apache-2.0
// A document as a person reads it: each value under what the schema calls it.
import type { Field } from "./labels";
import { day } from "./words";
import { children } from "./xml";

function said(value: string, field?: Field): string {
  const code = field?.codes?.find((item) => item.value === value);
  if (code) return code.label;
  if (field?.type === "boolean") return value === "true" ? "Yes" : "No";
  if (field?.type === "date") return day(value);
  return value;
}

// What joins documents is of no use to a reader.
const hidden = new Set(["xmlns", "leg", "referral", "document", "case", "from", "request", "matter"]);

interface Row {
  label: string;
  value?: string;
  element?: Element;
  field?: Field;
}

function rowsOf(element: Element, field?: Field): Row[] {
  const rows: Row[] = Array.from(element.attributes)
    .filter((item) => !hidden.has(item.name))
    .map((item) => {
      const known = field?.fields.find((other) => other.isAttribute && other.name === item.name);
      return { label: known?.label ?? item.name, value: said(item.value, known) };
    });
  for (const part of children(element)) {
    const known = field?.fields.find((other) => !other.isAttribute && other.name === part.localName);
    const isPlain = part.children.length === 0 && part.attributes.length === 0;
    rows.push(isPlain
      ? { label: known?.label ?? part.localName, value: said(part.textContent?.trim() || "Yes", known) }
      : { label: known?.label ?? part.localName, element: part, field: known });
  }
  const text = element.children.length === 0 ? element.textContent?.trim() : "";
  if (text && element.attributes.length > 0) rows.push({ label: field?.label ?? "", value: said(text, field) });
  return rows;
}

export function Tree({ element, field }: { element: Element; field?: Field }) {
  const rows = rowsOf(element, field);
  return (
    <dl class="govuk-summary-list govuk-summary-list--no-border tree">
      {rows.map((row, index) => (
        <div key={index} class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">{row.label}</dt>
          <dd class="govuk-summary-list__value">
            {row.element ? <Tree element={row.element} field={row.field} /> : row.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
