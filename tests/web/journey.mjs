// SPDX-License-Identifier: Apache-2.0
// A housing officer's first day at the screen, from the one-time link to the answer.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { assertSound, inspect, openBrowser, openDesk, PASSWORD, sayWho } from "./browser.mjs";

const { URL: url, LINK: link, LEG: leg } = process.env;
const browser = await openBrowser();

after(() => browser.close());

async function answer(page, verb, fields) {
  await page.getByRole("button", { name: verb, exact: true }).first().click();
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: true });
    if ((await field.evaluate((node) => node.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await page.locator("form").getByRole("button", { name: verb, exact: true }).click();
}

test("a housing officer's first day", async (day) => {
  const administrator = await openDesk(browser, url);
  const officer = await openDesk(browser, url);
  let invitation = "";

  await day.test("the link makes the first administrator, once", async () => {
    await administrator.goto(link);
    await administrator.getByRole("heading", { name: "Set up the first administrator" }).waitFor();
    await inspect(administrator, "welcome");
    await administrator.getByLabel("Name to sign in with").fill("ada");
    await administrator.getByLabel("Your full name").fill("Ada <b>Adeyemi</b>");
    await administrator.getByLabel("Password").fill("short");
    await administrator.getByRole("button", { name: "Continue" }).click();
    await administrator.getByRole("link", { name: "Password: take at least 12 characters" }).waitFor();
    await inspect(administrator, "welcome-error");
    await administrator.getByLabel("Password").fill(PASSWORD);
    await administrator.getByRole("button", { name: "Continue" }).click();
    await administrator.getByRole("heading", { name: "Inbox" }).waitFor();
    await officer.goto(link);
    await officer.getByLabel("Name to sign in with").fill("eve");
    await officer.getByLabel("Your full name").fill("Eve");
    await officer.getByLabel("Password").fill(PASSWORD);
    await officer.getByRole("button", { name: "Continue" }).click();
    await officer.getByText("used or is too old").first().waitFor();
  });

  await day.test("an administrator lets a caseworker in", async () => {
    await administrator.getByRole("link", { name: "Staff" }).click();
    await administrator.getByLabel("Full name").fill("Olu Sowande");
    await administrator.getByLabel("Name to sign in with").fill("olu");
    await administrator.getByLabel("What they are").selectOption("housing-officer");
    await administrator.getByLabel("What they may do here").selectOption("caseworker");
    await inspect(administrator, "staff-new");
    await administrator.getByRole("button", { name: "Add" }).click();
    const first = await administrator.locator("code").innerText();
    await inspect(administrator, "staff");
    const row = administrator.getByRole("row").filter({ hasText: "Olu Sowande" });
    await row.locator("summary").click();
    await inspect(administrator, "staff-change");
    await row.getByLabel("May be").selectOption("manager");
    await row.getByRole("button", { name: "Stop signing in" }).dblclick(); // which does not let in again
    await row.getByText("Stopped").waitFor(); // the list was read anew: what was chosen stands
    assert.equal(await row.getByLabel("May be").inputValue(), "manager");
    await row.getByRole("button", { name: "Let in again" }).click();
    await row.getByText("Link not used yet").waitFor();
    await row.getByRole("button", { name: "Change what they may do" }).click();
    await administrator.getByText("Olu Sowande is now: manager").waitFor();
    await row.getByLabel("May be").selectOption("caseworker");
    await row.getByRole("button", { name: "Change what they may do" }).click();
    await administrator.getByText("Olu Sowande is now: caseworker").waitFor();
    await row.getByRole("button", { name: "Make a new link" }).click();
    await administrator.getByText("A new link for Olu Sowande").waitFor();
    invitation = await administrator.locator("code").innerText();
    assert.notEqual(invitation, first);
    assertSound(administrator);
  });

  await day.test("she chooses a password and sees what has come", async () => {
    await officer.goto(invitation);
    await officer.reload();
    await officer.getByLabel("Password").fill(PASSWORD);
    await officer.getByRole("button", { name: "Continue" }).click();
    await officer.getByRole("link", { name: "from Eastborough Social Services" }).waitFor();
    await inspect(officer, "inbox");
    assert.equal(await officer.getByRole("link", { name: "Staff" }).count(), 0);
  });

  await day.test("she may not do what others do", async () => {
    await officer.goto(`${url}/#/staff`);
    await officer.getByText("this is for administrators").waitFor();
    await officer.goto(`${url}/#/inbox`);
  });

  await day.test("she reads the dangers first, and accepts", async () => {
    await officer.getByRole("link", { name: "from Eastborough Social Services" }).click();
    await officer.getByRole("heading", { name: "Read first" }).waitFor();
    await inspect(officer, "referral");
    await answer(officer, "Accept", {});
    await officer.getByRole("link", { name: "Start by: an acceptance says by when the service starts" }).waitFor();
    await inspect(officer, "referral-error");
    await officer.getByRole("link", { name: "Start by: an acceptance says by when the service starts" }).click();
    assert.equal(await officer.evaluate(() => document.activeElement.labels[0].textContent), "Start by");
    await officer.getByRole("button", { name: "Accept", exact: true }).first().click();
    await answer(officer, "Accept", { "Start by": process.env.START_BY });
    await officer.getByText("The exchange has it").waitFor();
    await officer.getByText("Accepted by Northgate Homes").waitFor();
    await inspect(officer, "referral-accepted");
    assertSound(officer);
  });

  await day.test("who opened what is on record", async () => {
    await administrator.getByRole("link", { name: "Activity" }).click();
    const row = administrator.getByRole("row").filter({ hasText: leg.slice(0, 13) });
    await row.filter({ hasText: "Olu Sowande" }).filter({ hasText: "opened" }).first().waitFor();
    await row.filter({ hasText: "Olu Sowande" }).filter({ hasText: /accepted/ }).waitFor();
    await inspect(administrator, "activity");
    await administrator.getByRole("link", { name: "Help" }).click();
    await inspect(administrator, "help");
    assertSound(administrator);
  });

  await day.test("whoever guesses is locked out", async () => {
    await officer.getByRole("button", { name: "Sign out" }).click();
    await officer.getByRole("heading", { name: "Sign in" }).waitFor();
    for (let guess = 0; guess < 5; guess++) {
      await officer.goto(`${url}/`);
      await sayWho(officer, "olu", `guess number ${guess}`);
      await officer.getByRole("alert").waitFor();
    }
    await inspect(officer, "sign-in");
    await officer.goto(`${url}/`);
    await sayWho(officer, "olu");
    await officer.getByText("the name or the password is not right").first().waitFor();
    assertSound(officer);
  });
});
