// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { Problem, send } from "../api";
import type { PageProps } from "../app";
import { Form, Input, Select } from "../forms";
import { Failure, Title, useXml } from "../load";
import { attribute, child, children, is } from "../xml";

const rights = [
  { value: "caseworker", label: "Caseworker: refers, answers, follows" },
  { value: "manager", label: "Manager: also counts" },
  { value: "administrator", label: "Administrator: also adds staff" },
];

function Invitation({ path }: { path: string }) {
  const link = window.location.href.replace(/#.*$/, "") + path;
  return (
    <div class="govuk-inset-text" role="status">
      <p class="govuk-body">Give this link to that person, and to nobody else. It works once, within three days.</p>
      <p class="govuk-body tree"><code>{link}</code></p>
    </div>
  );
}

function states(member: Element): string {
  return [is(member, "disabled") && "may not sign in", is(member, "locked") && "locked for a while",
    is(member, "invited") && "has not used the link yet"].filter(Boolean).join(", ");
}

export function Staff({ news }: PageProps) {
  const { root, failure, reload } = useXml("/api/staff", news);
  const roles = useXml("/api/codes/role", 0).root;
  const [invitation, setInvitation] = useState("");
  const [trouble, setTrouble] = useState("");
  const take = (answer: Element) => {
    const link = child(answer, "link");
    setInvitation(link ? attribute(link, "path") : "");
    setTrouble("");
    reload();
  };
  const change = (actor: string, action: string) => () => {
    send(`/api/staff/${actor}`, { action }).then(take, (error: Problem) => setTrouble(error.message));
  };
  return (
    <>
      <Title>Staff</Title>
      <Failure words={failure || trouble} />
      {invitation && <Invitation path={invitation} />}
      <table class="govuk-table cards">
        <caption class="govuk-table__caption govuk-table__caption--m">Who may sign in</caption>
        <thead class="govuk-table__head"><tr class="govuk-table__row">
          {["Name", "Signs in as", "May", "State", "Change"].map((heading) => (
            <th key={heading} scope="col" class="govuk-table__header">{heading}</th>
          ))}
        </tr></thead>
        <tbody class="govuk-table__body">
          {(root ? children(root, "member") : []).map((member) => {
            const actor = attribute(member, "actor");
            const name = attribute(member, "name");
            const action = is(member, "disabled") ? "enable" : "disable";
            return (
              <tr key={actor} class="govuk-table__row">
                <td class="govuk-table__cell" data-label="Name">{name}</td>
                <td class="govuk-table__cell" data-label="Signs in as">{attribute(member, "login")}</td>
                <td class="govuk-table__cell" data-label="May">{attribute(member, "right")}</td>
                <td class="govuk-table__cell" data-label="State">{states(member)}</td>
                <td class="govuk-table__cell" data-label="Change">
                  <button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-1" type="button"
                    onClick={change(actor, "invite")}>New link<span class="govuk-visually-hidden"> for {name}</span></button>{" "}
                  <button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-1" type="button"
                    onClick={change(actor, action)}>
                    {action === "disable" ? "Stop" : "Let in"}<span class="govuk-visually-hidden"> {name}</span>
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <h2 class="govuk-heading-m">Add somebody</h2>
      <Form button="Add" fields={["name", "login", "role", "right"]}
        submit={async (values) => take(await send("/api/staff", values))}
        render={(errors) => (
          <>
            <Input name="name" label="Full name" errors={errors}
              hint="It goes to other agencies in sealed parts only." />
            <Input name="login" label="Name to sign in with" errors={errors} width={20} />
            <Select name="role" label="What they are" errors={errors}
              options={(roles ? children(roles, "code") : []).map((code) =>
                ({ value: attribute(code, "value"), label: attribute(code, "label") }))} />
            <Select name="right" label="What they may do here" errors={errors} options={rights} />
          </>
        )} />
    </>
  );
}
