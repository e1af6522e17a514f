// Charts by hand and by keyboard: the cursor reads values, the table holds the same ones, a theme redraws the canvas, a
// drag zooms. Times are those of the page's zone; only the part that no zone changes is compared.

import { test } from "node:test";
import assert from "node:assert/strict";

import { inGallery } from "./harness.mjs";

/** The chart of that id, drawn. */
async function chart(page, id) {
  await page.locator(`#${id} canvas`).waitFor();
  // By its name: the plot is not there while its table is.
  const name = await page.locator("figure", { has: page.locator(`#${id}`) }).getAttribute("aria-label");
  const figure = page.getByRole("figure", { name, exact: true });
  return { plot: page.locator(`#${id}`), figure, said: figure.locator("p[role=status]") };
}

const pixels = (page, id) =>
  page.locator(`#${id} canvas`).evaluate((canvas) => canvas.toDataURL());

/** Waits until the canvas differs from `before`. */
const redrawn = (page, id, before) =>
  page.waitForFunction(
    ([id, before]) => document.querySelector(`#${id} canvas`)?.toDataURL() !== before,
    [id, before],
  );

test("the keyboard cursor reads values, and the table holds the same ones", () =>
  inGallery("charts", {}, async (page) => {
    const { plot, figure, said } = await chart(page, "lines");
    await plot.focus();
    await page.keyboard.press("Home");
    await said.filter({ hasText: /^p99: / }).waitFor();
    const first = await said.textContent();
    await page.keyboard.press("ArrowDown");
    await said.filter({ hasText: /^p95: / }).waitFor();
    await page.keyboard.press("ArrowUp");
    for (let times = 0; times < 7; times++) await page.keyboard.press("PageDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await said.filter({ hasText: "above critical 500 ms" }).waitFor();
    const spike = await said.textContent();
    assert.ok((await figure.locator(".plot-tip").textContent()).includes(/^p99: ([\d.]+ m?s)/.exec(spike)[1]));

    await figure.getByRole("button", { name: "View as table" }).click();
    const rows = figure.getByRole("row");
    await rows.nth(120).waitFor();
    assert.equal(await rows.count(), 121);
    const cells = (row) => rows.nth(row).locator("th, td").allTextContents();
    const value = (text) => /^p99: ([\d.]+ m?s)/.exec(text)[1];
    assert.equal((await cells(1))[1], value(first));
    assert.ok(first.endsWith((await cells(1))[0]));
    const place = 71;
    assert.equal((await cells(place))[1], value(spike));
    assert.ok(spike.endsWith((await cells(place))[0]));
    assert.equal((await cells(31))[3], "no data");
  }));

test("a theme redraws the canvas in its colours", () =>
  inGallery("charts", {}, async (page) => {
    await chart(page, "lines");
    const light = await pixels(page, "lines");
    await page.evaluate(() => (document.documentElement.dataset.theme = "dark"));
    await redrawn(page, "lines", light);
    const dark = await pixels(page, "lines");
    await page.evaluate(() => (document.documentElement.dataset.theme = "light"));
    await redrawn(page, "lines", dark);
    assert.equal(await pixels(page, "lines"), light);
    await page.evaluate(() => (document.documentElement.dataset.contrast = "more"));
    await redrawn(page, "lines", light);
  }));

test("a drag zooms, and there is a way back", () =>
  inGallery("charts", {}, async (page) => {
    const { plot, figure } = await chart(page, "lines");
    const before = await pixels(page, "lines");
    const box = await plot.boundingBox();
    const at = (share) => box.x + 60 + (box.width - 80) * share;
    await page.mouse.move(at(0.25), box.y + 60);
    await page.mouse.down();
    await page.mouse.move(at(0.4), box.y + 60, { steps: 3 });
    await page.mouse.move(at(0.5), box.y + 60, { steps: 3 });
    await page.mouse.up();
    await figure.getByRole("button", { name: "Zoom out" }).waitFor();
    await redrawn(page, "lines", before);
    await figure.getByRole("button", { name: "View as table" }).click();
    await figure.getByRole("table").waitFor();
    const zoomed = await figure.getByRole("row").count();
    assert.ok(zoomed > 20 && zoomed < 45, `${zoomed} rows`);
    await figure.getByRole("button", { name: "Zoom out" }).click();
    await page.waitForFunction(() => document.querySelectorAll("figure table tr").length === 121);
  }));

test("a series is hidden and comes back", () =>
  inGallery("charts", {}, async (page) => {
    const { plot, figure, said } = await chart(page, "lines");
    const all = await pixels(page, "lines");
    const item = figure.getByRole("button", { name: "p99" });
    await item.click();
    await figure.locator("button[aria-pressed=false]", { hasText: "p99" }).waitFor();
    await page.mouse.move(0, 0);
    await redrawn(page, "lines", all);
    await plot.focus();
    await page.keyboard.press("Home");
    await said.filter({ hasText: /^p95: / }).waitFor();
    await item.click();
    await figure.locator("button[aria-pressed=true]", { hasText: "p99" }).waitFor();
  }));

test("charts of a group share the cursor", () =>
  inGallery("chart-group", { height: 1000 }, async (page) => {
    await Promise.all(["rate", "errors", "duration"].map((id) => chart(page, id)));
    const { plot } = await chart(page, "rate");
    await plot.focus();
    await page.keyboard.press("Home");
    for (const id of ["rate", "errors", "duration"]) await page.locator(`#${id} .plot-line:not([hidden])`).waitFor();
    await page.locator("#errors").hover({ position: { x: 300, y: 60 } });
    await page.locator("#errors .plot-tip").waitFor();
    const lines = await page.locator(".plot-line").evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().left));
    assert.ok(Math.max(...lines) - Math.min(...lines) < 8, String(lines));
    assert.equal(await page.locator("#rate .plot-tip").count(), 0);
  }));

test("states keep their height, and each says what it is", () =>
  inGallery("chart-states", { height: 1200 }, async (page, section) => {
    await chart(page, "outside");
    for (const words of ["Loading", "Could not load this chart", "No data yet", "No data in this range"]) {
      assert.ok(await section.getByText(words, { exact: true }).count(), words);
    }
    const heights = await section.locator("figure").evaluateAll((figures) => figures.map((figure) => figure.offsetHeight));
    assert.ok(heights.slice(0, 3).every((height) => height >= 240), String(heights));
  }));

test("a table of many rows is turned page by page", () =>
  inGallery("chart-large", {}, async (page) => {
    const { figure } = await chart(page, "large");
    await figure.getByRole("button", { name: "View as table" }).click();
    await figure.getByText("Rows 1 to 500 of 100,000").waitFor();
    assert.equal(await figure.getByRole("row").count(), 501);
    await figure.getByRole("button", { name: "Next rows" }).click();
    await figure.getByText("Rows 501 to 1,000 of 100,000").waitFor();
  }));

test("nothing of a chart is left when it goes", () =>
  inGallery("charts", {}, async (page) => {
    await chart(page, "log");
    await page.evaluate(() => {
      globalThis.kept = [...document.querySelectorAll("#specimen canvas")].map((canvas) => new WeakRef(canvas));
    });
    assert.equal(await page.evaluate(() => globalThis.kept.length), 6);
    await page.getByRole("link", { name: "Small charts" }).click();
    await page.locator(".spark").first().waitFor();
    // What an observer or a callback still held would never go.
    let left;
    for (let tries = 0; tries < 20 && left !== 0; tries++) {
      await page.requestGC();
      left = await page.evaluate(() => globalThis.kept.filter((canvas) => canvas.deref()).length);
    }
    assert.equal(left, 0);
  }));

test("no link of a hostile text runs anything, and a deep one is drawn", () =>
  inGallery("markdown-hostile", {}, async (page, section) => {
    await section.getByText("deep", { exact: true }).waitFor();
    await section.getByText("only its beginning is shown here").waitFor();
    const links = await section.locator("a").evaluateAll((links) => links.map((link) => [link.href, link.rel]));
    assert.deepEqual(links, [["https://example.org/pixel.gif", "noopener noreferrer"]]);
    assert.equal(await section.locator("img, script, iframe").count(), 0);
    assert.ok(await section.getByText("<img src=x onerror=alert(1)>").count());
  }));
