// SPDX-License-Identifier: Apache-2.0
// What a hostile partner writes is only text; and a page outlives its program.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { assertSound, inspect, openBrowser, openDesk } from "./browser.mjs";

const { URL: url, LEG: leg, MARKUP: markup, REMOTE: remote } = process.env;
const browser = await openBrowser();

after(() => browser.close());

async function act(name) {
  const answer = await fetch(`${remote}/${name}`, { method: "POST" });
  assert.ok(answer.ok, name);
}

async function signIn(page) {
  await page.getByLabel("Name to sign in with").fill("olu");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
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
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    assert.equal(await focused(), "Inbox"); // where a reader begins at a new page
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
});
