// The page and its stream: rows come by themselves, broken lines heal without gap or double, nothing moves under the
// reader's eyes.

import { test } from "node:test";
import assert from "node:assert/strict";

import { friendlyIds, onPage, scenery, shop } from "./harness.mjs";

function fresh(number) {
  return { ...scenery.signal(1_000 + number, 0), id: `fresh-${String(number).padStart(4, "0")}`, friendlyId: `fresh-${number}` };
}

const firstRow = (page, text) => page.getByRole("row").filter({ hasText: text }).first();
const live = (page) => page.getByText("Live", { exact: true });

test("a new signal is painted at once, on top", async () => {
  const console = shop();
  await onPage(console, { width: 1440 }, async (page) => {
    await live(page).waitFor();
    for (let number = 0; number < 20; number++) {
      console.raise(fresh(number));
      await firstRow(page, `fresh-${number}`).waitFor();
      assert.equal((await friendlyIds(page))[0], `fresh-${number}`);
    }
  });
});

test("a line that breaks heals without gap or double", async () => {
  const console = shop(5);
  await onPage(console, { width: 1440, expectFailures: true }, async (page) => {
    await live(page).waitFor();
    for (let number = 0; number < 12; number++) {
      console.raise(fresh(number));
      if (number % 3 === 1) console.cutStreams();
    }
    await firstRow(page, "fresh-11").waitFor();
    await page.waitForFunction(() => document.querySelectorAll("[role=gridcell].col-id").length === 17);
    const ids = await friendlyIds(page);
    assert.equal(new Set(ids).size, 17);
    assert.deepEqual([...ids].filter((id) => id.startsWith("fresh")).sort(), Array.from({ length: 12 }, (_, n) => `fresh-${n}`).sort());
  });
});

test("what was missed for too long is read again", async () => {
  const console = shop(5);
  await onPage(console, { width: 1440, expectFailures: true }, async (page) => {
    await live(page).waitFor();
    console.raise(fresh(0));
    await firstRow(page, "fresh-0").waitFor();
    console.streamRefused = true;
    console.cutStreams();
    await page.getByText("Reconnecting").waitFor();
    console.raise(fresh(1));
    console.raise(fresh(2));
    console.forgetEvents();
    console.streamRefused = false;
    await firstRow(page, "fresh-2").waitFor();
    await live(page).waitFor();
    assert.equal(new Set(await friendlyIds(page)).size, 8);
  });
});

test("rows wait behind a pill while the reader has scrolled", async () => {
  const console = shop(200);
  await onPage(console, { width: 1440 }, async (page) => {
    await live(page).waitFor();
    await page.locator("#signals").evaluate((grid) => grid.scrollTo(0, 1_000));
    await page.waitForTimeout(100);
    const before = await friendlyIds(page);
    for (let number = 0; number < 12; number++) console.raise(fresh(number));
    const pill = page.getByRole("button", { name: "12 new" });
    await pill.waitFor();
    assert.deepEqual(await friendlyIds(page), before);
    await pill.click();
    await firstRow(page, "fresh-11").waitFor();
    assert.equal((await friendlyIds(page))[0], "fresh-11");
  });
});

test("a status changes at once and goes back with the reason when it is refused", async () => {
  const console = shop();
  console.delays.set("signals.set_status", 1_500);
  await onPage(console, { path: "/signals?sel=0199f000-0000-7000-8000-000000000004", width: 1440, expectFailures: true }, async (page) => {
    const status = page.getByRole("combobox", { name: "Status" });
    await status.selectOption("RESOLVED");
    // The row says so while the request is still under way.
    await page.waitForFunction(() => {
      const row = document.querySelector(".grid-row-selected");
      return row.innerText.includes("Resolved") && document.querySelector("select").disabled;
    });
    await page.waitForFunction(() => !document.querySelector("select").disabled);
    assert.equal(await status.inputValue(), "RESOLVED");
    assert.equal(console.signals.find((signal) => signal.id.endsWith("000000000004")).status, "RESOLVED");
    const sent = console.requests.find((request) => request.name === "signals.set_status");
    assert.equal(sent.headers["x-fluo-console"], "1");

    console.faults.set("signals.set_status", { status: 409, code: "conflict", message: "somebody was faster" });
    await status.selectOption("OPEN");
    await page.getByRole("alertdialog").filter({ hasText: "somebody was faster" }).waitFor();
    assert.equal(await status.inputValue(), "RESOLVED");
    await page.locator(".grid-row-selected", { hasText: "Resolved" }).waitFor();
  });
});

test("the keyboard walks, opens and closes; the address holds all of it", async () => {
  const console = shop();
  await onPage(console, { width: 1440 }, async (page) => {
    await page.getByRole("row").nth(1).waitFor();
    for (const key of ["j", "j", "k", "j"]) await page.keyboard.press(key);
    await page.locator("#signals").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2 }).waitFor();
    assert.match(page.url(), /sel=0199f000-0000-7000-8000-000000000001$/);
    await page.keyboard.press("j");
    await page.waitForURL(/000000000002$/);
    await page.keyboard.press("Escape");
    await page.waitForURL((url) => !url.search);
    await page.goBack();
    await page.waitForURL(/000000000002$/);
    await page.getByRole("heading", { level: 2 }).waitFor();

    await page.keyboard.press("Escape");
    await page.waitForURL((url) => !url.search);
    await page.keyboard.press("/");
    await page.keyboard.type("declined");
    await page.waitForURL(/q=declined/);
    await page.getByRole("button", { name: /^Severity/ }).click();
    await page.getByRole("checkbox", { name: /Error/ }).check();
    await page.waitForURL(/q=declined%20severity%3Aerror$/);
    assert.equal(await page.locator("#signals-search").inputValue(), "declined severity:error");
    await page.reload();
    await page.getByRole("row").nth(1).waitFor();
    const rules = await page.locator("[role=gridcell].col-rule").allTextContents();
    assert.ok(rules.every((rule) => rule === "declined-card"));
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.waitForURL((url) => !url.search);
  });
});

test("pages of rows come as the reader scrolls", async () => {
  const console = shop(450);
  await onPage(console, { width: 1440 }, async (page) => {
    await page.getByRole("row").nth(1).waitFor();
    await page.locator("#signals").focus();
    for (let press = 0; press < 8; press++) {
      await page.keyboard.press("End");
      await page.waitForTimeout(80);
    }
    await firstRow(page, console.signals[0].friendlyId).waitFor();
    const slots = await page.getByRole("row").count();
    assert.ok(slots < 60, `${slots} rows exist`);
  });
});
