// The big table: a million rows of the gallery under wheel and keyboard, and the signals list over pages of a server.

import { test } from "node:test";
import assert from "node:assert/strict";

import { FakeConsole } from "./fake-console.mjs";
import { friendlyIds, onPage, scenery, shop, violations } from "./harness.mjs";

const gallery = () => new FakeConsole({ dist: "gallery" });

/** A story on one table of the gallery; `rows` of it are there. */
async function onTable(section, options, story) {
  await onPage(gallery(), { path: `/dev/gallery?section=${section}`, width: 1440, ...options }, async (page) => {
    const grid = page.getByRole("grid");
    await grid.waitFor();
    await story(page, grid);
  });
}

const loaded = (page) => page.waitForFunction(() => {
  const rows = [...document.querySelectorAll(".grid-row")];
  return rows.length > 0 && rows.every((row) => !row.classList.contains("grid-row-coming"));
});

/** Numbers of the rows that can be seen, top down. */
const seen = (page) => page.evaluate(() => {
  const view = document.querySelector(".grid-view").getBoundingClientRect();
  const head = document.querySelector(".grid-head").getBoundingClientRect();
  return [...document.querySelectorAll(".grid-row")]
    .map((row) => ({ box: row.getBoundingClientRect(), row: Number(row.getAttribute("aria-rowindex")) - 2 }))
    .filter(({ box }) => box.bottom > head.bottom + 1 && box.top < view.bottom - 1)
    .sort((a, b) => a.box.top - b.box.top)
    .map(({ row }) => row);
});
const first = async (page) => (await seen(page))[0];
const frames = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const current = (page) => page.evaluate(() => {
  const id = document.querySelector("[role=grid]").getAttribute("aria-activedescendant");
  const row = id && document.getElementById(id)?.closest(".grid-row");
  return row ? Number(row.getAttribute("aria-rowindex")) - 2 : null;
});
const firstIs = (page, row) => page.waitForFunction((row) => {
  const head = document.querySelector(".grid-head").getBoundingClientRect().bottom;
  const rows = [...document.querySelectorAll(".grid-row")].filter((node) => node.getBoundingClientRect().bottom > head + 1);
  rows.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  return Number(rows[0]?.getAttribute("aria-rowindex")) - 2 === row;
}, row);

test("a wheel moves exactly the rows it should, however long the list", async () => {
  await onTable("grid-million", {}, async (page, grid) => {
    await loaded(page);
    await page.mouse.move(800, 400);
    await page.mouse.wheel(0, 320);
    await firstIs(page, 10);
    for (let step = 0; step < 10; step++) {
      await page.mouse.wheel(0, 320);
      await firstIs(page, 20 + step * 10);
    }
    await page.mouse.wheel(0, -3_520);
    await page.waitForFunction(() => document.querySelector(".grid-view").scrollTop === 0);
    assert.equal(await first(page), 0);
    assert.equal(await grid.getAttribute("aria-rowcount"), "1000001");
  });
});

test("Home, End, arrows and page keys land exactly", async () => {
  await onTable("grid-million", {}, async (page, grid) => {
    await loaded(page);
    await grid.focus();
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.querySelector('[aria-rowindex="1000001"]'));
    await frames(page);
    assert.equal((await seen(page)).at(-1), 999_999);
    assert.equal(await current(page), 999_999);
    for (let press = 0; press < 40; press++) await page.keyboard.press("ArrowUp");
    await frames(page);
    assert.equal(await current(page), 999_959);
    assert.equal(await first(page), 999_959);
    const page_ = (await seen(page)).length;
    await page.keyboard.press("PageUp");
    await frames(page);
    const after = await current(page);
    assert.ok(Math.abs(999_959 - after - page_) <= 2, `${after}`);
    await page.keyboard.press("PageDown");
    await frames(page);
    assert.equal(await current(page), 999_959);
    await page.keyboard.press("Home");
    await frames(page);
    assert.equal(await current(page), 0);
    assert.equal(await first(page), 0);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("j");
    await frames(page);
    assert.equal(await current(page), 2);
  });
});

test("the row with the focus is never recycled away", async () => {
  await onTable("grid-million", {}, async (page, grid) => {
    await loaded(page);
    await grid.focus();
    for (let press = 0; press < 4; press++) await page.keyboard.press("ArrowDown");
    await frames(page);
    await grid.evaluate((view) => { view.scrollTop = 4_000_000; });
    await page.waitForFunction(() => [...document.querySelectorAll(".grid-row")].some((row) => Number(row.getAttribute("aria-rowindex")) > 450_000));
    assert.equal(await current(page), 3);
    await page.keyboard.press("ArrowDown");
    await frames(page);
    assert.equal(await current(page), 4);
    assert.ok((await seen(page)).includes(4));
  });
});

test("cells are walked with arrows and left with Escape", async () => {
  await onTable("grid-million", {}, async (page, grid) => {
    await loaded(page);
    await grid.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("F2");
    // What walks cells is fetched with the first key that needs it.
    const standsOn = (name) =>
      page.waitForFunction(
        (name) => document.getElementById(document.querySelector("[role=grid]").getAttribute("aria-activedescendant"))?.classList.contains(name),
        name,
      );
    await standsOn("col-state");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await standsOn("col-number");
    assert.equal(await current(page), 1);
    await page.keyboard.press("End");
    await standsOn("col-trace");
    await page.keyboard.press("Escape");
    await standsOn("grid-row");
  });
});

test("a selection means rows or all that match, and survives a storm of changes", async () => {
  await onTable("grid-patches", {}, async (page, grid) => {
    await loaded(page);
    await grid.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    const bar = page.getByRole("region", { name: "Selection" });
    await bar.getByText("3 selected").waitFor();
    await page.keyboard.press("Shift+ArrowUp");
    await bar.getByText("2 selected").waitFor();
    await page.keyboard.press("*");
    await bar.getByText("All 1,000,000 matching selected").waitFor();
    const before = await page.locator(".grid-row").first().innerText();
    await page.waitForFunction((before) => document.querySelector(".grid-row").innerText !== before, before);
    await page.keyboard.press("x");
    await bar.getByText("999,999 selected").waitFor();
    await bar.getByRole("button", { name: "Select all 1,000,000 matching" }).click();
    await bar.getByText("All 1,000,000 matching selected").waitFor();
    await bar.getByRole("button", { name: "Clear" }).click();
    await bar.waitFor({ state: "detached" });
    assert.equal(await page.locator("[aria-selected=true]").count(), 0);
  });
});

test("columns are resized, moved and hidden by keyboard, and stay so", async () => {
  await onTable("grid-small", {}, async (page) => {
    await loaded(page);
    const names = () => page.getByRole("columnheader").evaluateAll((heads) => heads.map((head) => head.textContent).filter(Boolean));
    const width = () => page.getByRole("columnheader", { name: "Service" }).evaluate((head) => Math.round(head.getBoundingClientRect().width));
    await page.getByRole("button", { name: "Column State" }).focus();
    for (const key of ["ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    const before = await width();
    await page.keyboard.press("Shift+ArrowRight");
    await page.waitForFunction((before) => Math.round([...document.querySelectorAll(".grid-heading")].find((head) => head.textContent === "Service").getBoundingClientRect().width) === before + 16, before);
    await page.keyboard.press("Alt+ArrowLeft");
    await page.waitForFunction(() => document.querySelectorAll(".grid-heading")[1].textContent === "Service");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Hide" }).click();
    await page.getByRole("columnheader", { name: "Service" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Column Span" }).click();
    await page.getByRole("button", { name: "Pin left" }).click();
    await page.waitForFunction(() => document.querySelector(".grid-heading").textContent === "Span");
    await page.reload();
    await loaded(page);
    await page.waitForFunction(() => document.querySelector(".grid-heading").textContent === "Span");
    assert.ok(!(await names()).includes("Service"));
    await page.getByRole("button", { name: "Columns and copies" }).click();
    await page.getByRole("checkbox", { name: "Service" }).check();
    await page.getByRole("columnheader", { name: "Service" }).waitFor();
    assert.equal(await width(), before + 16);
    await page.getByRole("button", { name: "Reset the table" }).click();
    await page.waitForFunction(() => document.querySelector(".grid-heading").textContent === "State");
    assert.equal(await width(), before);
  });
});

test("columns are widened and carried by mouse", async () => {
  await onTable("grid-small", {}, async (page) => {
    await loaded(page);
    const heading = (name) => page.getByRole("columnheader", { name });
    const before = await heading("Service").boundingBox();
    const handle = await heading("Service").locator(".grid-handle").boundingBox();
    const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 20, y);
    await page.mouse.move(x + 40, y + 60);
    await page.mouse.up();
    await page.waitForFunction((width) => Math.abs(document.querySelector(".grid-heading.col-service").getBoundingClientRect().width - width) < 2, before.width + 40);
    await heading("Service").locator(".grid-name").dragTo(heading("State").locator(".grid-name"));
    await page.waitForFunction(() => document.querySelector(".grid-heading").textContent === "Service");
  });
});

test("what is done while the tools are on their way is done in order once they are here", async () => {
  await onPage(gallery(), { path: "/", width: 1440 }, async (page) => {
    let release;
    const held = new Promise((done) => { release = done; });
    await page.route(/part_grid_tools.*\.bin/, async (route) => { await held; await route.continue(); });
    await page.goto(new URL("/dev/gallery?section=grid-small", page.url()).href);
    await loaded(page);
    const asked = page.waitForRequest(/part_grid_tools.*\.bin/);
    await page.getByRole("grid").focus();
    for (const key of ["ArrowDown", "x", "ArrowDown", "ArrowDown", "x"]) await page.keyboard.press(key);
    await asked;
    assert.equal(await current(page), 0);
    release();
    const bar = page.getByRole("region", { name: "Selection" });
    await bar.getByText("2 selected").waitFor();
    assert.deepEqual(await page.locator("[aria-selected=true]").evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("aria-rowindex")) - 2)), [0, 2]);
  });
});

test("a column sorts, and says so", async () => {
  await onTable("grid-small", {}, async (page) => {
    await loaded(page);
    const head = page.getByRole("columnheader", { name: "Number" });
    assert.equal(await head.getAttribute("aria-sort"), "none");
    await head.getByRole("button", { name: "Number", exact: true }).click();
    await page.locator('[role=columnheader][aria-sort="ascending"]').waitFor();
    await head.getByRole("button", { name: "Number", exact: true }).click();
    await page.locator('[role=columnheader][aria-sort="descending"]').waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-rowindex="2"] .col-number').textContent === "11");
  });
});

test("what is selected is copied for spreadsheets, programs and notes", async () => {
  await onTable("grid-small", {}, async (page, grid) => {
    await loaded(page);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    const copied = (rows) => page.getByText(rows === 1 ? "Copied" : `Copied ${rows} rows`, { exact: true }).waitFor({ state: "attached" });
    await grid.focus();
    for (const key of ["ArrowDown", "ArrowDown", "x", "ArrowDown", "x", "Control+c"]) await page.keyboard.press(key);
    await copied(2);
    const lines = (await clipboard()).split("\n");
    assert.equal(lines[0], "State\tNumber\tService\tSpan\tMessage\tDuration\tTrace");
    assert.equal(lines[1].split("\t")[1], "1");
    assert.equal(lines[2].split("\t")[1], "2");
    assert.equal(lines.length, 4);
    await page.getByRole("button", { name: "Columns and copies" }).click();
    await page.getByRole("button", { name: "As JSON" }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("["));
    assert.deepEqual(JSON.parse(await clipboard()).map((row) => row.Number), ["1", "2"]);
    await page.getByRole("button", { name: "Columns and copies" }).click();
    await page.getByRole("button", { name: "As Markdown" }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("| State |"));
  });
});

test("rows that could not be loaded are asked for again", async () => {
  await onTable("grid-failing", {}, async (page, grid) => {
    await loaded(page);
    await grid.focus();
    await page.keyboard.press("End");
    const alert = page.getByRole("alert");
    await alert.getByText("could not be loaded").waitFor();
    assert.deepEqual(await violations(page), []);
    await alert.getByRole("button", { name: "Try again" }).click();
    await page.locator('[aria-rowindex="1001"] .col-number', { hasText: "999" }).waitFor();
    await alert.waitFor({ state: "detached" });
  });
});

for (const [theme, contrast] of [["light", "no-preference"], ["dark", "no-preference"], ["light", "more"]]) {
  test(`selected rows and the table's menu can be read by everybody, ${theme}, contrast ${contrast}`, async () => {
    await onTable("grid-small", { theme, contrast }, async (page, grid) => {
      await page.locator(".grid-row").first().waitFor();
      await grid.focus();
      for (const key of ["ArrowDown", "x"]) await page.keyboard.press(key);
      await page.getByRole("button", { name: "Columns and copies" }).click();
      await page.getByRole("checkbox", { name: "Service" }).waitFor();
      assert.deepEqual(await violations(page), []);
    });
  });
}

test("the middle of a long list is one request away, and live changes reach it", async () => {
  const console = shop(3_000);
  await onPage(console, { width: 1440 }, async (page) => {
    await page.getByText("Live", { exact: true }).waitFor();
    await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") === "3001");
    await page.locator("#signals").evaluate((view) => { view.scrollTop = 1_500 * 32; });
    const expected = scenery.signal(1_505);
    await page.getByRole("row").filter({ hasText: expected.friendlyId }).first().waitFor();
    const lists = console.requests.filter((request) => request.name === "signals.list");
    assert.ok(lists.length <= 4, `${lists.length} requests`);
    assert.ok(lists.some((request) => /skip=1[24]00/.test(request.url)), lists.map(({ url }) => url).join(" "));
    const ids = await friendlyIds(page);
    const at = ids.indexOf(scenery.signal(1_505).friendlyId);
    assert.deepEqual(ids.slice(at, at + 10), Array.from({ length: 10 }, (_, n) => scenery.signal(1_505 + n).friendlyId));

    console.patch(expected.id, { status: "FALSE_POSITIVE" });
    const row = page.locator('[aria-rowindex="1507"]');
    await row.filter({ hasText: "False positive" }).waitFor();
    console.raise({ ...scenery.signal(9_000, 0), id: "fresh", friendlyId: "fresh-1" });
    await page.getByRole("button", { name: "1 new" }).click();
    await page.getByRole("row").filter({ hasText: "fresh-1" }).waitFor();
    await page.locator("#signals").focus();
    await page.keyboard.press("End");
    await page.locator('[aria-rowindex="3002"]').filter({ hasText: scenery.signal(2_999).friendlyId }).waitFor();
  });
});

test("rows stay where they are while the mouse rests on them", async () => {
  const console = shop(50);
  await onPage(console, { width: 1440 }, async (page) => {
    await page.getByText("Live", { exact: true }).waitFor();
    await page.locator(".grid-row").nth(3).hover();
    const before = await friendlyIds(page);
    await frames(page);
    console.raise({ ...scenery.signal(9_000, 0), id: "fresh", friendlyId: "fresh-1" });
    await page.getByRole("button", { name: "1 new" }).waitFor();
    assert.deepEqual(await friendlyIds(page), before);
    await page.mouse.move(5, 5);
    await page.getByRole("row").filter({ hasText: "fresh-1" }).waitFor();
  });
});

test("text from elsewhere stays text", async () => {
  const console = shop(3);
  Object.assign(console.signals[0], { message: "<b id='evil'>bold</b>", severityText: "<i>SEVERE</i>" });
  await onPage(console, { width: 1440 }, async (page) => {
    await page.getByText("<b id='evil'>bold</b>").first().waitFor();
    await page.getByText("<i>SEVERE</i>").first().waitFor();
    assert.equal(await page.locator("#evil").count(), 0);
  });
});
