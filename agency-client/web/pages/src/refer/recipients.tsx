// SPDX-License-Identifier: Apache-2.0
// Whom to ask: one agency, several at once, or the first that accepts; and what each.
import { useEffect, useState } from "preact/hooks";
import { readBy } from "../api";
import { useDraft, type Draft, type Writing } from "../drafts";
import { ErrorSummary } from "../forms";
import type { Code } from "../labels";
import { Failure, Title, useXml } from "../load";
import { setValue } from "../paper";
import { KIND, RECIPIENTS } from "../referral_form";
import { attribute, children } from "../xml";
import { Asked, Mode, recipientsOf } from "./asked";
import { agencyOf, CandidateList, candidateOf, type Candidate } from "./candidates";
import { enquiryOf } from "./enquiry";
import { goTo, Saving, useWrong } from "./saving";
import { Emergency } from "./telephone";

interface Found {
  root?: Element;
  words: string; // why there is nothing
  isLooking: boolean;
}

// The services for this household, as the program matches them.
function useMatches(draft: Draft | undefined): Found {
  const [found, setFound] = useState<Found>({ words: "", isLooking: true });
  useEffect(() => {
    if (!draft) return;
    const enquiry = enquiryOf(draft.paper);
    if (!enquiry) {
      setFound({ words: "Say what is needed, under Needs: then the services that suit stand first here.", isLooking: false });
      return;
    }
    readBy("/api/find", enquiry).then((root) => setFound({ root, words: "", isLooking: false }),
      (error: Error) => setFound({ words: `The services could not be compared: ${error.message}.`, isLooking: false }));
  }, [draft]);
  return found;
}

// One is asked alone; with several, somebody decides how.
function settleMode(draft: Draft): void {
  const { coded } = draft.paper;
  const count = recipientsOf(draft).length;
  if (count <= 1) setValue(coded, "mode", "single");
  else if (attribute(coded, "mode") === "single") setValue(coded, "mode", "parallel");
}

function ask(draft: Draft, agency: string, vacancy: string): void {
  const { root, coded } = draft.paper;
  const to = root.ownerDocument.createElementNS(root.namespaceURI, "to");
  setValue(to, "agency", agency);
  setValue(to, "vacancy", vacancy);
  root.insertBefore(to, coded);
  settleMode(draft);
}

function askNot(draft: Draft, agency: string): void {
  recipientsOf(draft).filter((to) => attribute(to, "agency") === agency).forEach((to) => to.remove());
  settleMode(draft);
}

function needsOf(draft: Draft): Code[] {
  const codes = draft.paper.labels.coded?.fields.find((item) => item.name === "need")?.fields[0].codes ?? [];
  const said = children(draft.paper.coded, "need").map((need) => attribute(need, "code"));
  return codes.filter((code) => said.includes(code.value));
}

interface Lists {
  words: string; // why the services are not compared
  isLooking: boolean;
  suiting: Candidate[];
  others: Candidate[]; // agencies that list no service
  rest: Candidate[];
}

function useCandidates(draft: Draft, agencies: Element[], needs: Code[]): Lists {
  const { root, words, isLooking } = useMatches(draft);
  const ids = new Set(agencies.map((item) => attribute(item, "agency")));
  const labels = new Map(needs.map((need) => [need.value, need.label]));
  const services = (name: string) => (root ? children(root, name) : [])
    .map((item) => candidateOf(item, labels)).filter((item) => ids.has(item.agency));
  const [suiting, rest] = [services("match"), services("miss")];
  const listed = new Set([...suiting, ...rest].map((item) => item.agency));
  const others = agencies.filter((item) => attribute(item, "status") === "active" && !listed.has(attribute(item, "agency"))).map(agencyOf);
  return { words, isLooking, suiting, others, rest };
}

interface FormProps {
  draft: Draft;
  writing: Writing;
  isChecking: boolean;
  agencies?: Element[];
}

interface YouProps extends Omit<FormProps, "isChecking"> {
  errors: Map<string, string>;
  needs: Code[];
}

function You({ draft, writing, agencies = [], errors, needs }: YouProps) {
  const chosen = recipientsOf(draft);
  const names = new Map(agencies.map((item) => [attribute(item, "agency"), attribute(item, "name")]));
  const fields = draft.paper.labels.envelope?.fields.find((item) => item.name === "to")?.fields ?? [];
  const changed = () => writing.changed(true);
  const remove = (agency: string) => () => {
    askNot(draft, agency);
    changed();
  };
  if (chosen.length === 0) return null;
  return (
    <section aria-labelledby="asked">
      <h2 class="govuk-heading-m" id="asked">You ask</h2>
      <Mode draft={draft} changed={changed} error={errors.get(`${KIND}/@mode`)} />
      {chosen.map((to, index) => {
        const agency = attribute(to, "agency");
        return <Asked key={agency} to={to} index={index} name={names.get(agency) ?? agency} needs={needs} fields={fields}
          errors={errors} changed={changed} remove={remove(agency)} />;
      })}
    </section>
  );
}

// Nobody is shown before all are: who is ticked must not move under the hand.
function Candidates({ draft, writing, agencies, needs }: Omit<FormProps, "isChecking"> & { needs: Code[] }) {
  const { words, isLooking, suiting, others, rest } = useCandidates(draft, agencies ?? [], needs);
  const chosen = new Set(recipientsOf(draft).map((to) => attribute(to, "agency")));
  const toggle = (item: Candidate, isChosen: boolean) => {
    if (isChosen && !chosen.has(item.agency)) ask(draft, item.agency, item.vacancy);
    else if (!isChosen) askNot(draft, item.agency);
    writing.changed(true);
  };
  if (isLooking || !agencies) return <p class="govuk-body" role="status">Looking for services and agencies</p>;
  return (
    <>
      {words && <div class="govuk-inset-text">{words}</div>}
      <CandidateList legend="Services that suit, the best first" items={suiting} chosen={chosen} toggle={toggle} />
      <CandidateList legend={suiting.length + rest.length > 0 ? "Agencies that list no service" : "Agencies"} items={others}
        chosen={chosen} toggle={toggle} />
      {rest.length > 0 && (
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">Services that do not suit, and why ({rest.length})</span>
          </summary>
          <div class="govuk-details__text">
            <CandidateList legend="They can be asked all the same" items={rest} chosen={chosen} toggle={toggle} />
          </div>
        </details>
      )}
    </>
  );
}

function Form({ draft, writing, isChecking, agencies }: FormProps) {
  const { errors, list } = useWrong(draft, RECIPIENTS, isChecking);
  const needs = needsOf(draft);
  return (
    <form noValidate onSubmit={goTo(writing, `#/refer/${draft.id}/check`)}>
      <ErrorSummary errors={list} />
      <Emergency draft={draft} />
      <You draft={draft} writing={writing} agencies={agencies} errors={errors} needs={needs} />
      <Candidates draft={draft} writing={writing} agencies={agencies} needs={needs} />
      <Saving writing={writing} id={draft.id} words="Save and check" />
    </form>
  );
}

export function Recipients({ id, isChecking }: { id: string; isChecking: boolean }) {
  const writing = useDraft(id);
  const { root, failure } = useXml("/api/agencies", 0);
  return (
    <div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
      <a class="govuk-back-link" href={isChecking ? `#/refer/${id}/check` : `#/refer/${id}`}>
        {isChecking ? "Check before sending" : "All sections"}</a>
      <Title>Whom to ask</Title>
      <Failure words={failure} />
      {writing.draft
        ? <Form draft={writing.draft} writing={writing} isChecking={isChecking}
            agencies={root ? children(root, "agency") : failure ? [] : undefined} />
        : <Failure words={writing.failure} />}
    </div></div>
  );
}
