// Signals taken together by rule, service and operation, and the start page: every number opens its list.

import { test } from "node:test";
import assert from "node:assert/strict";

import { onPage, shop, violations } from "./harness.mjs";

const GROUPS = "/signals?groups=count";
const rows = (page) => page.locator(".grid-row");

test("groups are a switch of the list, and each opens the list of its signals", async () => {
  const console = shop();
  await onPage(console, { path: "/signals" }, async (page) => {
    await rows(page).first().waitFor();
    await page.getByRole("button", { name: "Groups", exact: true }).click();
    await page.waitForURL(/groups=count/);
    const table = page.getByRole("table");
    await table.getByRole("row").nth(1).waitFor();
    const counts = (await table.locator("tbody td:nth-child(2)").allInnerTexts()).map(Number);
    assert.deepEqual(counts, counts.toSorted((a, b) => b - a));
    assert.equal(counts.reduce((sum, count) => sum + count, 0), console.signals.filter((signal) => !signal.snooze).length);
    assert.deepEqual(await violations(page), []);

    // By keyboard: from the first to the second, and into it.
    const names = table.locator(".groups-name");
    await names.first().focus();
    await page.keyboard.press("ArrowDown");
    assert.ok(await names.nth(1).evaluate((name) => name === document.activeElement));
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=rule%3A/);
    await page.getByText(counts[1] === 1 ? "1 signal" : `${counts[1]} signals`, { exact: true }).first().waitFor();
    await page.goBack();
    await table.waitFor();
    await page.getByRole("button", { name: "Last seen" }).click();
    await page.waitForURL(/groups=last/);
    await page.getByRole("columnheader", { name: "Last seen" }).and(page.locator("[aria-sort=descending]")).waitFor();
  });
});

test("a group says what its signals share, how many were looked at, and that it storms", async () => {
  const console = shop();
  console.storms = [console.signals[0].ruleId];
  await onPage(console, { path: GROUPS }, async (page) => {
    await page.getByText(/^Storming for/).first().waitFor();
    await page.getByRole("button", { name: "What they share" }).first().click();
    const shared = page.getByRole("region", { name: "What they share" });
    await shared.getByText("service.version (resource)").waitFor();
    await shared.getByText("card.network").waitFor();
    await shared.getByText("1 span is gone or never arrived.").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "What they share" }).first().click();
    await shared.waitFor({ state: "detached" });
  });
});

test("no group, and no answer, are said", async () => {
  await onPage(shop(), { path: `${GROUPS}&q=service%3Anowhere` }, async (page) => {
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.getByRole("table").waitFor();
  });
  const console = shop();
  console.faults.set("signals.groups", { status: 503, code: "unavailable", message: "Not now." });
  await onPage(console, { path: GROUPS, expectFailures: true }, async (page) => {
    await page.getByText("Not now.").waitFor();
    console.faults.delete("signals.groups");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("table").waitFor();
  });
});

test("the start page asks once, and its numbers open their lists", async () => {
  const console = shop();
  await onPage(console, { path: "/" }, async (page) => {
    const decisions = page.getByRole("region", { name: "Time to decide" });
    await decisions.getByText("21 min").waitFor();
    assert.equal(console.requests.filter(({ name }) => name === "signals.overview").length, 1);
    assert.equal(console.requests.filter(({ name }) => name === "signals.count").length, 0);
    assert.deepEqual(await violations(page), []);
    const all = page.getByRole("link", { name: /open, All, All$/ });
    const count = Number(await all.innerText());
    await all.click();
    await page.waitForURL(/q=status%3Aopen/);
    await page.getByText(`${count} signals`, { exact: true }).first().waitFor();
  });
});
