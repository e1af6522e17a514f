// States that are hard to reach for real: loading, failing, empty, refused, signed out. Each is also checked for
// accessibility, in both themes.

import { test } from "node:test";
import assert from "node:assert/strict";

import { FakeConsole } from "./fake-console.mjs";
import { onPage, scenery, shop, violations } from "./harness.mjs";

const LISTS = ["signals.list", "signals.count", "signals.groups", "signals.overview", "rules.stacks", "fluo.health"];

function failing(fault) {
  const console = shop();
  for (const name of LISTS) console.faults.set(name, fault);
  return console;
}

const BROKEN = { status: 500, code: "internal", message: "something went wrong on our side" };
const FORBIDDEN = { status: 403, code: "forbidden", message: "this needs the permission signals:read" };
const OPEN = "/signals?sel=0199f000-0000-7000-8000-000000000003";
const TRACE = `/traces/${scenery.signal(3, 0, 0).traceId}?signal=0199f000-0000-7000-8000-000000000003`;

const STATES = [
  ["a list", () => shop(), { path: "/signals?severity=ERROR" }, "declined-card"],
  ["an open signal", () => shop(), { path: OPEN }, "Trace"],
  ["an open signal on a phone", () => shop(), { path: OPEN, width: 380 }, "Trace"],
  ["a list on a phone", () => shop(), { width: 320 }, "declined-card"],
  ["groups", () => shop(), { path: "/signals?groups=count" }, "What they share"],
  ["groups on a phone", () => shop(), { path: "/signals?groups=count", width: 320 }, "What they share"],
  ["groups that fail", () => failing(BROKEN), { path: "/signals?groups=count", expectFailures: true }, "Could not load the groups"],
  ["the overview", () => shop(), { path: "/" }, "Time to decide"],
  ["an overview that fails", () => failing(BROKEN), { path: "/", expectFailures: true }, "Could not load the overview"],
  ["rules", () => shop(), { path: "/rules" }, "Card charges slower than 400 ms"],
  ["a trace", () => shop(), { path: TRACE }, "POST /checkout"],
  ["a trace on a phone", () => shop(), { path: TRACE, width: 320 }, "POST /checkout"],
  ["a trace that is gone", () => shop(), { path: "/traces/00000000000000000000000000000bad", expectFailures: true }, "The spans of this trace are gone"],
  ["a place for a trace from a file", () => shop(), { path: "/traces" }, "Open a trace from a file"],
  ["FLUO", () => shop(), { path: "/fluo" }, "What this FLUO can do"],
  ["no signals yet", () => new FakeConsole(), {}, "No signals yet"],
  ["no rules yet", () => new FakeConsole(), { path: "/rules" }, "No rules yet"],
  ["nothing found", () => shop(), { path: "/signals?q=zebra&colour=red" }, "No signals match"],
  ["a list that fails", () => failing(BROKEN), { expectFailures: true }, "Could not load signals"],
  ["rules that fail", () => failing(BROKEN), { path: "/rules", expectFailures: true }, "Could not load rules"],
  ["a list that is refused", () => failing(FORBIDDEN), { expectFailures: true }, "You may not see signals"],
  ["nobody signed in", () => Object.assign(shop(), { signedIn: false }), { expectFailures: true }, "Open the one-time link"],
  ["no such page", () => shop(), { path: "/nowhere" }, "Nothing lives at this address"],
];

for (const theme of ["light", "dark"]) {
  for (const [name, state, options, words] of STATES) {
    test(`${name}, ${theme}`, async () => {
      await onPage(state(), { ...options, theme }, async (page) => {
        await page.locator("main").getByText(words).filter({ visible: true }).first().waitFor();
        await page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== "running" || a.effect.getTiming().iterations === Infinity));
        assert.deepEqual(await violations(page), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `scrolls ${overflow} px sideways`);
        assert.equal(await page.locator("h1").count(), 1);
      });
    });
  }
}

test("a list that takes its time shows its shape, then says so", async () => {
  await onPage(failing("hang"), {}, async (page) => {
    await page.locator(".skeleton").first().waitFor();
    await page.getByText("Still loading signals…").waitFor();
    assert.deepEqual(await violations(page), []);
  });
});

test("another try brings the list", async () => {
  const console = failing(BROKEN);
  await onPage(console, { expectFailures: true }, async (page) => {
    await page.getByText("Could not load signals").waitFor();
    console.faults.clear();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("row").nth(1).waitFor();
  });
});

test("the page goes on by itself when somebody signs in", async () => {
  const console = Object.assign(shop(), { signedIn: false });
  await onPage(console, { expectFailures: true }, async (page) => {
    await page.getByText("Open the one-time link").waitFor();
    console.signedIn = true;
    await page.getByRole("row").nth(1).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
  });
});
