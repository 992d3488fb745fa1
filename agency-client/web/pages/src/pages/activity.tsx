// SPDX-License-Identifier: Apache-2.0
import type { PageProps } from "../app";
import { useDone } from "../codes";
import { Failure, Title, useXml } from "../load";
import { lower, shortId, when } from "../words";
import { attribute, children } from "../xml";

function Line({ item, done }: { item: Element; done: (step: string, otherwise: string) => string }) {
  const record = attribute(item, "record");
  const step = attribute(item, "step");
  const action = attribute(item, "action");
  return (
    <tr class="govuk-table__row">
      <td class="govuk-table__cell" data-label="When">{when(attribute(item, "at"))}</td>
      <td class="govuk-table__cell" data-label="Who">{attribute(item, "name") || attribute(item, "actor")}</td>
      <td class="govuk-table__cell" data-label="What">{step ? lower(done(step, `${action}: ${step}`)) : action}</td>
      <td class="govuk-table__cell" data-label="Record">
        {record && <a class="govuk-link" href={`#/activity/${record}`}>{shortId(record)}</a>}
      </td>
    </tr>
  );
}

export function Activity({ words, news }: PageProps) {
  const record = words[0] ?? "";
  const done = useDone();
  const { root, failure } = useXml(`/api/activity${record && `?record=${record}`}`, news);
  return (
    <>
      {record && <a class="govuk-back-link" href="#/activity">All activity</a>}
      <Title>{record ? `Activity on ${shortId(record)}` : "Activity"}</Title>
      <p class="govuk-body">Who did what with which record, the newest first; the last five hundred lines.</p>
      <Failure words={failure} />
      <table class="govuk-table cards">
        <caption class="govuk-table__caption govuk-visually-hidden">What was done</caption>
        <thead class="govuk-table__head"><tr class="govuk-table__row">
          {["When", "Who", "What", "Record"].map((heading) => (
            <th key={heading} scope="col" class="govuk-table__header">{heading}</th>
          ))}
        </tr></thead>
        <tbody class="govuk-table__body">
          {(root ? children(root, "activity") : []).map((item, index) => <Line key={index} item={item} done={done} />)}
        </tbody>
      </table>
    </>
  );
}
