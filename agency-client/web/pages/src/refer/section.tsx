// SPDX-License-Identifier: Apache-2.0
// One section of a referral.
import { useDraft, type Draft, type Writing } from "../drafts";
import { Part } from "../fields";
import { FormContext } from "../form_state";
import { ErrorSummary } from "../forms";
import type { Labels } from "../labels";
import { AREAS } from "../inputs";
import { Failure, Title, useXml } from "../load";
import { hidden, KIND, partsOf, RECIPIENTS, sections, type Section } from "../referral_form";
import { lower } from "../words";
import { attribute, children } from "../xml";
import { goTo, Saving, useWrong } from "./saving";
import { Emergency } from "./telephone";

// What of a section is not sealed, by its labels.
function codedLabels(section: Section, labels: Labels): string[] {
  return partsOf(section, labels).filter((part) => !part.startsWith("sealed:")).flatMap((part) => {
    const name = part.replace("file:", "");
    const fields = (part === name ? labels.coded : labels.envelope)?.fields ?? [];
    const field = fields.find((item) => item.name === name.replace("@", "") && item.isAttribute === name.startsWith("@"));
    const inside = field?.fields.filter((item) => !hidden.has(`${KIND}/${field.name}/${item.isAttribute ? "@" : ""}${item.name}`)) ?? [];
    const within = inside.map((item) => lower(item.label)).join(", ");
    return field ? [within ? `${lower(field.label)} (${within})` : lower(field.label)] : [];
  });
}

// Said once, and not beside each field.
function Seen({ section, labels }: { section: Section; labels: Labels }) {
  const coded = codedLabels(section, labels);
  return (
    <div class="govuk-inset-text">
      {coded.length > 0 && <>The exchange sees {coded.join(", ")}: codes and dates, no names and no words. Everything else here is </>}
      {coded.length === 0 && <>All of this is </>}
      sealed: only the other agency reads it.
    </div>
  );
}

function Form({ draft, writing, section, isChecking }: { draft: Draft; writing: Writing; section: Section; isChecking: boolean }) {
  const { errors, list } = useWrong(draft, section.name, isChecking);
  const next = isChecking ? "check" : sections[sections.indexOf(section) + 1]?.name ?? RECIPIENTS;
  return (
    <form noValidate onSubmit={goTo(writing, `#/refer/${draft.id}/${next}`)}>
      <ErrorSummary errors={list} />
      <Emergency draft={draft} />
      <Seen section={section} labels={draft.paper.labels} />
      <Areas />
      <FormContext.Provider value={writing.form(errors)}>
        {partsOf(section, draft.paper.labels).map((part) => <Part key={part} name={part} under={section.title} />)}
      </FormContext.Provider>
      <Saving writing={writing} id={draft.id} words={isChecking ? "Save and check" : "Save and continue"} />
    </form>
  );
}

// Districts by their codes, as the directory names them.
function Areas() {
  const { root } = useXml("/api/areas", 0);
  return (
    <datalist id={AREAS}>
      {(root ? children(root, "area") : []).map((area) => (
        <option key={attribute(area, "code")} value={attribute(area, "code")}>{attribute(area, "name")}</option>
      ))}
    </datalist>
  );
}

export function SectionPage({ id, section, isChecking }: { id: string; section: Section; isChecking: boolean }) {
  const writing = useDraft(id);
  return (
    <div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
      <a class="govuk-back-link" href={isChecking ? `#/refer/${id}/check` : `#/refer/${id}`}>
        {isChecking ? "Check before sending" : "All sections"}</a>
      <Title>{section.title}</Title>
      {writing.draft
        ? <Form draft={writing.draft} writing={writing} section={section} isChecking={isChecking} />
        : <Failure words={writing.failure} />}
    </div></div>
  );
}
