// SPDX-License-Identifier: Apache-2.0
// What has been begun, by whom; and beginning.
import { useRef, useState } from "preact/hooks";
import { read, send, sendXml, type Session } from "../api";
import { labelsOf } from "../labels";
import { Failure, Title, useAnswer } from "../load";
import { blankFile, openPaper, setValue, tidy, writePaper, type Paper } from "../paper";
import { KIND, opened, pairs } from "../referral_form";
import { when } from "../words";
import { saved } from "../writers";
import { attribute, child, children, is, parseXml } from "../xml";

// A reference to say on the telephone; whoever has a better one overwrites it.
function newReference(): string {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(3)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `R${new Date().toISOString().slice(2, 10).replace(/-/g, "")}-${digits.toUpperCase()}`;
}

// Whoever begins it is whom the other agency calls back, as when they last referred.
async function introduce(paper: Paper, session: Session): Promise<void> {
  const before = child(await read("/api/referrer"), "file");
  const blank = child(paper.sealed, "referrer");
  if (before && blank) blank.replaceWith(paper.root.ownerDocument.importNode(parseXml(before.textContent ?? ""), true));
  tidy(paper);
  const referrer = child(paper.sealed, "referrer");
  const worker = referrer && child(referrer, "worker");
  if (!worker) return;
  setValue(worker, "name", session.name);
  setValue(worker, "role", session.role);
}

async function begin(session: Session): Promise<string> {
  const paper = openPaper(blankFile(KIND), KIND, await labelsOf(KIND), pairs, opened);
  setValue(paper.coded, "mode", "single");
  setValue(paper.sealed, "reference", newReference());
  await introduce(paper, session);
  const answer = await sendXml("/api/drafts", writePaper(paper));
  return attribute(child(answer, "draft")!, "draft");
}

function Row({ draft, done, fail }: { draft: Element; done: () => void; fail: (words: string) => void }) {
  const [isAsking, setAsking] = useState(false);
  const isSending = useRef(false);
  const id = attribute(draft, "draft");
  const title = attribute(draft, "title") || "Nobody named yet";
  const remove = () => {
    if (isSending.current) return;
    isSending.current = true;
    send(`/api/drafts/${id}/delete?version=${attribute(draft, "version")}`, {}).then(done, (error: Error) => {
      isSending.current = false;
      fail(error.message);
    });
  };
  return (
    <tr class="govuk-table__row">
      <td class="govuk-table__cell" data-label="For">
        <a class="govuk-link" href={`#/refer/${id}`}>{title}</a>
        {attribute(draft, "problem") && <> Cannot be opened: {attribute(draft, "problem")}</>}
      </td>
      <td class="govuk-table__cell" data-label="Saved">{when(attribute(draft, "changed"))}</td>
      <td class="govuk-table__cell" data-label="By">{is(draft, "ours") ? "you" : attribute(draft, "name")}</td>
      <td class="govuk-table__cell" data-label="Delete">
        {isAsking
          ? <>
              <button type="button" class="govuk-button govuk-button--warning govuk-!-margin-bottom-1" onClick={remove}>
                Delete for good<span class="govuk-visually-hidden">: {title}</span></button>{" "}
              <button type="button" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-1"
                onClick={() => setAsking(false)}>Keep</button>
            </>
          : <button type="button" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-1" onClick={() => setAsking(true)}>
              Delete<span class="govuk-visually-hidden"> {title}</span></button>}
      </td>
    </tr>
  );
}

export function Drafts({ session, news }: { session: Session; news: number }) {
  const [times, setTimes] = useState(0);
  const { root, failure } = useAnswer((signal) => saved().then(() => read("/api/drafts", signal)), [news, times]);
  const reload = () => setTimes((count) => count + 1);
  const [trouble, setTrouble] = useState("");
  const isBeginning = useRef(false);
  const drafts = root ? children(root, "draft") : [];
  const start = () => {
    if (isBeginning.current) return;
    isBeginning.current = true;
    const here = window.location.hash;
    begin(session).then((id) => {
      if (window.location.hash === here) window.location.hash = `#/refer/${id}`;
    }, (error: Error) => {
      isBeginning.current = false;
      setTrouble(error.message);
    });
  };
  return (
    <>
      <Title>Refer</Title>
      <Failure words={failure || trouble} />
      <p class="govuk-body">A referral is written in sections, in any order. It is saved while you write, sealed on this computer,
        and you can stop at any point.</p>
      <button type="button" class="govuk-button" onClick={start}>Start a new referral</button>
      {root && drafts.length === 0 && <p class="govuk-body">Nothing has been begun.</p>}
      {drafts.length > 0 && (
        <table class="govuk-table cards">
          <caption class="govuk-table__caption govuk-table__caption--m">Begun and not sent</caption>
          <thead class="govuk-table__head"><tr class="govuk-table__row">
            {["For", "Saved", "By", "Delete"].map((heading) => <th key={heading} scope="col" class="govuk-table__header">{heading}</th>)}
          </tr></thead>
          <tbody class="govuk-table__body">
            {drafts.map((draft) => <Row key={attribute(draft, "draft")} draft={draft} done={reload} fail={setTrouble} />)}
          </tbody>
        </table>
      )}
    </>
  );
}
