// SPDX-License-Identifier: Apache-2.0
// A social worker refers, at four on a Friday: put aside, come back to, checked, sent.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { act, assertSound, inspect, MENDED_MS, openBrowser, openDesk, sayWho, signIn, untilFocused } from "./browser.mjs";

const { URL: url, YESTERDAY: yesterday, SOON: soon } = process.env;
const HOSTILE = `<script>globalThis.hurt = 1</script>"'&<img src=x onerror="globalThis.hurt = 1">`;
const SECTIONS = ["needs", "client", "household", "risks", "dates", "consent", "background", "referrer"];
const browser = await openBrowser();

after(() => browser.close());

function at(page, place) {
  return page.locator(`[id="${place}"]`);
}

// Says one thing, whatever it is said with.
async function say(page, place, value) {
  const input = at(page, place);
  await input.waitFor();
  const kind = await input.evaluate((node) => node.type ?? node.tagName);
  if (kind === "radio") await page.locator(`input[name="${place}"][value="${value}"]`).check();
  else if (kind === "checkbox") await input.check();
  else if (kind === "select-one") await input.selectOption(value);
  else if (await at(page, `${place}-Month`).count()) {
    const [year, month, day] = value.split("-");
    await input.fill(day);
    await at(page, `${place}-Month`).fill(month);
    await at(page, `${place}-Year`).fill(year);
  } else await input.fill(value);
}

async function sayAll(page, said) {
  for (const [place, value] of Object.entries(said)) await say(page, place, value);
}

// Does something that the page saves by itself, and waits until that is done.
async function saves(page, does) {
  const saving = page.waitForResponse((answer) => /[/]api[/]drafts[/].*version=/.test(answer.url()) && answer.ok());
  await does();
  await saving;
  await page.getByText("Saved", { exact: true }).waitFor();
}

async function goOn(page, next) {
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.getByRole("heading", { name: next, level: 1 }).waitFor();
  await page.getByRole("button", { name: /^Save and/ }).waitFor();
}

async function fails(page, words) {
  await page.locator(".govuk-error-summary").getByText(words).first().waitFor();
}

// A file as somebody else's program might have written it.
async function bring(page, name) {
  const file = readFileSync(new URL(`../../schemas/examples/${name}`, import.meta.url), "utf8");
  const id = await page.evaluate(async (xml) => {
    const session = await (await fetch("/api/session")).text();
    const form = /form="([^"]*)"/.exec(session)[1];
    const answer = await fetch("/api/drafts", { method: "POST", body: xml,
      headers: { "X-Form-Token": form, "Content-Type": "application/xml" } });
    return / draft="([^"]*)"/.exec(await answer.text())[1];
  }, file);
  return `${url}/#/refer/${id}`;
}

async function openAll(page) {
  await page.locator("details").evaluateAll((all) => all.forEach((one) => { one.open = true; }));
}

test("a social worker refers", async (day) => {
  const ruth = await openDesk(browser, url);
  let draft = "";
  // What follows a failure would only fail again.
  const step = async (name, does) => {
    let failure;
    await day.test(name, () => does().catch((error) => {
      failure = error;
      throw error;
    }));
    if (failure) {
      await inspect(ruth, "refer-failed");
      throw failure;
    }
  };

  await step("she begins, and says what is needed", async () => {
    await signIn(ruth, url, "ruth");
    await ruth.getByRole("link", { name: "Refer", exact: true }).click();
    await ruth.getByRole("button", { name: "Start a new referral" }).click();
    await ruth.getByText("2 of 9 sections").waitFor();
    draft = ruth.url();
    await inspect(ruth, "refer-tasks");
    await ruth.getByRole("link", { name: "Needs" }).click();
    await sayAll(ruth, { "referral/@urgency": "urgent", "details/referral/urgencyReason": "May stay until Friday.",
      "referral/@type": "domestic-abuse", "referral/need/@code": "domestic-abuse", "referral/need/@level": "high",
      "referral/@receivedVia": "agency" });
    await ruth.getByRole("button", { name: "Add another need" }).click();
    await untilFocused(ruth, "referral/need[2]/@code");
    await sayAll(ruth, { "referral/need[2]/@code": "housing", "referral/need[2]/@level": "high" });
    await inspect(ruth, "refer-needs");
    await goOn(ruth, "Client");
  });

  await step("the program is stopped while she writes: what she wrote stays on the page, and is saved", async () => {
    await act("stop");
    await sayAll(ruth, { "details/referral/client/name/@given": "Hodan", "details/referral/client/name/@family": `Warsame ${HOSTILE}` });
    await ruth.getByText(/^Not saved: The program/).waitFor();
    await act("start");
    await ruth.getByRole("heading", { name: "Sign in" }).waitFor();
    await saves(ruth, () => sayWho(ruth, "ruth"));
    assert.equal(await at(ruth, "details/referral/client/name/@given").inputValue(), "Hodan");
  });

  await step("she is called away: what she wrote survives a restart", async () => {
    await ruth.getByRole("link", { name: "Save and come back later" }).click();
    await ruth.getByRole("heading", { name: "A referral in the making" }).waitFor();
    await act("stop");
    await act("start");
    await signIn(ruth, url, "ruth");
    await ruth.getByRole("link", { name: "Refer", exact: true }).click();
    await ruth.getByRole("link", { name: /^Hodan Warsame <script>/ }).click();
    await ruth.getByRole("link", { name: "Client" }).click();
    await at(ruth, "details/referral/client/name/@given").waitFor();
    assert.equal(await at(ruth, "details/referral/client/name/@given").inputValue(), "Hodan");
    await sayAll(ruth, { "details/referral/client/@dateOfBirth": "1991-02-31", "details/referral/client/@ethnicGroup": "13",
      "details/referral/client/@publicFunds": "yes", "referral/client/@sex": "female", "referral/client/@ageBand": "35-44",
      "details/referral/@clientReference": `ESS ${HOSTILE}`.slice(0, 60), "referral/access/@interpreter": "true" });
    await inspect(ruth, "refer-client");
    await goOn(ruth, "Household and home");
  });

  await step("she says the rest, section by section", async () => {
    await sayAll(ruth, { "referral/household/@adults": "1", "referral/household/@bedrooms": "4", "referral/area/@origin": "E07000123",
      "referral/area/@locationWithheld": "true", "referral/housing/@homelessness": "homeless", "referral/housing/@accommodation": "28" });
    await ruth.getByRole("button", { name: "Add an age group of children" }).click();
    await sayAll(ruth, { "referral/household/children/@ageBand": "0-4", "referral/household/children/@count": "5" });
    await inspect(ruth, "refer-household");
    await goOn(ruth, "Risks and safety");
    // Saving in the middle of a sentence takes no space out of it.
    const codeword = at(ruth, "details/referral/contact/@codeword");
    await saves(ruth, () => codeword.pressSequentially("blue "));
    await codeword.pressSequentially("umbrella");
    assert.equal(await codeword.inputValue(), "blue umbrella");
    await sayAll(ruth, { "details/referral/contact/@addressConfidential": "true",
      "details/referral/contact/method/@by": "mobile", "details/referral/contact/method/@value": "07700 900417",
      "details/referral/contact/method/@safe": "safe-between-times", "referral/risk/@level": "high" });
    await ruth.getByLabel("Address withheld").check();
    await ruth.getByLabel("From others").check();
    await ruth.getByRole("radio", { name: /^Risk/ }).check();
    await sayAll(ruth, { "details/referral/risks/risk/@kind": "domestic-abuse", "details/referral/risks/risk/@direction": "from-others",
      "details/referral/risks/risk/@level": "medium" });
    await inspect(ruth, "refer-risks");
    await goOn(ruth, "Key dates");
    await ruth.getByRole("button", { name: "Add a date that matters" }).click();
    await sayAll(ruth, { "referral/keyDate/@kind": "court-hearing", "referral/keyDate/@on": soon });
    await inspect(ruth, "refer-dates");
    await goOn(ruth, "Consent and basis");
    await say(ruth, "referral/basis/@lawful", "e");
    await ruth.getByRole("radio", { name: /^Consent/ }).check();
    await sayAll(ruth, { "referral/basis/consent/@on": yesterday, "details/referral/basis/consent/@by": HOSTILE,
      "details/referral/basis/consent/@form": "verbal", "details/referral/basis/@privacyNotice": "true" });
    await ruth.getByLabel("The whole referral").check();
    await inspect(ruth, "refer-consent");
    await goOn(ruth, "Background");
    await sayAll(ruth, { "details/referral/background/summary": HOSTILE,
      "details/referral/background/whatClientWants": "A door that I can lock, and the children in school." });
    await inspect(ruth, "refer-background");
    await goOn(ruth, "Who refers");
    await say(ruth, "details/referral/referrer/worker/@telephone", "ring me");
    assert.equal(await at(ruth, "details/referral/referrer/worker/@name").inputValue(), "Ruth Adeyemi");
    await inspect(ruth, "refer-referrer");
  });

  await step("she sees which services suit, and asks two", async () => {
    await ruth.getByRole("button", { name: "Save and continue" }).click();
    await ruth.getByRole("group", { name: "Services that suit, the best first" }).getByLabel(/Refuge/).check();
    await ruth.getByLabel("Northgate Homes").check();
    await ruth.getByLabel(/^In parallel/).check();
    await ruth.getByRole("group", { name: "Northgate Homes" }).getByLabel(/domestic abuse/).uncheck();
    await inspect(ruth, "refer-recipients");
    await ruth.getByRole("button", { name: "Save and check" }).click();
    await ruth.getByRole("heading", { name: "Check before sending" }).waitFor();
  });

  await step("what is wrong is named, and leads to its field", async () => {
    await fails(ruth, /^Date of birth \(Client\)/);
    await fails(ruth, /^Telephone \(Worker\)/);
    await ruth.getByText("31 02 1991").waitFor();
    await inspect(ruth, "refer-check-wrong");
    await ruth.getByRole("link", { name: /^Date of birth \(Client\)/ }).click();
    await ruth.getByRole("heading", { name: "Client", level: 1 }).waitFor();
    await ruth.waitForFunction(() => document.activeElement?.id === "details/referral/client/@dateOfBirth");
    await inspect(ruth, "refer-client-wrong");
    await say(ruth, "details/referral/client/@dateOfBirth", "1991-05-14");
    await ruth.getByRole("button", { name: "Save and check" }).click();
    await ruth.getByRole("link", { name: /^Telephone \(Worker\)/ }).click();
    await say(ruth, "details/referral/referrer/worker/@telephone", "01632 960112");
    await ruth.getByRole("button", { name: "Save and check" }).click();
    // The schema is content; now the rules speak.
    await ruth.getByRole("link", { name: /^Risks: the highest level/ }).click();
    await say(ruth, "details/referral/risks/risk/@level", "high");
    await ruth.getByRole("button", { name: "Save and check" }).click();
    await ruth.getByRole("heading", { name: "Check before sending" }).waitFor();
    await ruth.getByText("Nothing is missing: it can be sent.").waitFor();
    await ruth.getByText("Harbour Womens Aid").first().waitFor();
    assert.equal(await ruth.locator(".govuk-error-summary").count(), 0);
    assert.equal(await ruth.evaluate(() => globalThis.hurt), undefined);
    await ruth.getByText(HOSTILE).first().waitFor();
    await inspect(ruth, "refer-check");
  });

  await step("two who write at once notice each other", async () => {
    const other = await openDesk(browser, url);
    await signIn(other, url, "ruth");
    for (const page of [ruth, other]) {
      await page.goto(`${draft}/background`);
      await at(page, "details/referral/background/summary").waitFor();
    }
    await saves(ruth, () => say(ruth, "details/referral/background/summary", `${HOSTILE} Left on Tuesday.`));
    await say(other, "details/referral/background/summary", "Left on Monday.");
    await other.getByText("Ruth Adeyemi saved this draft while you were writing").waitFor();
    await inspect(other, "refer-conflict");
    await other.getByRole("button", { name: "Show theirs, without mine" }).click();
    await other.waitForFunction(() => document.getElementById("details/referral/background/summary")?.value.endsWith("Left on Tuesday."));
    const saving = ruth.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().includes("/api/drafts/"));
    await say(ruth, "details/referral/background/summary", `${HOSTILE} Left on Wednesday.`);
    assert.ok((await saving).ok());
    await say(other, "details/referral/background/summary", "Left on Thursday.");
    await other.getByText("Ruth Adeyemi saved this draft while you were writing").waitFor();
    await other.getByRole("button", { name: "Save mine instead" }).click();
    await other.getByText("Ruth Adeyemi saved this draft").waitFor({ state: "detached" });
    await other.getByText("Saved", { exact: true }).waitFor();
    await other.reload();
    await at(other, "details/referral/background/summary").waitFor();
    assert.equal(await at(other, "details/referral/background/summary").inputValue(), "Left on Thursday.");
    assertSound(other);
    await other.context().close();
  });

  await step("she sends it to two, and has two receipts", async () => {
    await ruth.goto(`${draft}/check`);
    await ruth.getByRole("button", { name: "Send the referral" }).click();
    await ruth.getByRole("heading", { name: "Sent", exact: true }).waitFor();
    assert.equal(await ruth.getByText("Received by the exchange", { exact: true }).count(), 2);
    assert.equal(await ruth.getByText(/^[0-9a-f]{64}$/).count(), 2);
    await inspect(ruth, "refer-sent");
    await ruth.getByRole("link", { name: "Refer", exact: true }).click();
    await ruth.getByText("Nothing has been begun.").waitFor();
    assertSound(ruth);
  });

  await step("the next one knows how she is reached", async () => {
    await ruth.getByRole("button", { name: "Start a new referral" }).dblclick(); // and begins one
    await ruth.getByRole("link", { name: "Who refers" }).click();
    await at(ruth, "details/referral/referrer/worker/@telephone").waitFor();
    assert.equal(await at(ruth, "details/referral/referrer/worker/@telephone").inputValue(), "01632 960112");
    await ruth.getByRole("link", { name: "Refer", exact: true }).click();
    await ruth.getByRole("button", { name: /^Delete/ }).click();
    await ruth.getByRole("button", { name: /^Delete for good/ }).click();
    await ruth.getByText("Nothing has been begun.").waitFor();
  });

  await step("she asks two, of whom the first to accept learns who it is", async () => {
    const first = await bring(ruth, "mother-of-five-first-accept.xml");
    await ruth.goto(`${first}/recipients`);
    await ruth.getByRole("radio", { name: /^First to accept/, checked: true }).waitFor();
    await ruth.getByRole("button", { name: "Save and check" }).click();
    await ruth.getByRole("heading", { name: "Check before sending" }).waitFor();
    await ruth.getByRole("button", { name: "Send the referral" }).click();
    await ruth.getByRole("heading", { name: "Sent", exact: true }).waitFor();
    await ruth.getByText("Received by the exchange", { exact: true }).first().waitFor();
    assertSound(ruth);
  });

  await step("an emergency, without a connection: she telephones, and it goes by itself", async () => {
    const emergency = await bring(ruth, "emergency-tonight.xml");
    await ruth.goto(emergency);
    await ruth.getByText("9 of 9 sections").waitFor();
    await ruth.getByText("Harbour Womens Aid: 01632 960999").waitFor();
    await ruth.getByRole("link", { name: "Check before sending" }).click();
    await ruth.getByRole("heading", { name: "Emergency: telephone now" }).waitFor();
    await act("cut");
    await ruth.getByRole("button", { name: "Send the referral" }).click();
    await ruth.getByRole("heading", { name: "Waiting to send" }).waitFor();
    await ruth.getByText("Harbour Womens Aid: 01632 960999").waitFor();
    await inspect(ruth, "refer-waiting");
    await act("mend");
    await ruth.getByText("Received by the exchange", { exact: true }).waitFor({ timeout: MENDED_MS });
    await ruth.getByText(/^[0-9a-f]{64}$/).waitFor();
    assertSound(ruth);
  });

  await step("every field of every section takes anything, and says it back as text", async () => {
    const full = await bring(ruth, "mother-of-five-parallel.xml");
    await ruth.goto(full);
    await ruth.getByText("9 of 9 sections").waitFor();
    for (const section of SECTIONS) {
      await ruth.goto(`${full}/${section}`);
      await ruth.getByRole("button", { name: "Save and continue" }).waitFor();
      await openAll(ruth);
      for (const words of await ruth.getByRole("button", { name: /^Add/ }).allTextContents())
        assert.match(words, /^Add (an? |another |support that |what is |practical |MAPPA )/, "a button says what one of it is called");
      const inputs = ruth.locator("input[type=text], input[type=tel], input[type=email], textarea");
      assert.ok(await inputs.count() > 0, section);
      await inputs.evaluateAll((all, text) => all.forEach((input) => {
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }), `${HOSTILE} é 漢 \u0007`);
      await ruth.getByRole("link", { name: "Save and come back later" }).click();
      await ruth.getByRole("heading", { name: "A referral in the making" }).waitFor();
    }
    await ruth.getByRole("link", { name: "Check before sending" }).click();
    await ruth.getByText(HOSTILE).first().waitFor();
    assert.ok(await ruth.getByText(HOSTILE).count() > 30);
    await fails(ruth, /Postcode|Telephone|Date of birth/);
    assert.equal(await ruth.evaluate(() => globalThis.hurt), undefined);
    await inspect(ruth, "refer-check-hostile");
    await ruth.getByRole("link", { name: "Refer", exact: true }).click();
    await ruth.getByRole("button", { name: /^Delete/ }).click();
    await inspect(ruth, "refer-drafts");
    await ruth.getByRole("button", { name: /^Delete for good/ }).click();
    await ruth.getByText("Nothing has been begun.").waitFor();
    assertSound(ruth);
  });
});
