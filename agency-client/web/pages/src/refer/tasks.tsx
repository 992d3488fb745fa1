// SPDX-License-Identifier: Apache-2.0
// The start page of a draft: what there is to say, and what is said.
import { useDraft, type Draft } from "../drafts";
import { Failure, Title } from "../load";
import { hasAnswers } from "../answers";
import { pageOf, partsOf, RECIPIENTS, sections } from "../referral_form";
import { children } from "../xml";
import { Emergency } from "./telephone";

interface Task {
  name: string;
  title: string;
  isBegun: boolean;
  isOptional: boolean;
}

function tasksOf(draft: Draft): Task[] {
  const about = sections.map((section) => ({
    name: section.name,
    title: section.title,
    isBegun: partsOf(section, draft.paper.labels).some((part) => hasAnswers(draft.paper, part)),
    isOptional: section.name === "dates",
  }));
  return [...about, { name: RECIPIENTS, title: "Whom to ask", isBegun: children(draft.paper.root, "to").length > 0, isOptional: false }];
}

function Status({ task, isWrong }: { task: Task; isWrong: boolean }) {
  if (!task.isBegun) return task.isOptional ? <>Optional</> : <strong class="govuk-tag govuk-tag--blue">Not yet started</strong>;
  return isWrong ? <strong class="govuk-tag govuk-tag--light-blue">Incomplete</strong> : <>Completed</>;
}

export function Tasks({ id }: { id: string }) {
  const { draft, failure } = useDraft(id);
  const tasks = draft ? tasksOf(draft) : [];
  const isWrong = (name: string) => draft!.wrong.some((item) => pageOf(item.place) === name);
  const done = tasks.filter((task) => (task.isBegun || task.isOptional) && !isWrong(task.name)).length;
  return (
    <>
      <a class="govuk-back-link" href="#/refer">Refer</a>
      <Title>A referral in the making</Title>
      <Failure words={failure} />
      {draft && (
        <>
          <p class="govuk-body">{done} of {tasks.length} sections are complete. Take them in any order; nothing is sent before you
            say so.</p>
          <ul class="govuk-task-list">
            {tasks.map((task) => (
              <li key={task.name} class="govuk-task-list__item govuk-task-list__item--with-link">
                <div class="govuk-task-list__name-and-hint">
                  <a class="govuk-link govuk-task-list__link" href={`#/refer/${id}/${task.name}`}
                    aria-describedby={`${task.name}-status`}>{task.title}</a>
                </div>
                <div class="govuk-task-list__status" id={`${task.name}-status`}><Status task={task} isWrong={isWrong(task.name)} /></div>
              </li>
            ))}
          </ul>
          <Emergency draft={draft} />
          <a class="govuk-button" draggable={false} href={`#/refer/${id}/check`}>Check before sending</a>
        </>
      )}
    </>
  );
}
