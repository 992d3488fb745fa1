// SPDX-License-Identifier: Apache-2.0
// Two agencies, and two colleagues at one of them, from the first look to the outcome.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { act, assertSound, inspect, MENDED_MS, openBrowser, openDesk, signIn, untilFocused } from "./browser.mjs";

const { URL: housing, COUNCIL: council, LEG: leg, SOON: soon, TODAY: today, QUESTION: question,
  SCREENSHOTS: screenshots } = process.env;
// Stands in every answer: what somebody writes is text.
const MARKUP = `<img src=x onerror="globalThis.hurt = 1">`;
const browser = await openBrowser();

after(() => browser.close());

async function openAs(url, login) {
  const page = await openDesk(browser, url);
  await signIn(page, url, login);
  return page;
}

async function fill(form, fields) {
  for (const [label, value] of Object.entries(fields)) {
    const field = form.getByLabel(label, { exact: true });
    if ((await field.evaluate((node) => node.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

function choose(page, verb) {
  return page.getByRole("button", { name: verb, exact: true }).first().click();
}

function send(page, verb) {
  return page.locator("form").getByRole("button", { name: verb, exact: true }).click();
}

test("a referral is read, asked about and answered", async (life) => {
  const olu = await openAs(housing, "olu");
  const bea = await openAs(housing, "bea");
  const ruth = await openAs(council, "ruth");

  await life.test("what is new is counted and found by name", async () => {
    const inbox = olu.getByRole("link", { name: /Inbox/ });
    await inbox.getByText("3 new").waitFor();
    await olu.waitForFunction(() => document.title.startsWith("(3) Inbox"));
    await olu.getByLabel("Find by name or reference").fill("warsame hod");
    await olu.getByRole("button", { name: "Find" }).click();
    await olu.getByText("2 referrals found").waitFor();
    await inspect(olu, "inbox-search");
    assert.doesNotMatch(olu.url(), /warsame/i);
    await olu.getByLabel("Find by name or reference").fill("nobody");
    await olu.getByRole("button", { name: "Find" }).click();
    await olu.getByText("0 referrals found").waitFor();
    await olu.getByRole("button", { name: "Show all" }).click();
    await olu.getByText("2 referrals and 1 other matter.").waitFor();
    await untilFocused(olu, "name");
    await olu.getByRole("link", { name: /Finished/ }).click();
    await olu.getByText("0 referrals.").waitFor();
    await olu.getByRole("link", { name: /Waiting for us/ }).click();
    const first = olu.getByRole("row").nth(1);
    await first.getByText("Urgent").waitFor();
    await first.getByRole("link", { name: /Hodan Warsame \(Hani\)/ }).click();
  });

  await life.test("what is no referral is listed and read beside them", async () => {
    await bea.getByRole("table", { name: "Other" }).getByRole("link", { name: "Enquiry" }).click();
    await bea.getByText(question).waitFor();
    await inspect(bea, "matter");
    await bea.getByRole("link", { name: "Inbox" }).last().click();
    // With what her colleague has opened, two of three are no longer new.
    await bea.getByRole("link", { name: /Inbox/ }).getByText("1 new").waitFor();
  });

  await life.test("dangers and safe contact come first", async () => {
    await olu.getByRole("heading", { name: "Hodan Warsame (Hani)" }).waitFor();
    const dangers = olu.getByRole("region", { name: /Read first/ });
    await dangers.getByText("CODEWORD blue umbrella").waitFor();
    await dangers.getByText("NEVER VISIT ALONE").waitFor();
    assert.ok((await dangers.boundingBox()).y < 500, "the dangers are not at the top");
    assert.doesNotMatch(await olu.title(), /Warsame/);
    await inspect(olu, "read");
  });

  await life.test("one side of A4 to take along", async () => {
    await olu.getByRole("link", { name: "On one page, to print" }).click();
    await olu.getByRole("button", { name: "Print" }).waitFor();
    await olu.getByRole("heading", { name: "Hodan Warsame (Hani)" }).waitFor();
    await olu.getByRole("heading", { name: "Household" }).waitFor();
    await inspect(olu, "onepage");
    const pdf = await olu.pdf({ preferCSSPageSize: true });
    writeFileSync(path.join(screenshots, "onepage.pdf"), pdf);
    const sizes = pdf.toString("latin1").match(/\/MediaBox \[[^\]]*\]/g);
    assert.equal(sizes.length, 1, "it takes more than one page");
    const [, , width, height] = sizes[0].match(/[\d.]+/g).map(Number);
    assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, sizes[0]);
    await olu.getByRole("link", { name: "The whole referral" }).click();
  });

  await life.test("questions go to the referrer, who sees that something is new", async () => {
    await choose(olu, "Ask for information");
    const form = olu.locator("form");
    await fill(form, { Purpose: "assess-risk", "Lawful basis": "e", "Needed by": soon, About: "The client" });
    await form.getByRole("button", { name: "Add another question" }).click();
    for (const [number, category, question] of [[1, "risk-assessment", `Does he know ${MARKUP}?`], [2, "school", "Which schools?"]]) {
      const one = form.getByRole("group", { name: `Question ${number}` });
      await fill(one, { Category: category, Question: question, Why: `We house there${MARKUP}.` });
    }
    await inspect(olu, "asking");
    // What arrives meanwhile changes the badge, and nothing that she has written or where she is.
    const last = form.getByRole("group", { name: "Question 2" }).getByLabel("Why", { exact: true });
    await last.focus();
    await olu.getByRole("link", { name: /Inbox/ }).getByText("1 new").waitFor();
    await bea.getByRole("table", { name: "Referrals" }).getByRole("row").filter({ hasText: "1 new" }).getByRole("link").click();
    await olu.getByRole("link", { name: /Inbox/ }).getByText("1 new").waitFor({ state: "detached" });
    await olu.keyboard.press("Control+End");
    await olu.keyboard.type(" Since May.");
    assert.equal(await last.inputValue(), `We house there${MARKUP}. Since May.`);
    await send(olu, "Ask for information");
    await olu.getByText("The exchange has it").waitFor();
    await olu.getByText("Information asked for by Northgate Homes (Olu Sowande)").waitFor();
    await ruth.getByRole("link", { name: /Inbox/ }).getByText("1 new").waitFor();
    await ruth.getByText("You: give information").waitFor();
  });

  await life.test("the referrer answers item by item", async () => {
    await ruth.goto(`${council}/#/referral/${leg}`);
    await choose(ruth, "Give the information");
    const form = ruth.locator("form");
    await form.getByText(`Does he know ${MARKUP}?`).waitFor();
    const items = form.getByRole("group");
    await fill(items.nth(0), { Answer: "refused" });
    await fill(items.nth(1), { Answer: "none-held" });
    await fill(form, { "Onward use": "this-agency" });
    await form.getByLabel("Authorised by").fill(`Helen ${MARKUP}`);
    await send(ruth, "Give the information");
    await ruth.getByRole("alert").first().waitFor();
    await inspect(ruth, "answering-error");
    await items.nth(0).getByLabel("Reason").fill(`A court ${MARKUP} has it sealed.`);
    await send(ruth, "Give the information");
    await ruth.getByText("The exchange has it").waitFor();
    await olu.getByText(`A court ${MARKUP} has it sealed.`).waitFor();
    await olu.getByText("Information given by Eastborough Social Services (Ruth Sowande)").waitFor();
    await inspect(olu, "messages");
  });

  await life.test("of two colleagues the second is told what happened", async () => {
    await bea.route("**/api/news**", () => undefined); // hears of nothing meanwhile
    await bea.goto(`${housing}/#/referral/${leg}`);
    await bea.reload(); // and does not go on waiting for any
    for (const page of [olu, bea]) {
      await choose(page, "Accept");
      await fill(page.locator("form"), { "Start by": soon });
    }
    await send(olu, "Accept");
    await olu.getByText("The exchange has it").waitFor();
    await ruth.getByText("Accepted by Northgate Homes (Olu Sowande)").waitFor(); // without any words
    await send(bea, "Accept");
    const told = bea.getByRole("alert").filter({ hasText: "somebody was quicker" });
    await told.getByText("Accepted by Northgate Homes (Olu Sowande)").waitFor();
    await bea.getByRole("button", { name: "Say that the service has started" }).waitFor();
    await bea.getByText("What you wrote is still here.").waitFor();
    assert.equal(await bea.getByLabel("Start by").inputValue(), soon);
    await inspect(bea, "conflict");
    await bea.getByRole("button", { name: "Throw away what I wrote" }).click();
    await bea.locator("form").waitFor({ state: "detached" });
    assertSound(bea);
  });

  await life.test("without the exchange it goes on, and is sent later", async () => {
    await act("cut");
    await choose(olu, "Say that the service has started");
    await fill(olu.locator("form"), { "First contact": today, Summary: `We met ${MARKUP} at school.` });
    await send(olu, "Say that the service has started");
    await olu.getByText("Stored here. It is waiting to send").waitFor();
    await olu.getByText("No connection to the exchange").waitFor();
    await olu.getByRole("listitem").filter({ hasText: "Service started" }).getByText("Waiting to send").waitFor();
    await inspect(olu, "no-line");
    await act("mend");
    await olu.getByText("No connection to the exchange").waitFor({ state: "detached", timeout: MENDED_MS });
    await olu.getByRole("listitem").filter({ hasText: "Service started" }).getByText("In service").waitFor();
    await olu.getByText("The exchange has it now.").waitFor();
  });

  await life.test("the outcome is told need by need", async () => {
    await choose(olu, "Report the outcome: completed");
    const form = olu.locator("form");
    await form.getByRole("combobox").first().waitFor();
    await send(olu, "Report the outcome: completed");
    await olu.getByRole("alert").getByRole("link", { name: "What happened: fill this in" }).waitFor();
    await olu.getByRole("alert").getByRole("link", { name: /^Parenting/ }).click(); // each fault leads to its field
    await untilFocused(olu, "result-parenting");
    for (const result of await form.getByRole("group").getByRole("combobox").all()) await result.selectOption("met");
    await fill(form, { Reason: "goals-met", "Ended on": today, "What happened": `They live ${MARKUP} in Harbour Lane.`, "Why no feedback": `She moved ${MARKUP}.` });
    await inspect(olu, "outcome");
    await send(olu, "Report the outcome: completed");
    await olu.getByText("The exchange has it").waitFor();
    await ruth.getByText(`They live ${MARKUP} in Harbour Lane.`).waitFor();
    for (const step of ["Information asked for", "Accepted", "Service started", "Completed: outcome reported"])
      await ruth.getByText(`${step} by Northgate Homes (Olu Sowande)`).waitFor();
    for (const page of [olu, ruth]) assertSound(page);
  });

  await life.test("an enquiry is answered, and becomes a referral that nobody types again", async () => {
    const open = async (page, url) => {
      await page.goto(`${url}/#/inbox`);
      await page.getByRole("table", { name: "Other" }).getByRole("link", { name: "Enquiry" }).click();
      await page.getByText(question).waitFor();
    };
    await bea.unroute("**/api/news**");
    await open(bea, housing);
    await choose(bea, "Say who may help instead");
    await inspect(bea, "matter-signposting");
    await choose(bea, "Answer");
    await send(bea, "Answer");
    await bea.getByRole("alert").first().waitFor();
    await fill(bea.locator("form"), { Answer: `A room for two ${MARKUP}, from Friday.` });
    await send(bea, "Answer");
    await bea.getByText("The exchange has it").waitFor();
    await bea.getByText("Answered by Northgate Homes (Bea Sowande)").waitFor();
    await inspect(bea, "matter-answered");
    await open(ruth, council);
    await ruth.getByText(`A room for two ${MARKUP}, from Friday.`).waitFor();
    await ruth.getByText("Answered by Northgate Homes (Bea Sowande)").waitFor();
    await choose(ruth, "Turn into a referral");
    await send(ruth, "Turn into a referral");
    await ruth.getByRole("link", { name: "Background" }).click();
    await ruth.waitForFunction((words) => document.getElementById("details/referral/background/summary")?.value === words, question);
    await inspect(ruth, "refer-converted");
    for (const page of [olu, bea, ruth]) {
      assert.equal(await page.evaluate(() => globalThis.hurt), undefined);
      assertSound(page);
    }
  });
});
