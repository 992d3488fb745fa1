// SPDX-License-Identifier: Apache-2.0
// How long a browser takes until the inbox is drawn, on the page's own clock: from the
// beginning of the navigation, and from choosing the inbox on a page that is there.
import { assertSound, openBrowser, openDesk, signIn } from "../web/browser.mjs";

const { URL: url, LOGIN: login, ROWS: rows, ROUNDS: rounds } = process.env;
const browser = await openBrowser();
const page = await openDesk(browser, url);

// The moment at which the frame with the last row has been drawn.
await page.addInitScript(() => {
  globalThis.drawn = (rows) => new Promise((done) => {
    const look = () => requestAnimationFrame(() => {
      if (document.querySelectorAll("tbody tr").length < rows) look();
      else setTimeout(() => done(performance.now()));
    });
    look();
  });
});

async function open() {
  await page.goto("about:blank");
  await page.goto(`${url}/#/inbox`, { waitUntil: "commit" });
  return page.evaluate((count) => globalThis.drawn(count), Number(rows));
}

async function choose() {
  await page.getByRole("link", { name: "Help", exact: true }).click();
  await page.getByRole("heading", { name: "Help", level: 1 }).waitFor();
  return page.evaluate(async (count) => {
    const begun = performance.now();
    document.querySelector("nav.views a").click();
    return await globalThis.drawn(count) - begun;
  }, Number(rows));
}

function middle(times) {
  return times.sort((one, other) => one - other)[Math.floor(times.length / 2)].toFixed(0);
}

await signIn(page, url, login);
const opened = [];
const chosen = [];
for (let round = 0; round < Number(rounds); round++) {
  opened.push(await open());
  chosen.push(await choose());
}
assertSound(page);
console.log(`opened_ms=${middle(opened)} chosen_ms=${middle(chosen)}`);
await browser.close();
