// SPDX-License-Identifier: Apache-2.0
import { enter, readSession, type Session } from "../api";
import { Form, Input } from "../forms";
import { Title } from "../load";

interface Props {
  token: string;
  done: (session: Session) => void;
}

// "first" before the token: nobody works here yet, and this becomes the administrator.
export function Welcome({ token, done }: Props) {
  const isFirst = token.startsWith("first-");
  const fields = isFirst ? ["login", "name", "password"] : ["password"];
  const submit = async (values: Record<string, string>) => {
    const root = await enter("/api/welcome", { ...values, token: token.replace("first-", "") });
    window.location.hash = "#/inbox";
    done(readSession(root));
  };
  return (
    <div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
      <Title>{isFirst ? "Set up the first administrator" : "Choose your password"}</Title>
      <Form button="Continue" fields={fields} submit={submit} render={(errors) => (
        <>
          {isFirst && (
            <>
              <Input name="login" label="Name to sign in with" errors={errors} width={20} autocomplete="username" />
              <Input name="name" label="Your full name" errors={errors} autocomplete="name"
                hint="It goes to other agencies in sealed parts only: the exchange never sees it." />
            </>
          )}
          <Input name="password" label="Password" type="password" errors={errors} width={20}
            autocomplete="new-password" hint="At least 12 characters. Three words that mean something only to you are good." />
        </>
      )} />
    </div></div>
  );
}
