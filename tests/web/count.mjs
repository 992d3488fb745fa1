// SPDX-License-Identifier: Apache-2.0
// A manager counts; a caseworker may not.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { act, assertSound, inspect, openBrowser, openDesk, signIn, untilFocused } from "./browser.mjs";

const { URL: url, QUARTER: quarter, BEFORE: before, DECLINED: declined, ACCEPTED: accepted, SCREENSHOTS: screenshots } = process.env;
const browser = await openBrowser();

after(() => browser.close());

async function openAs(login) {
  const page = await openDesk(browser, url);
  await signIn(page, url, login);
  return page;
}

// The figure of a row and column in the table of that name; "" is the only column.
async function figure(page, table, row, column) {
  const found = page.getByRole("table", { name: table });
  const headings = await found.getByRole("columnheader").allInnerTexts();
  const line = found.getByRole("row").filter({ has: page.getByRole("rowheader", { name: row, exact: true }) });
  return line.getByRole("cell").nth(headings.indexOf(column) - 1).innerText();
}

test("a manager counts", async (day) => {
  const max = await openAs("max");

  await day.test("tables and charts of this quarter", async () => {
    const scripts = [];
    max.on("request", (request) => scripts.push(request.url()));
    await max.getByRole("link", { name: "Statistics" }).click();
    await max.getByRole("heading", { name: new RegExp(quarter) }).waitFor();
    await max.locator("figure svg").nth(2).waitFor();
    assert.ok(scripts.some((name) => /charts-/.test(name)));
    assert.equal(await figure(max, /^Received/, "Total", "Declined"), declined);
    assert.equal(await figure(max, /^Received/, "Total", "Accepted"), accepted);
    assert.equal(await figure(max, "Eight quarters", quarter, "Accepted"), accepted);
    await max.getByRole("img", { name: /Referrals by state/ }).getByText(declined, { exact: true }).first().waitFor();
    await inspect(max, "statistics");
    assertSound(max);
  });

  await day.test("only what is asked for", async () => {
    await max.getByLabel("Agency").selectOption({ label: "County Police" });
    await max.getByText("because it is not counted by agency").first().waitFor();
    assert.equal(await max.getByRole("table", { name: /^Received/ }).getByRole("row").count(), 2);
  });

  await day.test("what was chosen stands while the quarter changes, and so does the cursor", async () => {
    await max.getByLabel("Quarter", { exact: true }).focus();
    for (const period of [before, quarter]) {
      await max.getByLabel("Quarter", { exact: true }).selectOption(period);
      await max.getByRole("heading", { name: new RegExp(period) }).waitFor();
    }
    await untilFocused(max, "period");
    await max.getByText("because it is not counted by agency").first().waitFor();
    assert.match(await max.getByLabel("Agency").evaluate((list) => list.selectedOptions[0].label), /County Police/);
    await max.getByLabel("Agency").selectOption("");
    await max.getByText("because it is not counted by agency").first().waitFor({ state: "detached" });
  });

  await day.test("what could point to somebody is withheld, in words and in charts", async () => {
    await max.getByLabel("Whose").selectOption("across");
    await max.getByRole("heading", { name: /disclosure control/ }).waitFor();
    await max.getByRole("cell", { name: "suppressed" }).first().waitFor();
    await max.getByRole("img", { name: /Referrals by state/ }).getByText("suppressed").first().waitFor();
    await max.getByText("so that nobody can be recognised").waitFor();
    await max.getByText("never means 0").waitFor();
    await inspect(max, "statistics-across");
  });

  await day.test("the same as a file, and on paper", async () => {
    const waiting = max.waitForEvent("download");
    await max.getByRole("link", { name: /as CSV/ }).click();
    const download = await waiting;
    assert.match(download.suggestedFilename(), new RegExp(`^statistics-across-${quarter}-as-of-.*[.]csv$`));
    const lines = readFileSync(await download.path(), "utf8").split("\r\n");
    assert.equal(lines[0], "measure,unit,rows,row,columns,column,value,flag");
    assert.ok(lines.some((line) => line.endsWith(",,c")));
    assert.ok(!lines.some((line) => line.endsWith(",0,c")));
    writeFileSync(path.join(screenshots, "statistics.pdf"), await max.pdf({ preferCSSPageSize: true }));
  });

  await day.test("without the exchange, what it said last", async () => {
    await act("cut");
    await max.reload();
    await max.getByText(/No connection to the exchange: these are the numbers as of/).waitFor();
    await max.getByRole("cell", { name: "suppressed" }).first().waitFor();
    await inspect(max, "statistics-no-line");
    await act("mend");
    await max.getByRole("button", { name: "Try again" }).click();
    await max.getByText(/these are the numbers as of/).waitFor({ state: "detached" });
    assertSound(max);
  });

  await day.test("a caseworker may not", async () => {
    const cas = await openAs("cas");
    assert.equal(await cas.getByRole("link", { name: "Statistics" }).count(), 0);
    await cas.goto(`${url}/statistics#/statistics`);
    await cas.getByText("this is for managers").waitFor();
  });
});
