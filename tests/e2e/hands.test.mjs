// Commands by keyboard: the palette, sequences, chosen keys, the command mode, undo. What is typed is keys, what is
// looked at is what a person would see.

import { test } from "node:test";
import assert from "node:assert/strict";

import { onPage, shop, violations } from "./harness.mjs";

const OPEN = "/signals?sel=0199f000-0000-7000-8000-000000000001";
const INVESTIGATING = "/signals?sel=0199f000-0000-7000-8000-000000000003";

const press = (page, ...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const ready = (page) => page.getByRole("row").nth(1).waitFor();
const palette = (page) => page.getByRole("dialog", { name: "Search and commands" });
const sheet = (page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });
const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const status = (page) => page.getByRole("combobox", { name: "Status" });
const hasStatus = (page, value) =>
  page.waitForFunction((value) => document.querySelector(".detail select")?.value === value, value);
const gone = (locator) => locator.waitFor({ state: "detached" });
const activeOption = (page) =>
  page.evaluate(() => {
    const id = document.activeElement.getAttribute("aria-activedescendant");
    return document.getElementById(id)?.querySelector(".palette-title")?.textContent;
  });

async function openPalette(page) {
  await page.keyboard.press("Control+k");
  await palette(page).getByRole("option").first().waitFor();
}

async function chooseKeys(page, command, ...keys) {
  await page.locator(`[data-command="${command}"]`).getByRole("button", { name: /^Change keys/ }).press("Enter");
  await press(page, ...keys);
}

test("the palette by keyboard alone: find, move, go, and the focus is on the page", async () => {
  await onPage(shop(), {}, async (page) => {
    await ready(page);
    await openPalette(page);
    assert.deepEqual(await violations(page), []);
    await page.keyboard.type("rul");
    await palette(page).getByRole("option", { name: /^Rules/ }).first().waitFor();
    assert.equal(await activeOption(page), "Rules");
    assert.equal(await palette(page).locator("mark").first().textContent(), "Rul");
    await press(page, "End", "ArrowDown");
    assert.equal(await activeOption(page), "Rules", "the list goes round");
    await press(page, "ArrowUp", "Home");
    await page.keyboard.press("Enter");
    await gone(palette(page));
    await heading(page, "Rules");
    await page.waitForFunction(() => document.activeElement.tagName === "H1");
    await openPalette(page);
    assert.equal(await activeOption(page), "Rules", "what was chosen last stands first");
  });
});

test("the palette gives the focus back where it was", async () => {
  await onPage(shop(), {}, async (page) => {
    await ready(page);
    await page.keyboard.press("/");
    await page.keyboard.type("card");
    await openPalette(page);
    await page.keyboard.press("Escape");
    await gone(palette(page));
    assert.equal(await page.evaluate(() => document.activeElement.id), "signals-search");
    assert.equal(await page.locator("#signals-search").inputValue(), "card");
    await page.getByRole("button", { name: /^Search / }).click();
    await palette(page).getByRole("option").first().waitFor();
    await page.mouse.click(5, 5);
    await gone(palette(page));
    assert.equal(await page.evaluate(() => document.activeElement.className.includes("palette-button")), true);
  });
});

test("signals and rules are found by what they say, and a failure is told with another try", async () => {
  const console = shop();
  await onPage(console, { path: "/rules", expectFailures: true }, async (page) => {
    await heading(page, "Rules");
    await openPalette(page);
    await page.keyboard.type("expired");
    await palette(page).getByRole("option", { name: /expired_card/ }).first().waitFor();
    assert.equal(console.requests.filter(({ url }) => /text=e(x|xp)?$/.test(url)).length, 0, "asked after a pause");
    console.faults.set("signals.list", { status: 500, code: "internal", message: "something went wrong" });
    await page.keyboard.type("_card");
    await palette(page).getByText("could not be searched").waitFor();
    console.faults.clear();
    await palette(page).getByRole("button", { name: "Try again" }).press("Enter");
    await gone(palette(page).getByText("could not be searched"));
    await page.locator("#palette-field").focus();
    await palette(page).getByRole("option", { name: /expired_card/ }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/signals\?sel=/);
    await page.getByRole("complementary").getByText("Card declined: expired_card").first().waitFor();
  });
});

test("without a network the palette says what it does not search", async () => {
  await onPage(shop(), { expectFailures: true }, async (page) => {
    await ready(page);
    await openPalette(page);
    await page.context().setOffline(true);
    await page.keyboard.type("rules");
    await palette(page).getByText("Offline: signals and rules are not searched").waitFor();
    await palette(page).getByRole("option", { name: /^Rules/ }).first().waitFor();
    await page.context().setOffline(false);
    await gone(palette(page).getByText("Offline"));
  });
});

test("a sequence shows how it can go on; a wrong key ends it", async () => {
  await onPage(shop(), {}, async (page) => {
    await ready(page);
    await page.keyboard.press("g");
    await page.getByText("then").first().waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("r");
    await heading(page, "Rules");
    await press(page, "g", "x");
    await page.getByText("G X is no shortcut here").waitFor();
    await press(page, "g", "Escape", "s");
    await heading(page, "Rules");
    await press(page, "g", "f");
    await heading(page, "FLUO");
    await press(page, "g", "s");
    await heading(page, "Signals");
  });
});

test("nothing fires while typing, in a dialog, or with another modifier", async () => {
  await onPage(shop(), {}, async (page) => {
    await ready(page);
    await page.keyboard.press("/");
    await page.keyboard.type("gr?z:j/[");
    // The first keys of a page wait for the part that knows what they mean, and are typed once it is here.
    await page.waitForFunction(() => document.getElementById("signals-search").value === "gr?z:j/[");
    assert.equal(await page.getByRole("dialog").count(), 0);
    await heading(page, "Signals");
    await page.locator("#signals-search").fill("");
    await page.getByRole("button", { name: "Appearance" }).press("Enter");
    await press(page, "g", "r");
    await page.getByRole("group", { name: "Theme" }).waitFor();
    await page.keyboard.press("Escape");
    await press(page, "Shift+Control+g", "Alt+g", "r");
    await heading(page, "Signals");
    await openPalette(page);
    await page.keyboard.type("?gr");
    assert.equal(await page.locator("#palette-field").inputValue(), "?gr");
    assert.equal(await sheet(page).count(), 0);
  });
});

test("keys are chosen anew, a conflict is shown and resolved, and reset", async () => {
  await onPage(shop(), {}, async (page) => {
    await ready(page);
    await page.keyboard.press("?");
    await sheet(page).getByText("Go to").waitFor();
    assert.deepEqual(await violations(page), []);
    await chooseKeys(page, "go.rules", "g", "s");
    await sheet(page).getByText("Already used by Signals").waitFor();
    await press(page, "Control+t");
    await sheet(page).getByText(/belongs to the browser/).waitFor();
    await press(page, "g", "x", "Enter");
    await gone(sheet(page).getByRole("button", { name: "Cancel" }));
    assert.match(await page.evaluate(() => document.activeElement.id), /^keys-of-go\.rules$/);
    await page.keyboard.press("Escape");
    await gone(sheet(page));
    await press(page, "g", "x");
    await heading(page, "Rules");

    await page.reload();
    await heading(page, "Rules");
    await page.keyboard.press("?");
    await chooseKeys(page, "go.fluo", "g", "s");
    await press(page, "Enter");
    await sheet(page).locator('[data-command="go.signals"]').getByText("none").waitFor();
    await page.keyboard.press("Escape");
    await gone(sheet(page));
    await press(page, "g", "s");
    await heading(page, "FLUO");

    await page.keyboard.press("?");
    await sheet(page).getByRole("button", { name: "Reset all" }).press("Enter");
    await page.keyboard.press("Escape");
    await gone(sheet(page));
    await press(page, "g", "s");
    await heading(page, "Signals");
  });
});

test("shortcuts of single keys can be switched off, and the rest still works", async () => {
  await onPage(shop(), {}, async (page) => {
    await ready(page);
    await page.keyboard.press("?");
    await sheet(page).getByRole("checkbox", { name: "Shortcuts of single keys" }).press("Space");
    await page.keyboard.press("Escape");
    await gone(sheet(page));
    await press(page, "?", "g", "r", "/");
    await heading(page, "Signals");
    assert.equal(await page.getByRole("dialog").count(), 0);
    assert.notEqual(await page.evaluate(() => document.activeElement.id), "signals-search");
    await openPalette(page);
    await page.keyboard.type("single on");
    await palette(page).getByRole("option", { name: /Single-key shortcuts: On/ }).waitFor();
    await page.keyboard.press("Enter");
    await gone(palette(page));
    await press(page, "g", "r");
    await heading(page, "Rules");
  });
});

test("the command mode completes, names the wrong word, and does what it says", async () => {
  await onPage(shop(), {}, async (page) => {
    await ready(page);
    await page.keyboard.press(":");
    await palette(page).getByRole("option").first().waitFor();
    await page.keyboard.type("theme drak");
    const alert = palette(page).getByRole("alert");
    await alert.getByText("Theme cannot be “drak”: system, light or dark").waitFor();
    assert.equal(await palette(page).locator(".palette-wrong").textContent(), "drak");
    assert.equal(await page.locator("#palette-field").getAttribute("aria-invalid"), "true");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Enter");
    await alert.waitFor();
    for (let n = 0; n < "theme drak".length; n++) await page.keyboard.press("Backspace");
    await page.keyboard.type("th");
    await palette(page).getByRole("option", { name: /^Theme/ }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.locator("#palette-field").inputValue(), ":theme ");
    await page.keyboard.type("dark");
    await page.waitForFunction(() => document.querySelectorAll("[role=option]").length === 1);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    await palette(page).waitFor({ state: "hidden" });
    await press(page, ":");
    await palette(page).getByRole("option").first().waitFor();
    await page.keyboard.type("go rules");
    await page.waitForFunction(() => document.querySelectorAll("[role=option]").length === 1);
    await page.keyboard.press("Enter");
    await heading(page, "Rules");
  });
});

test("a status is undone and done again, also where FLUO allows only the long way", async () => {
  const console = shop();
  await onPage(console, { path: INVESTIGATING }, async (page) => {
    await status(page).waitFor();
    const signal = console.signals.find(({ id }) => id.endsWith("000003"));
    assert.equal(signal.status, "INVESTIGATING");
    await page.keyboard.press("r");
    await hasStatus(page, "RESOLVED");
    await page.getByText(/^Set .* to Resolved$/).first().waitFor();
    await page.keyboard.press("z");
    await page.getByText(/^Undone: Set .* to Resolved$/).first().waitFor();
    await hasStatus(page, "INVESTIGATING");
    assert.equal(signal.status, "INVESTIGATING");
    await page.keyboard.press("Shift+z");
    await page.getByText(/^Done again: Set .* to Resolved$/).first().waitFor();
    assert.equal(signal.status, "RESOLVED");
  });
});

test("what was done is listed, each with the way back", async () => {
  await onPage(shop(), { path: OPEN }, async (page) => {
    await status(page).waitFor();
    assert.equal(await page.getByRole("button", { name: "Changes you made" }).count(), 0);
    await page.keyboard.press("i");
    await page.getByText(/^Set .* to Investigating$/).first().waitFor();
    await page.getByRole("button", { name: "Changes you made" }).press("Enter");
    await page.getByRole("button", { name: /^Undo: Set/ }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: /^Undo: Set/ }).press("Enter");
    await page.getByRole("button", { name: /^Redo: Set/ }).waitFor();
    await hasStatus(page, "OPEN");
  });
});

test("what somebody else changed is not undone over; the reason is shown and the entry kept", async () => {
  const console = shop();
  await onPage(console, { path: OPEN, expectFailures: true }, async (page) => {
    await status(page).waitFor();
    await page.keyboard.press("i");
    await page.getByText(/^Set .* to Investigating$/).first().waitFor();
    console.patch("0199f000-0000-7000-8000-000000000001", { status: "FALSE_POSITIVE" });
    await hasStatus(page, "FALSE_POSITIVE");
    await page.keyboard.press("z");
    await page.getByText(/^Not undone: .*It is False positive by now/).first().waitFor();
    await openPalette(page);
    await page.keyboard.type("undo set");
    await palette(page).getByRole("option", { name: /Undo: Set .* to Investigating/ }).first().waitFor();
  });
});

test("pressing again while a change is under way does nothing", async () => {
  const console = shop();
  console.delays.set("signals.set_status", 400);
  await onPage(console, { path: OPEN }, async (page) => {
    await status(page).waitFor();
    await press(page, "i", "i", "r");
    await page.getByText(/^Set .* to Investigating$/).first().waitFor();
    await press(page, "z", "z", "z");
    await page.getByText(/^Undone: /).first().waitFor();
    await hasStatus(page, "OPEN");
    const changes = console.requests.map(({ name }) => name).filter((name) => ["signals.set_status", "signals.undo"].includes(name));
    assert.deepEqual(changes, ["signals.set_status", "signals.undo"]);
  });
});


test("one page gives way to the next, also where both are fetched when they are first shown", async () => {
  await onPage(shop(), { path: "/rules" }, async (page) => {
    await heading(page, "Rules");
    await page.getByRole("link", { name: "FLUO" }).click();
    await heading(page, "FLUO");
    await page.waitForFunction(() => document.activeElement.tagName === "H1");
  });
});
