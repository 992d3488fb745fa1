// SPDX-License-Identifier: Apache-2.0
// A real browser before the real program: what every test of the pages begins with.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const { PASSWORD } = process.env; // of everybody
const { MODULES, SCREENSHOTS, REMOTE } = process.env;
const require = createRequire(path.join(MODULES, "here.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// A bound for a machine under load, not an expectation.
const PATIENCE_MS = 60000;

// The same for a line that is mended: the program may have begun its longest rest, a minute.
export const MENDED_MS = 180000;

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 320, height: 640 } };
// A desktop of 1280 by 1024 at 400 %: as narrow as the phone, and low.
const ZOOMED = { width: 320, height: 256 };

export async function openBrowser() {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    timeout: PATIENCE_MS,
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
}

// Somebody at a desk of their own.  What the page asks of any other place, and every
// error of its scripts, fails the test.
export async function openDesk(browser, url) {
  const context = await browser.newContext({ viewport: SIZES.desktop });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => {
    // A refusal that the page shows is told on the console too.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      page.faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) page.faults.push(`asked of ${request.url()}`);
  });
  return page;
}

// Until the cursor, or a screen reader, is there.
export function untilFocused(page, id) {
  return page.waitForFunction((wanted) => document.activeElement?.id === wanted, id);
}

// Calls a function of the test beside the script.
export async function act(name) {
  const answer = await fetch(`${REMOTE}/${name}`, { method: "POST" });
  assert.ok(answer.ok, name);
}

// Fills in the form that is there.
export async function sayWho(page, login, password = PASSWORD) {
  await page.getByLabel("Name to sign in with").fill(login);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function signIn(page, url, login) {
  await page.goto(`${url}/`);
  await sayWho(page, login);
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
}

// What somebody meets who sees little of a page at once and spaces its text: what stays
// where it is and covers what they read, and what no longer fits.  WCAG 1.4.10, 1.4.12.
function findWhatHinders() {
  const staying = Array.from(document.querySelectorAll("body *")).filter((node) =>
    ["fixed", "sticky"].includes(getComputedStyle(node).position) && !node.closest(".wide"));
  const spaced = new CSSStyleSheet();
  spaced.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }");
  document.adoptedStyleSheets = [spaced];
  const { scrollWidth, clientWidth } = document.documentElement;
  document.adoptedStyleSheets = [];
  return [...staying.map((node) => `${node.tagName}.${node.className} stays`),
    ...(scrollWidth > clientWidth ? [`${scrollWidth} wide with spaced text`] : [])];
}

// Looks at a page as people do who cannot see it, and keeps a picture of each size.
export async function inspect(page, name) {
  await page.locator("main").getByText("Loading", { exact: true }).first().waitFor({ state: "detached" });
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > viewport.width) page.faults.push(`${name}: ${width} wide at ${viewport.width}`);
    await page.screenshot({ path: path.join(SCREENSHOTS, `${name}-${size}.png`), fullPage: true });
  }
  await page.setViewportSize(ZOOMED);
  for (const fault of await page.evaluate(findWhatHinders)) page.faults.push(`${name} at 400 %: ${fault}`);
  await page.setViewportSize(SIZES.desktop);
  // Injected through the debugger: the page's own policy lets no script in.
  const client = await page.context().newCDPSession(page);
  await client.send("Runtime.evaluate", { expression: axe });
  const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  for (const violation of found.violations)
    page.faults.push(`${name}: ${violation.id}: ${violation.nodes.map((node) => node.html).join(" ")}`);
}

export function assertSound(page) {
  if (page.faults.length > 0) throw new Error(page.faults.join("\n"));
}
