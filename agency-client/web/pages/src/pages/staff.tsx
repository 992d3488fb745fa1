// SPDX-License-Identifier: Apache-2.0
// Who works here: who may sign in, and what they may do.
import { useEffect, useRef, useState } from "preact/hooks";
import { send } from "../api";
import type { PageProps } from "../app";
import { Form, Input, Select } from "../forms";
import { Failure, Title, useXml } from "../load";
import { attribute, child, children, is } from "../xml";

const rights = [
  { value: "caseworker", label: "Caseworker: refers, answers, follows" },
  { value: "manager", label: "Manager: also counts" },
  { value: "administrator", label: "Administrator: also adds staff" },
];

interface Said {
  words: string;
  link: string; // one-time, "": none
}

function Banner({ said }: { said?: Said }) {
  const link = said?.link && window.location.href.replace(/#.*$/, "") + said.link;
  return (
    <div role="status">
      {said && (
        <div class="govuk-notification-banner govuk-notification-banner--success">
          <div class="govuk-notification-banner__header">
            <h2 class="govuk-notification-banner__title">Done</h2>
          </div>
          <div class="govuk-notification-banner__content">
            <p class="govuk-notification-banner__heading">{said.words}</p>
            {link && (
              <>
                <p class="govuk-body">Give this link to that person, and to nobody else. With it they choose a password.
                  It works once, within three days, and is not shown again.</p>
                <p class="govuk-body long"><code>{link}</code></p>
              </>
            )}
          </div>
        </div>
      )}
    </div>
  );
}

function State({ member }: { member: Element }) {
  if (is(member, "disabled")) return <strong class="govuk-tag govuk-tag--grey">Stopped</strong>;
  if (is(member, "locked")) return <strong class="govuk-tag govuk-tag--red">Locked</strong>;
  if (is(member, "invited")) return <strong class="govuk-tag govuk-tag--yellow">Link not used yet</strong>;
  return <strong class="govuk-tag govuk-tag--green">May sign in</strong>;
}

interface MemberProps {
  member: Element;
  change: (member: Element, fields: Record<string, string>, words: string) => void;
}

function Changes({ member, change }: MemberProps) {
  const actor = attribute(member, "actor");
  const name = attribute(member, "name");
  const right = attribute(member, "right");
  const isStopped = is(member, "disabled");
  // What is chosen stands, whatever the list says meanwhile, until the list says the same.
  const [choice, setChoice] = useState("");
  const chosen = choice || right;
  useEffect(() => setChoice((now) => (now === right ? "" : now)), [right]);
  return (
    <details class="govuk-details govuk-!-margin-bottom-0">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">Change<span class="govuk-visually-hidden"> {name}</span></span>
      </summary>
      <div class="govuk-details__text">
        <div class="govuk-form-group">
          <label class="govuk-label" for={`right-${actor}`}>May be</label>
          <select class="govuk-select" id={`right-${actor}`} value={chosen} onChange={(event) => setChoice(event.currentTarget.value)}>
            {rights.map((item) => <option key={item.value} value={item.value}>{item.value}</option>)}
          </select>
        </div>
        <div class="govuk-button-group">
          <button type="button" class="govuk-button govuk-button--secondary"
            onClick={() => change(member, { action: "right", right: chosen }, `${name} is now: ${chosen}`)}>Change what they may do</button>
          <button type="button" class="govuk-button govuk-button--secondary"
            onClick={() => change(member, { action: "invite" }, `A new link for ${name}`)}>Make a new link</button>
          {/* Whoever presses twice does not undo it with the second press. */}
          <button type="button" class={`govuk-button ${isStopped ? "" : "govuk-button--warning"}`}
            onClick={(event) => event.detail <= 1 && change(member, { action: isStopped ? "enable" : "disable" },
              isStopped ? `${name} may sign in again` : `${name} may not sign in any more`)}>
            {isStopped ? "Let in again" : "Stop signing in"}
          </button>
        </div>
      </div>
    </details>
  );
}

function Members({ root, change }: { root: Element; change: MemberProps["change"] }) {
  return (
    <table class="govuk-table cards">
      <caption class="govuk-table__caption govuk-table__caption--m">Who works here</caption>
      <thead class="govuk-table__head"><tr class="govuk-table__row">
        {["Name", "Signs in as", "May be", "State", "Change"].map((heading) => (
          <th key={heading} scope="col" class="govuk-table__header">{heading}</th>
        ))}
      </tr></thead>
      <tbody class="govuk-table__body">
        {children(root, "member").map((member) => (
          <tr key={attribute(member, "actor")} class="govuk-table__row">
            <td class="govuk-table__cell" data-label="Name">{attribute(member, "name")}</td>
            <td class="govuk-table__cell" data-label="Signs in as">{attribute(member, "login")}</td>
            <td class="govuk-table__cell" data-label="May be">{attribute(member, "right")}</td>
            <td class="govuk-table__cell" data-label="State"><State member={member} /></td>
            <td class="govuk-table__cell" data-label="Change"><Changes member={member} change={change} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Add({ done }: { done: (answer: Element, name: string) => void }) {
  const roles = useXml("/api/codes/role", 0).root;
  const options = (roles ? children(roles, "code") : []).map((code) =>
    ({ value: attribute(code, "value"), label: attribute(code, "label") }));
  return (
    <div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
      <h2 class="govuk-heading-m">Add somebody</h2>
      <Form button="Add" fields={["name", "login", "role", "right"]}
        submit={async (values) => done(await send("/api/staff", values), values.name)}
        render={(errors) => (
          <>
            <Input name="name" label="Full name" errors={errors}
              hint="It goes to other agencies in sealed parts only." />
            <Input name="login" label="Name to sign in with" errors={errors} width={20} />
            <Select name="role" label="What they are" errors={errors} options={options} />
            <Select name="right" label="What they may do here" errors={errors} options={rights} />
          </>
        )} />
    </div></div>
  );
}

export function Staff({ news }: PageProps) {
  const { root, failure, reload } = useXml("/api/staff", news);
  const [said, setSaid] = useState<Said>();
  const [trouble, setTrouble] = useState("");
  const tell = (answer: Element, words: string) => {
    const link = child(answer, "link");
    setSaid({ words, link: link ? attribute(link, "path") : "" });
    setTrouble("");
    reload();
    document.querySelector("h1")?.scrollIntoView();
  };
  const isSending = useRef(false);
  // One at a time: of two links that are made at once only the later one works.
  const change: MemberProps["change"] = (member, fields, words) => {
    if (isSending.current) return;
    isSending.current = true;
    send(`/api/staff/${attribute(member, "actor")}`, fields).then((answer) => tell(answer, words),
      (error: Error) => {
        setTrouble(error.message);
        reload();
      }).finally(() => {
      isSending.current = false;
    });
  };
  return (
    <>
      <Title>Staff</Title>
      <Failure words={failure || trouble} />
      <Banner said={said} />
      {root && <Members root={root} change={change} />}
      <Add done={(answer, name) => tell(answer, `${name} has been added`)} />
    </>
  );
}
