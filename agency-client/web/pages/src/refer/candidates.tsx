// SPDX-License-Identifier: Apache-2.0
// Who could be asked: services and agencies, each with what speaks for and against it.
import { attribute, children } from "../xml";

export interface Candidate {
  key: string;
  agency: string;
  title: string;
  vacancy: string;
  good: string[];
  reasons: string[];
}

export function candidateOf(item: Element, needs: Map<string, string>): Candidate {
  const rules = (name: string) => children(item, name).map((rule) => attribute(rule, "words"));
  const unmet = children(item, "unmet").map((need) => needs.get(attribute(need, "need")) ?? attribute(need, "need"));
  return {
    key: `${attribute(item, "agency")}/${attribute(item, "service")}`,
    agency: attribute(item, "agency"),
    title: `${attribute(item, "name")}, ${attribute(item, "agencyName")}`,
    vacancy: item.localName === "match" ? attribute(item, "vacancy") : "",
    good: [attribute(item, "room"), unmet.length > 0 ? `does not meet at that level: ${unmet.join("; ")}` : "", ...rules("ask")]
      .filter(Boolean),
    reasons: rules("failed"),
  };
}

export function agencyOf(item: Element): Candidate {
  const agency = attribute(item, "agency");
  return { key: agency, agency, title: attribute(item, "name"), vacancy: "", good: [], reasons: [] };
}

interface ListProps {
  legend: string;
  items: Candidate[];
  chosen: Set<string>;
  toggle: (item: Candidate, isChosen: boolean) => void;
}

export function CandidateList({ legend, items, chosen, toggle }: ListProps) {
  if (items.length === 0) return null;
  return (
    <fieldset class="govuk-fieldset govuk-!-margin-bottom-6">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{legend}</legend>
      <div class="govuk-checkboxes govuk-checkboxes--small">
        {items.map((item) => {
          const id = `ask-${item.key}`;
          return (
            <div key={item.key} class="govuk-checkboxes__item">
              <input class="govuk-checkboxes__input" type="checkbox" id={id} checked={chosen.has(item.agency)}
                onChange={(event) => toggle(item, (event.currentTarget as HTMLInputElement).checked)} />
              <label class="govuk-label govuk-checkboxes__label" for={id}>
                {item.title}
                {[...item.good, ...item.reasons].map((words) => <span key={words} class="govuk-hint option-hint">{words}</span>)}
              </label>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
