// SPDX-License-Identifier: Apache-2.0
// Thousands of referrals before somebody who looks for one of them.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { assertSound, inspect, openBrowser, openDesk, signIn } from "./browser.mjs";

const { URL: url } = process.env;
const browser = await openBrowser();

after(() => browser.close());

test("a crowd", async (day) => {
  const page = await openDesk(browser, url);
  const rows = page.getByRole("table", { name: "Referrals" }).locator("tbody tr");
  const first = () => rows.first().getByRole("link").getAttribute("href");

  await day.test("the inbox shows its first page", async () => {
    await signIn(page, url, "ada");
    await page.getByText("5000 referrals.").waitFor();
    assert.equal(await rows.count(), 50);
    await inspect(page, "crowd");
    assertSound(page);
  });

  await day.test("the next page, the last, and back", async () => {
    const here = await first();
    await page.getByRole("link", { name: "Next" }).click();
    await page.getByRole("link", { name: "Page 2", exact: true }).and(page.locator("[aria-current]")).waitFor();
    await page.getByText("5000 referrals.").waitFor();
    assert.equal(await rows.count(), 50);
    assert.notEqual(await first(), here);
    await page.getByRole("link", { name: "Page 100", exact: true }).click();
    await page.getByRole("link", { name: "Page 100", exact: true }).and(page.locator("[aria-current]")).waitFor();
    await page.getByText("5000 referrals.").waitFor();
    assert.equal(await page.getByRole("link", { name: "Next" }).count(), 0);
    await page.goBack();
    await page.goBack();
    await page.locator(`tbody a[href="${here}"]`).waitFor();
    assertSound(page);
  });

  await day.test("somebody is found by the beginning of her names", async () => {
    await page.getByLabel("Find by name or reference").fill("war hod");
    await page.getByRole("button", { name: "Find", exact: true }).click();
    await page.getByText("2 referrals found.").waitFor();
    assert.equal(await page.getByRole("link", { name: "Hodan Warsame" }).count(), 2);
    assert.ok(!page.url().toLowerCase().includes("war"));
    await page.getByRole("link", { name: "Hodan Warsame" }).first().click();
    await page.getByRole("heading", { name: "Hodan Warsame", level: 1 }).waitFor();
    assertSound(page);
  });
});
