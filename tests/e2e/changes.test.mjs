// Changes before their answer: shown at once everywhere, taken back exactly, and never against what the server says.

import { test } from "node:test";
import assert from "node:assert/strict";

import { friendlyIds, onPage, shop } from "./harness.mjs";

const ID = "0199f000-0000-7000-8000-000000000004";
const live = (page) => page.getByText("Live", { exact: true });
const control = (page) => page.getByRole("combobox", { name: "Status" });
const isFree = (page) => page.waitForFunction(() => document.querySelector("select:enabled"));
const selected = (page, text) => page.locator(".grid-row-selected", { hasText: text }).waitFor();

/** A console whose signal answers a change only when the story lets it. */
function slow() {
  const console = shop();
  console.delays.set("signals.set_status", 1_500);
  return console;
}

test("a change of somebody else that comes in between stands when one's own is refused", async () => {
  const console = slow();
  await onPage(console, { path: `/signals?sel=${ID}`, width: 1440, expectFailures: true }, async (page) => {
    await live(page).waitFor();
    await control(page).selectOption("RESOLVED");
    await selected(page, "Resolved");
    console.patch(ID, { status: "INVESTIGATING", message: "somebody is on it" });
    // The event is here, and the wish still shown.
    await page.getByRole("heading", { name: "somebody is on it" }).waitFor();
    await selected(page, "Resolved");
    await page.getByRole("alertdialog").filter({ hasText: "the signal changed since you read it" }).waitFor();
    await selected(page, "Investigating");
    assert.equal(await control(page).inputValue(), "INVESTIGATING");
  });
});

test("what is read anew while a change is under way shows it, and is what a refusal goes back to", async () => {
  const console = slow();
  await onPage(console, { path: `/signals?sel=${ID}`, width: 1440, expectFailures: true }, async (page) => {
    await live(page).waitFor();
    console.faults.set("signals.set_status", { status: 409, code: "conflict", message: "somebody was faster" });
    await control(page).selectOption("RESOLVED");
    await selected(page, "Resolved");
    // Too old to be replayed: the screens read anew.
    const asked = console.requests.length;
    Object.assign(console.signals.find((signal) => signal.id === ID), { status: "FALSE_POSITIVE", revision: 9 });
    console.events.push({}, {});
    console.forgetEvents();
    console.cutStreams();
    await page.waitForResponse((response) => response.url().includes(`/signals/${ID}`) && response.request().method() === "GET");
    assert.ok(console.requests.length > asked);
    await selected(page, "Resolved");
    await page.getByRole("alertdialog").filter({ hasText: "somebody was faster" }).waitFor();
    await selected(page, "False positive");
    assert.equal(await control(page).inputValue(), "FALSE_POSITIVE");
  });
});

test("a change goes on when its panel closes, and is taken back where it was", async () => {
  const console = slow();
  console.faults.set("signals.set_status", { status: 503, code: "unavailable", message: "not now" });
  await onPage(console, { width: 1440, expectFailures: true }, async (page) => {
    await live(page).waitFor();
    const name = console.signals.find((signal) => signal.id === ID).friendlyId;
    const row = page.getByRole("row").filter({ hasText: name }).first();
    await row.waitFor();
    // Beside the details there is no room for the ids.
    const before = await friendlyIds(page);
    await row.click();
    await control(page).selectOption("RESOLVED");
    await selected(page, "Resolved");
    await page.locator("#signal-title").focus();
    await page.keyboard.press("Escape");
    await page.waitForURL((url) => !url.search);
    await row.filter({ hasText: "Resolved" }).waitFor();
    await row.filter({ hasText: "Open" }).waitFor();
    // What is said above the list takes the place of the last rows.
    assert.deepEqual((await friendlyIds(page)).slice(0, 20), before.slice(0, 20));
    const sent = console.requests.filter((request) => request.name === "signals.set_status");
    assert.equal(sent.length, 1);
    assert.match(sent[0].headers["idempotency-key"], /^[0-9a-f]{26}$/);
  });
});

test("an answer that was lost is not called a refusal", async () => {
  const console = shop();
  await onPage(console, { path: `/signals?sel=${ID}`, width: 1440, expectFailures: true }, async (page) => {
    await live(page).waitFor();
    await page.route("**/status", (route) => route.abort());
    await control(page).selectOption("RESOLVED");
    await page.getByRole("alert").filter({ hasText: "It is not known whether this changed" }).waitFor();
    await isFree(page);
    await selected(page, "Open");
  });
});
