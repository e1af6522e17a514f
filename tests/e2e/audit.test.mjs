// The audit trail: a list that reads on as one scrolls, filters in the address, an entry in full, and the whole as a file.

import { test } from "node:test";
import assert from "node:assert/strict";

import { FakeConsole } from "./fake-console.mjs";
import { ALL } from "./fake-identity.mjs";
import { onPage } from "./harness.mjs";

function busy(count = 650) {
  const console = new FakeConsole();
  console.user = { id: "ana", name: "Ana Lima" };
  console.permissions = [...ALL];
  const { identity } = console;
  for (let n = 0; n < count; n++) {
    if (n % 50 === 7) identity.record("members.remove", { outcome: "denied", actor: "cho", subject: { kind: "user", id: "ben" } });
    else identity.record("signals.set_status", { subject: { kind: "signal", id: `s${n}` }, detail: { status: "RESOLVED" } });
  }
  return console;
}

const rows = (page) => page.getByRole("grid").getByRole("row");

test("the newest come first, and scrolling reads on to the oldest", async () => {
  const console = busy();
  await onPage(console, { path: "/audit" }, async (page) => {
    await rows(page).nth(1).waitFor();
    assert.match(await rows(page).nth(1).innerText(), /Ana Lima/);
    await page.getByRole("grid").focus();
    for (let pages = 1; pages < 4; pages++) {
      const height = await page.getByRole("grid").evaluate((scroll) => scroll.scrollHeight);
      await page.keyboard.press("End");
      await page.waitForFunction((height) => document.querySelector("[role=grid]").scrollHeight > height, height);
    }
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.querySelector("[role=grid]").textContent.includes("s0"));
    assert.equal(console.requests.filter(({ name }) => name === "audit.list").length, 4);
  });
});

test("filters are in the address, and the files take them along", async () => {
  await onPage(busy(), { path: "/audit" }, async (page) => {
    await page.getByRole("combobox", { name: "Filter the audit trail" }).fill("outcome:denied");
    await page.keyboard.press("Enter");
    await page.waitForURL(/outcome=denied/);
    await page.waitForFunction(() => !document.querySelector("[role=grid]").textContent.includes("signals.set_status"));
    const href = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
    assert.equal(href, "/api/v1/audit/export?format=csv&outcome=denied");
    await page.goBack();
    await page.waitForFunction(() => document.querySelector("[role=grid]").textContent.includes("signals.set_status"));
  });
});

test("an entry opens beside the list, leads to others, and closes with Escape", async () => {
  await onPage(busy(), { path: "/audit?outcome=denied" }, async (page) => {
    await rows(page).nth(1).click();
    const panel = page.getByRole("complementary");
    await panel.getByRole("heading", { name: "members.remove" }).waitFor();
    await panel.getByText("cho@example.com").waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await rows(page).nth(1).click();
    await panel.getByRole("button", { name: "All done to it" }).click();
    await page.waitForURL(/subject=ben/);
  });
});

test("nothing found says so and leads back", async () => {
  await onPage(busy(20), { path: "/audit?q=zebra" }, async (page) => {
    await page.getByText("No entries match").waitFor();
    await page.locator("main").getByRole("button", { name: "Clear" }).last().click();
    await rows(page).nth(1).waitFor();
  });
});
