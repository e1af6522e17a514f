// The list as a working day sees it: what it asks for, deciding by keyboard, and what becomes of a decision.

import { test } from "node:test";
import assert from "node:assert/strict";

import { friendlyIds, onPage, shop, violations } from "./harness.mjs";

const OPEN_ONLY = "/signals?q=status%3Aopen";
const rows = (page) => page.locator("[role=row] [role=gridcell].col-id");
const listed = async (page) => {
  await rows(page).first().waitFor();
  return friendlyIds(page);
};
/** Name of the row the keyboard stands on. */
const current = (page) =>
  page.evaluate(() => {
    const id = document.querySelector("[role=grid]")?.getAttribute("aria-activedescendant");
    return document.getElementById(id)?.querySelector(".col-id")?.textContent ?? null;
  });
const standsOn = (page, name) =>
  page.waitForFunction((name) => {
    const id = document.querySelector("[role=grid]")?.getAttribute("aria-activedescendant");
    return document.getElementById(id)?.querySelector(".col-id")?.textContent === name;
  }, name);
const asked = (console, name) => console.requests.filter((request) => request.name === name);
const wide = { width: 1680 };

test("a first visit asks for the list once", async () => {
  const console = shop();
  await onPage(console, wide, async (page) => {
    await listed(page);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByText("60 signals").waitFor();
    assert.equal(asked(console, "signals.list").length, 1);
    assert.match(asked(console, "signals.list")[0].url, /q=snoozed%3Ano/);
  });
});

test("a decided row leaves, the next takes its place, and undoing brings it back", async () => {
  const console = shop();
  await onPage(console, { path: OPEN_ONLY, ...wide }, async (page) => {
    const [first, second, third] = await listed(page);
    await page.keyboard.press("j");
    await standsOn(page, first);
    await page.keyboard.press("r");
    await standsOn(page, second);
    assert.deepEqual((await friendlyIds(page)).slice(0, 2), [second, third]);
    await page.keyboard.press("i");
    await standsOn(page, third);
    await page.getByText(/^Set .* to Investigating$/).first().waitFor();
    await page.keyboard.press("z");
    await page.getByText(/^Undone: /).first().waitFor();
    await page.waitForFunction((name) => document.querySelector(".grid-rows").innerText.includes(name), second);
    assert.equal((await friendlyIds(page))[0], second);
    assert.equal(console.signals.find((signal) => signal.friendlyId === first).status, "RESOLVED");
  });
});

test("an open signal gives way to the next when it is decided", async () => {
  const console = shop();
  await onPage(console, { path: OPEN_ONLY, width: 1440 }, async (page) => {
    await page.getByRole("row").nth(1).waitFor();
    await page.keyboard.press("j");
    await page.locator("#signals").focus();
    await page.keyboard.press("Enter");
    const title = page.getByRole("heading", { level: 2 });
    await title.waitFor();
    const before = page.url();
    await page.keyboard.press("r");
    await page.waitForURL((url) => url.href !== before && url.search.includes("sel="));
    await page.getByText(/^Set .* to Resolved$/).first().waitFor();
  });
});

test("what is refused comes back, and is said above the list with another try", async () => {
  const console = shop();
  console.faults.set("signals.set_status", { status: 503, code: "unavailable", message: "not now" });
  await onPage(console, { path: OPEN_ONLY, ...wide, expectFailures: true }, async (page) => {
    const [first] = await listed(page);
    await page.keyboard.press("j");
    await standsOn(page, first);
    await page.keyboard.press("r");
    const note = page.getByRole("alert").filter({ hasText: "not now" });
    await note.waitFor();
    assert.equal((await friendlyIds(page))[0], first);
    assert.deepEqual(await violations(page), []);
    console.faults.clear();
    await note.getByRole("button", { name: "Try again" }).click();
    await page.getByText(/^Set .* to Resolved$/).first().waitFor();
    assert.equal(console.signals.find((signal) => signal.friendlyId === first).status, "RESOLVED");
  });
});

test("two who decide about one signal see both values", async () => {
  const console = shop();
  await onPage(console, { path: OPEN_ONLY, ...wide, expectFailures: true }, async (page) => {
    const [first] = await listed(page);
    const signal = console.signals.find((candidate) => candidate.friendlyId === first);
    await page.keyboard.press("j");
    await standsOn(page, first);
    // Somebody else was faster, and the stream has not said so yet.
    console.cutStreams();
    Object.assign(signal, { status: "INVESTIGATING", revision: signal.revision + 1 });
    await page.keyboard.press("r");
    const dialog = page.getByRole("alertdialog");
    await dialog.getByText("You wanted").waitFor();
    assert.match(await dialog.innerText(), /You wanted\s*Resolved[\s\S]*It is by now\s*Investigating/);
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "Do it anyway" }).click();
    await page.getByText(/^Set .* to Resolved$/).first().waitFor();
    assert.equal(signal.status, "RESOLVED");
  });
});

test("a change of something else in between does not stand in the way", async () => {
  const console = shop();
  await onPage(console, { path: OPEN_ONLY, ...wide, expectFailures: true }, async (page) => {
    const [first] = await listed(page);
    const signal = console.signals.find((candidate) => candidate.friendlyId === first);
    await page.keyboard.press("j");
    await standsOn(page, first);
    console.cutStreams();
    Object.assign(signal, { notes: 1, revision: signal.revision + 1 });
    await page.keyboard.press("r");
    await page.getByText(/^Set .* to Resolved$/).first().waitFor();
    assert.equal(signal.status, "RESOLVED");
    assert.equal(await page.getByRole("alertdialog").count(), 0);
  });
});

test("a cell narrows the list to its value, or leaves it out", async () => {
  await onPage(shop(), wide, async (page) => {
    await listed(page);
    const cell = page.locator(".grid-row .col-service", { hasText: "inventory" }).first();
    await cell.click({ button: "right" });
    const menu = page.getByRole("menu", { name: "This value" });
    await menu.getByRole("menuitem", { name: "Without “inventory”" }).click();
    await page.waitForURL(/q=(!|%21)service%3Ainventory/);
    await page.waitForFunction(() => !document.querySelector(".grid-rows").innerText.includes("inventory"));
    await page.locator(".grid-row .col-service", { hasText: "payment" }).first().click({ modifiers: ["Alt"] });
    await page.waitForURL(/service%3Apayment/);
    await page.waitForFunction(() => {
      const cells = [...document.querySelectorAll(".grid-row .col-service")];
      return cells.length > 0 && cells.every((cell) => cell.textContent === "payment");
    });
    await page.goBack();
    await page.waitForURL(/q=(!|%21)service%3Ainventory$/);
  });
});

test("an address whose filter cannot be read says where, and asks nothing", async () => {
  const console = shop();
  await onPage(console, { path: "/signals?q=took%20sevrity%3Aerror", ...wide }, async (page) => {
    await page.getByText("This filter cannot be read").waitFor();
    await page.locator("#signals-search-error").getByText("Did you mean “severity”?").waitFor();
    assert.equal(asked(console, "signals.list").length, 0);
    assert.deepEqual(await violations(page), []);
    await page.locator("#signals-search").fill("severity:error");
    await listed(page);
  });
});

test("whoever comes back stands on the row they left", async () => {
  await onPage(shop(), wide, async (page) => {
    const names = await listed(page);
    for (let n = 0; n < 4; n++) await page.keyboard.press("j");
    await standsOn(page, names[3]);
    await page.getByRole("link", { name: "Rules" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Rules" }).waitFor();
    await page.goBack();
    await standsOn(page, names[3]);
    assert.equal(await current(page), names[3]);
  });
});

test("e explains the rule with the values it saw", async () => {
  const console = shop();
  const signal = console.signals.find(({ ruleId }) => ruleId === "charge-over-500");
  await onPage(console, { path: `/signals?sel=${signal.id}`, width: 1440 }, async (page) => {
    await page.getByRole("heading", { level: 2 }).waitFor();
    await page.keyboard.press("e");
    await page.waitForURL(/tab=why$/);
    const parts = page.getByRole("region", { name: "The parts of the rule with their values" });
    await parts.getByText("612.5").first().waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("e");
    await page.waitForURL((url) => !url.search.includes("tab"));
  });
});

test("a signal is copied in the form that is wanted", async () => {
  const console = shop();
  const signal = console.signals.at(-1);
  await onPage(console, { path: `/signals?sel=${signal.id}`, width: 1440 }, async (page) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: console.url });
    await page.getByRole("heading", { level: 2 }).waitFor();
    const copied = async (form) => {
      await page.getByRole("button", { name: "Copy this signal" }).click();
      await page.getByRole("menuitem", { name: form, exact: true }).click();
      await page.getByText(`Copied as ${form}`).first().waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    assert.equal(JSON.parse(await copied("JSON")).id, signal.id);
    assert.match(await copied("Markdown"), /^\*\*\w+ \(Open\):\*\* \[/);
    assert.equal(await copied("Link"), `${console.url}/signals?sel=${signal.id}`);
    assert.match(await copied("cURL"), /\$FLUO_TOKEN/);
  });
});
