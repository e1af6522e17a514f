// From a span to a row, over the whole product: OTLP in, rule, signal, mirror, stream, screen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { RealConsole, SLOW_CHARGE, launch, signedIn } from "./real-console.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Trace ids of the rows that the list says it has, newest first. */
async function listed(page) {
  return page.getByRole("grid").getByRole("row").filter({ hasText: "slow-charge" });
}

test("a span posted over OTLP is a row on the open page", async () => {
  const console = await RealConsole.start();
  try {
    await console.addRule(SLOW_CHARGE);
    const { page, complaints } = await signedIn(browser, console);
    await page.goto(`${console.url}/signals`);
    await page.getByRole("heading", { level: 1, name: "Signals" }).waitFor();
    await console.span({ ms: 812 });
    const rows = await listed(page);
    await rows.first().waitFor();
    assert.match(await rows.first().innerText(), /payments/);

    // The evidence: fields, the rule's text, the spans of its trace.
    await rows.first().click();
    const detail = page.getByRole("complementary");
    await detail.getByText("durationMillis > 300").waitFor();
    await detail.getByText("payment.charge_card").first().waitFor();
    assert.deepEqual(complaints, []);
  } finally {
    await console.stop();
  }
});

test("a signal leads from the overview to its trace, and a trace that never was says so", async () => {
  const console = await RealConsole.start();
  try {
    await console.addRule(SLOW_CHARGE);
    await console.span({ ms: 812, attributes: { "payment.amount": 512 } });
    const { page, complaints } = await signedIn(browser, console);
    await page.goto(console.url);
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await page.getByRole("link", { name: /^slow-charge 1/ }).click();
    await (await listed(page)).first().click();
    await page.getByRole("link", { name: "Open the whole trace" }).click();
    const row = page.getByRole("treegrid").getByRole("row", { name: /payment\.charge_card/ });
    await row.waitFor();
    assert.equal(await row.locator(".match-mark").count(), 1);
    const panel = page.getByRole("complementary", { name: "Details of the span" });
    await panel.getByText("payment.amount").waitFor();
    assert.deepEqual(complaints, []);

    await page.goto(`${console.url}/traces/${"0".repeat(31)}1`);
    await page.getByText("The spans of this trace are gone").waitFor();
    await page.getByText("the engine keeps spans for 24 hours and up to 256 MiB").waitFor();
  } finally {
    await console.stop();
  }
});

test("a killed server comes back to the open page without gap or double", async () => {
  const console = await RealConsole.start();
  try {
    await console.addRule(SLOW_CHARGE);
    const { page } = await signedIn(browser, console);
    await page.goto(`${console.url}/signals`);
    for (let n = 0; n < 5; n += 1) await console.span({ ms: 400 + n });
    await page.getByText("took 404 ms").first().waitFor();

    await console.kill();
    await console.run();
    for (let n = 5; n < 9; n += 1) await console.span({ ms: 400 + n });
    const durations = async () =>
      (await (await listed(page)).allInnerTexts()).map((text) => Number(text.match(/took (\d+) ms/)[1])).sort();
    await page.waitForFunction(() => document.querySelectorAll("[role=gridcell].col-id").length >= 9);
    assert.deepEqual(await durations(), [400, 401, 402, 403, 404, 405, 406, 407, 408]);
  } finally {
    await console.stop();
  }
});

test("a link signs in once; a stranger is told how to get one", async () => {
  const console = await RealConsole.start();
  try {
    const { page } = await signedIn(browser, console);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const stranger = await browser.newPage();
    await stranger.goto(console.link);
    await stranger.getByText("no longer valid").waitFor();
    await stranger.goto(`${console.url}/signals`);
    await stranger.getByText("fluo-console link").first().waitFor();
  } finally {
    await console.stop();
  }
});
