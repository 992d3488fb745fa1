// SPDX-License-Identifier: Apache-2.0
// What a hostile partner writes is only text; and a page outlives its program.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { act, assertSound, inspect, MENDED_MS, openBrowser, openDesk, sayWho } from "./browser.mjs";

const { URL: url, LEG: leg, MARKUP: markup, LATE: late, SOON: soon } = process.env;
const browser = await openBrowser();

after(() => browser.close());

async function signIn(page, login = "olu") {
  await sayWho(page, login);
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

// A session that has ended, and what the page says of what was being written.
async function seeEnd(page) {
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.getByText("What you were writing is still on this page").waitFor();
}

test("trouble", async (day) => {
  const page = await openDesk(browser, url);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  page.on("dialog", (dialog) => {
    page.faults.push("a dialog was opened");
    void dialog.dismiss();
  });

  await day.test("what anybody writes is text, whatever it looks like", async () => {
    await page.goto(`${url}/`);
    await signIn(page);
    await page.getByText(markup).first().waitFor();
    await page.goto(`${url}/#/referral/${leg}`);
    await page.locator("main").getByText(markup.slice(0, 20)).first().waitFor();
    assert.equal(await page.locator("img").count(), 0);
    assert.ok(!asked.includes("/x"));
    assertSound(page);
  });

  await day.test("by keyboard alone, past what is on every page", async () => {
    const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.name);
    await page.goto(`${url}/#/inbox`);
    await page.reload();
    // Where a reader begins at a new page.
    await page.waitForFunction(() => document.activeElement.textContent === "Inbox");
    const skip = page.getByRole("link", { name: "Skip to main content" });
    assert.ok((await skip.evaluate((link) => link.parentElement.firstElementChild === link)), "it comes first");
    await skip.focus();
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Sign out");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.getByRole("table").getByRole("link").first().focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Read first" }).waitFor();
  });

  const choose = (verb) => page.getByRole("button", { name: verb, exact: true }).first().click();
  const send = (verb) => page.locator("form").getByRole("button", { name: verb, exact: true }).click();
  const refused = (verb) => page.getByRole("region", { name: `Not accepted by the exchange: “${verb}”` });
  // Written without a connection, while something happens that makes it too late.
  const sendLate = async (verb, happens) => {
    await act("cut");
    await send(verb);
    await page.getByText("Stored here. It is waiting to send").waitFor();
    await act(happens);
    await act("mend");
    await refused(verb).waitFor({ timeout: MENDED_MS });
  };

  await day.test("what the exchange refuses is sent again once it may go", async () => {
    await page.goto(`${url}/#/referral/${late}`);
    await choose("Accept");
    await page.getByLabel("Start by", { exact: true }).fill(soon);
    await sendLate("Accept", "suspend");
    await refused("Accept").getByText("the recipient is suspended").waitFor();
    await inspect(page, "refused");
    await act("resume");
    await refused("Accept").getByRole("button", { name: "Send it again" }).click();
    await refused("Accept").waitFor({ state: "detached" });
    await page.getByRole("listitem").filter({ hasText: "Accepted by" }).getByText("Accepted", { exact: true }).first().waitFor();
    assertSound(page);
  });

  await day.test("what has come too late is given up, and is as if it had never been", async () => {
    await choose("Pause");
    await page.getByLabel("Reason", { exact: true }).selectOption({ index: 1 });
    await page.getByLabel("Resume by", { exact: true }).fill(soon);
    await sendLate("Pause", "withdraw");
    await refused("Pause").getByRole("button", { name: "Give it up" }).click();
    await refused("Pause").waitFor({ state: "detached" });
    await page.getByRole("listitem").filter({ hasText: "Withdrawn by" }).waitFor();
    assert.equal(await page.getByText("Paused by").count(), 0);
    await page.goto(`${url}/#/inbox/all`);
    await page.getByRole("row").filter({ hasText: "Withdrawn" }).getByText("Finished").waitFor();
    assertSound(page);
  });

  await day.test("a program that has stopped is said, and the page stays", async () => {
    await page.goto(`${url}/#/help`);
    await act("stop");
    await page.getByText("does not answer").first().waitFor();
    await page.getByRole("heading", { name: "Who can read what" }).waitFor();
    await inspect(page, "stopped");
    page.faults = page.faults.filter((fault) => fault.startsWith("stopped"));
  });

  await day.test("when it is back nobody is signed in, and then the page is where it was", async () => {
    await act("start");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await signIn(page);
    await page.getByRole("heading", { name: "Who can read what" }).waitFor();
    assertSound(page);
  });

  const ASKED = "Which of the three addresses is hers now, and since when?";
  const question = page.getByLabel("Question", { exact: true });

  await day.test("what somebody writes is on the page again once they have signed in again", async () => {
    await page.goto(`${url}/#/referral/${leg}`);
    await page.getByRole("button", { name: "Ask for information" }).click();
    await question.fill(ASKED);
    await page.getByRole("button", { name: "Add another question" }).click();
    await question.nth(1).fill("And her telephone?");
    await act("shorten");
    await seeEnd(page);
    await inspect(page, "session-ended");
    assert.equal(await question.first().isVisible(), false);
    assert.equal(await page.locator("main").getByText(markup.slice(0, 20)).first().isVisible(), false);
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    assert.equal(await page.title(), "Sign in - Referrals");
    await signIn(page);
    assert.equal(await question.first().inputValue(), ASKED);
    assert.equal(await question.nth(1).inputValue(), "And her telephone?");
    await page.locator("#question2-words:focus").waitFor();
    assertSound(page);
  });

  await day.test("a session that nobody uses ends by itself, and the page with it", async () => {
    await seeEnd(page);
    await signIn(page);
    assert.equal(await question.nth(1).inputValue(), "And her telephone?");
    assertSound(page);
  });

  await day.test("what is sent after its end is not, is said, and can be sent again", async () => {
    await page.route("**/api/news*", (route) => route.abort()); // so that nothing else tells it
    await act("restart");
    await page.locator("form").getByRole("button", { name: "Ask for information" }).click();
    await seeEnd(page);
    await page.unroute("**/api/news*");
    await signIn(page);
    await page.getByText("Your session had ended before this was sent. Send it again.").waitFor();
    assert.equal(await question.first().inputValue(), ASKED);
    await page.locator("form").getByRole("button", { name: "Ask for information" }).click();
    await page.getByRole("link", { name: /^Purpose: / }).waitFor(); // it was judged
    assert.equal(await question.first().inputValue(), ASKED);
    assertSound(page);
  });

  await day.test("who has signed in again on another page goes on with this one", async () => {
    const other = await page.context().newPage();
    await other.goto(`${url}/#/help`);
    await other.getByRole("heading", { name: "Who can read what" }).waitFor();
    await act("restart");
    await seeEnd(page);
    await signIn(page);
    await other.getByRole("heading", { name: "Sign in" }).waitFor();
    await signIn(other); // which makes what the first page knows of its session old
    await page.getByLabel("Purpose").selectOption({ index: 1 });
    await page.locator("form").getByRole("button", { name: "Ask for information" }).click();
    await page.getByRole("link", { name: /^Purpose: / }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: /^Lawful basis: / }).waitFor();
    assert.equal(await question.first().inputValue(), ASKED);
    await other.close();
    assertSound(page);
  });

  await day.test("a draft that could not be saved is, by itself, once they have signed in again", async () => {
    await page.goto(`${url}/#/refer`);
    await page.getByRole("button", { name: "Start a new referral" }).click();
    await page.getByRole("link", { name: "Background" }).click();
    const narrative = page.locator("textarea").first();
    await narrative.waitFor();
    await act("stop");
    await narrative.fill(ASKED);
    await page.getByText("Not saved: ").waitFor();
    await act("start");
    await seeEnd(page);
    await signIn(page);
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.reload();
    await narrative.waitFor();
    assert.equal(await narrative.inputValue(), ASKED);
    await page.goto(`${url}/#/referral/${leg}`);
    page.faults = page.faults.filter((fault) => !fault.includes("ERR_CONNECTION_REFUSED"));
    assertSound(page);
  });

  await day.test("somebody else who signs in there does not find it", async () => {
    await page.getByRole("button", { name: "Ask for information" }).click();
    await question.fill(ASKED);
    await act("restart");
    await seeEnd(page);
    await signIn(page, "mia");
    await page.getByRole("heading", { name: "Read first" }).waitFor();
    assert.equal(await question.count(), 0);
    assert.ok(!(await page.content()).includes(ASKED));
    assertSound(page);
  });
});
