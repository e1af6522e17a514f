// One browser for a test file, a fresh page and a fresh fake console for each test. A test fails when the page logs an
// error that it did not ask for: a breach of the content security policy is one.

import { after, before } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

import { FakeConsole } from "./fake-console.mjs";
import * as scenery from "./scenery.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-quic",
    ],
  });
});
after(() => browser?.close());

/** A console with `count` signals, the rules that raised them and the traces they were found in. */
export function shop(count = 60) {
  const console = new FakeConsole();
  for (let n = count - 1; n >= 0; n--) console.signals.push(scenery.signal(n));
  console.rules = scenery.rules();
  for (const signal of console.signals) console.traces.set(signal.traceId, scenery.trace(signal));
  return console;
}

/** Runs a story on a page of this console. `expectFailures`: requests of this page are meant to fail. */
export async function onPage(console, options, story) {
  const { path = "/signals", width = 1280, height = 800, theme = "light", expectFailures = false } = options;
  await console.start();
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const wanted = expectFailures && message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !wanted) complaints.push(message.text());
  });
  try {
    await page.goto(console.url + path);
    await story(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await console.stop();
  }
}

/** What axe finds against WCAG 2.2 A and AA, in words. Runs past the policy of the page, which forbids foreign scripts. */
export async function violations(page) {
  const session = await page.context().newCDPSession(page);
  const source = await readFile(AXE, "utf8");
  await session.send("Runtime.evaluate", { expression: source });
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression: `axe.run(document, { runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) => JSON.stringify(
      violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(" ") + ": " + node.failureSummary) }))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  assert.equal(exceptionDetails, undefined);
  return JSON.parse(result.value);
}

/** Ids of the rows on the screen, top down. */
export function friendlyIds(page) {
  return page.locator("[role=gridcell].col-id").evaluateAll((cells) =>
    cells
      .map((cell) => [cell.getBoundingClientRect().top, cell.textContent])
      .sort((a, b) => a[0] - b[0])
      .map(([, text]) => text),
  );
}

export { scenery };
