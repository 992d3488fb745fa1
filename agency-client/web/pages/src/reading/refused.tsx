// SPDX-License-Identifier: Apache-2.0
// What the exchange would not have: somebody has to give it up, or send it once more.
import { useRef, useState } from "preact/hooks";
import { send } from "../api";
import { useWords } from "../codes";
import { Failure } from "../load";
import { attribute, children } from "../xml";

export function Refused({ root, reload }: { root: Element; reload: () => void }) {
  const [trouble, setTrouble] = useState("");
  const steps = useWords("step");
  const isSending = useRef(false);
  const change = (document: string, action: string) => () => {
    if (isSending.current) return;
    isSending.current = true;
    setTrouble("");
    send(`/api/outbox/${document}`, { action }).then(reload, (error: Error) => setTrouble(error.message))
      .finally(() => {
        isSending.current = false;
      });
  };
  return (
    <>
      <Failure words={trouble} />
      {children(root, "parked").map((item) => {
        const document = attribute(item, "document");
        return (
          <section key={document} class="danger no-print" aria-labelledby={`refused-${document}`}>
            <h2 class="govuk-heading-s" id={`refused-${document}`}>
              Not accepted by the exchange: “{steps(attribute(item, "step"))}”
            </h2>
            <p class="govuk-body">{attribute(item, "detail") || attribute(item, "problem")}</p>
            <div class="govuk-button-group">
              <button type="button" class="govuk-button govuk-button--secondary" onClick={change(document, "drop")}>Give it up</button>
              <button type="button" class="govuk-button govuk-button--secondary" onClick={change(document, "retry")}>Send it again</button>
            </div>
          </section>
        );
      })}
    </>
  );
}
