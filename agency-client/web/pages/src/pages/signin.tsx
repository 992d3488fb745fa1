// SPDX-License-Identifier: Apache-2.0
import { enter, readSession, type Session } from "../api";
import { Form, Input } from "../forms";
import { Title } from "../load";

interface Props {
  session: Session;
  note?: string;
  done: (session: Session) => void;
}

export function SignIn({ session, note, done }: Props) {
  const submit = async (values: Record<string, string>) =>
    done(readSession(await enter("/api/session", values)));
  return (
    <div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
      <Title>Sign in</Title>
      {note && <div class="govuk-inset-text">{note}</div>}
      <p class="govuk-body">You sign in for {session.agencyName}.</p>
      <Form button="Sign in" fields={["login", "password"]} submit={submit} render={(errors) => (
        <>
          <Input name="login" label="Name to sign in with" errors={errors} width={20} autocomplete="username" />
          <Input name="password" label="Password" type="password" errors={errors} width={20}
            autocomplete="current-password" />
        </>
      )} />
      <p class="govuk-body">Forgotten it? An administrator of your agency can give you a new link.</p>
    </div></div>
  );
}
