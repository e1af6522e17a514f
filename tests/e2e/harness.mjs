// One browser for a test file, a fresh page and a fresh fake console for each test. A test fails when the page logs an
// error that it did not ask for: a breach of the content security policy is one.

import { after, before } from "node:test";
import assert from "node:assert/strict";

import { launch } from "./browser.mjs";
import { FakeConsole } from "./fake-console.mjs";
import * as scenery from "./scenery.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/**
 * Runs a story on a page of this console. `theme` light or dark and `contrast` more come from the system, `density`
 * compact, default or comfortable from the settings. `expectFailures`: requests of this page are meant to fail;
 * `complaints`: errors of the page that are meant to be.
 */
export async function onPage(console, options, story) {
  const { path = "/signals", width = 1280, height = 800, expectFailures = false, complaints: meant = /^$/ } = options;
  const { theme = "light", contrast = "no-preference", density = "default" } = options;
  await console.start();
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    contrast,
    storageState: { cookies: [], origins: [{ origin: console.url, localStorage: [{ name: "fluo.density", value: density }] }] },
  });
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
    assert.deepEqual(complaints.filter((complaint) => !meant.test(complaint)), []);
  } finally {
    await context.close();
    await console.stop();
  }
}

/** Runs a story on a section of the gallery; takes the options of `onPage`. The story gets the page and the section. */
export function inGallery(section, options, story) {
  const path = `/dev/gallery?section=${section}`;
  return onPage(new FakeConsole({ dist: "gallery" }), { ...options, path }, async (page) => {
    const specimen = page.locator("#specimen");
    await specimen.waitFor();
    await story(page, specimen);
  });
}

/** Runs a story in several tabs of one browser. Requests may fail, tabs may crash; their scripts may not. */
export async function inTabs(console, count, story) {
  await console.start();
  const context = await browser.newContext({ viewport: { width: 1440, height: 800 } });
  const complaints = [];
  context.on("weberror", (error) => complaints.push(error.error().message));
  try {
    const pages = [];
    for (let tab = 0; tab < count; tab++) pages.push(await context.newPage());
    await Promise.all(pages.map((page) => page.goto(console.url + "/signals")));
    await story(pages);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await console.stop();
  }
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

export { violations } from "./axe.mjs";
export { shop } from "./shop.mjs";
export { scenery };
