// Traces: the waterfall as a tree under hand and keyboard, search, flame graph, a trace that is gone, and one from a file.

import { test } from "node:test";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";

import { FakeConsole } from "./fake-console.mjs";
import { onPage, scenery, shop, violations } from "./harness.mjs";
import { otlpOf } from "./traces.mjs";

const SIGNAL = scenery.signal(3, 0);
const PATH = `/traces/${SIGNAL.traceId}?signal=${SIGNAL.id}`;

/** Names of the listed spans, top down, moved in as the tree says. */
const outline = (page) =>
  page.getByRole("treegrid").locator(".grid-row:not(.grid-row-pinned)").evaluateAll((rows) =>
    rows
      .map((row) => [row.getBoundingClientRect().top, ".".repeat(Number(row.getAttribute("aria-level")) - 1) + row.querySelector(".truncate").textContent])
      .sort((a, b) => a[0] - b[0])
      .map(([, name]) => name),
  );
const outlineIs = (page, count) =>
  page.waitForFunction((count) => document.querySelectorAll("[role=treegrid] .grid-row").length === count, count);
const active = (page) =>
  page.evaluate(() => {
    const id = document.querySelector("[role=treegrid]").getAttribute("aria-activedescendant");
    return id && document.getElementById(id).closest(".grid-row").querySelector(".truncate").textContent;
  });

async function onTrace(options, story) {
  await onPage(shop(), { path: PATH, width: 1440, ...options }, async (page) => {
    await page.getByRole("treegrid").getByRole("row", { name: /POST \/checkout/ }).waitFor();
    await story(page);
  });
}

test("the spans of a trace are a tree in order of call, with the violating one marked and open", async () => {
  await onTrace({}, async (page) => {
    assert.deepEqual(await outline(page), [
      "POST /checkout", ".checkout", "..SELECT cart", "..reserve stock", "...UPDATE stock", `..${SIGNAL.spanName}`,
      "...POST /v1/charges", "..publish order.failed",
    ]);
    const match = page.locator(".grid-row:has(.match-mark)");
    assert.equal(await match.count(), 1);
    assert.equal(await match.getAttribute("aria-setsize"), "4");
    const panel = page.getByRole("complementary", { name: "Details of the span" });
    await panel.getByText("payment.amount").waitFor();
    await panel.getByText("retry", { exact: true }).waitFor();
    await page.waitForFunction(() => location.search.includes("signal="));
    assert.deepEqual(await violations(page), []);
  });
});

test("a tree is walked, closed and opened by keyboard", async () => {
  await onTrace({}, async (page) => {
    await page.getByRole("treegrid").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.querySelector("[role=treegrid]").getAttribute("aria-activedescendant")?.endsWith("-1"));
    assert.equal(await active(page), "checkout");
    await page.keyboard.press("ArrowLeft");
    await outlineIs(page, 2);
    assert.equal(await page.locator(".grid-row[aria-expanded=false]").count(), 1);
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(() => document.querySelector("[role=treegrid]").getAttribute("aria-activedescendant")?.endsWith("-0"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await outlineIs(page, 8);
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: "publish order.failed" }).waitFor();
    await page.waitForFunction(() => location.search.includes("span=a000000000000008"));
  });
});

test("a search counts what it finds, walks it, and opens what hides it", async () => {
  await onTrace({}, async (page) => {
    await page.getByRole("button", { name: "Close all" }).click();
    await outlineIs(page, 2);
    await page.getByRole("searchbox", { name: "Search spans" }).fill("stock");
    await page.getByText("1 of 2", { exact: true }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".tree-found").length > 0);
    await page.keyboard.press("Enter");
    await page.getByText("2 of 2", { exact: true }).waitFor();
    assert.equal(await active(page), "UPDATE stock");
    await page.getByRole("searchbox", { name: "Search spans" }).fill("payment.amount=612.5");
    await page.getByText("1 of 1", { exact: true }).waitFor();
    await page.getByRole("searchbox", { name: "Search spans" }).fill("zebra");
    await page.getByText("Nothing found", { exact: true }).waitFor();
  });
});

test("an attribute finds the spans that have it too", async () => {
  await onTrace({}, async (page) => {
    await page.getByRole("button", { name: "Find spans with this payment.currency" }).click();
    await page.getByText("1 of 1", { exact: true }).waitFor();
    assert.equal(await page.getByRole("searchbox", { name: "Search spans" }).inputValue(), "payment.currency=EUR");
  });
});

test("the ends of the stretch that is looked at move by keyboard, and the ruler follows", async () => {
  await onTrace({}, async (page) => {
    const ruler = () => page.locator(".trace-ruler").innerText();
    const before = await ruler();
    const end = page.getByRole("slider", { name: "Shown until" });
    await end.focus();
    for (let step = 0; step < 5; step += 1) await page.keyboard.press("Shift+ArrowLeft");
    await page.waitForFunction((before) => document.querySelector(".trace-ruler").innerText !== before, before);
    await page.locator(".trace-beyond").first().waitFor();
    await page.getByRole("button", { name: "Whole trace" }).click();
    await page.waitForFunction((before) => document.querySelector(".trace-ruler").innerText === before, before);
  });
});

test("the critical path can be left out, and the flame graph stands in for the waterfall", async () => {
  await onTrace({}, async (page) => {
    await page.locator(".trace-critical").first().waitFor();
    await page.getByRole("button", { name: "Critical path" }).click();
    await page.waitForFunction(() => !document.querySelector(".trace-critical"));
    await page.getByRole("button", { name: "Flame graph" }).click();
    const picture = page.getByRole("img", { name: /^Flame graph\. Most of the work/ });
    await picture.waitFor();
    const box = await picture.boundingBox();
    await page.mouse.click(box.x + 20, box.y + 33);
    await page.getByRole("button", { name: "Find these spans" }).click();
    await page.getByText("1 of 1", { exact: true }).waitFor();
    assert.equal(await active(page), "checkout");
  });
});

test("beside a signal the trace is small, and one link away from the whole", async () => {
  await onPage(shop(), { path: `/signals?sel=${SIGNAL.id}`, width: 1440 }, async (page) => {
    const tree = page.getByRole("treegrid");
    await tree.getByRole("row", { name: new RegExp(SIGNAL.spanName) }).first().waitFor();
    assert.equal(await page.locator(".trace-map").count(), 0);
    await page.getByRole("link", { name: "Open the whole trace" }).click();
    await page.getByRole("heading", { level: 1, name: "Traces" }).waitFor();
    await page.getByRole("link", { name: "Back to the signal" }).click();
    await page.getByRole("heading", { level: 1, name: "Signals" }).waitFor();
    assert.ok(page.url().endsWith(`?sel=${SIGNAL.id}`));
  });
});

test("spans that are gone are said to be, with why and what next", async () => {
  const console = shop();
  console.traces.delete(SIGNAL.traceId);
  await onPage(console, { path: PATH, expectFailures: true }, async (page) => {
    await page.getByText("The spans of this trace are gone").waitFor();
    await page.getByText("the engine keeps spans for 24 hours").waitFor();
    console.traces.set(SIGNAL.traceId, scenery.trace(SIGNAL));
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("treegrid").waitFor();
  });
});

test("a source of traces that is away is no loss", async () => {
  const console = shop();
  console.faults.set("traces.columns", { status: 503, code: "unavailable", message: "FLUO at http://tempo:3200 does not answer: refused" });
  await onPage(console, { path: PATH, expectFailures: true }, async (page) => {
    await page.getByText("The source of traces does not answer").waitFor();
    await page.getByText("FLUO at http://tempo:3200 does not answer").waitFor();
    assert.deepEqual(await violations(page), []);
  });
});

test("a pasted trace is shown, and a mistake in it is told with line and field", async () => {
  const console = new FakeConsole();
  await onPage(console, { path: "/traces" }, async (page) => {
    const text = JSON.stringify(otlpOf(SIGNAL.traceId, scenery.trace(SIGNAL)), null, 1);
    await page.getByLabel("Or paste one").fill(text.replace(`"spanId": "a000000000000001"`, `"spanId": "a1"`));
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText(/line \d+, column \d+, resourceSpans\[0\]\.scopeSpans\[0\]\.spans\[0\]\.spanId: expected a span id/).waitFor();
    await page.getByLabel("Or paste one").fill(text);
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByRole("treegrid").getByRole("row", { name: /POST \/checkout/ }).waitFor();
    assert.ok(!console.requests.some((request) => request.method !== "GET" || request.name.startsWith("traces.")), "it went to the server");
  });
});

test("a packed file with several traces lets one be chosen", async () => {
  await onPage(new FakeConsole(), { path: "/traces" }, async (page) => {
    const other = scenery.signal(4, 0);
    const lines = [SIGNAL, other].map((signal) => JSON.stringify(otlpOf(signal.traceId, scenery.trace(signal))));
    const file = { name: "shop.otlp.jsonl.gz", mimeType: "application/gzip", buffer: gzipSync(lines.join("\n")) };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("heading", { name: "2 traces in shop.otlp.jsonl.gz" }).waitFor();
    await page.getByRole("button", { name: /POST \/checkout/ }).first().click();
    await page.getByRole("treegrid").getByRole("row", { name: /POST \/checkout/ }).waitFor();
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByRole("heading", { name: "2 traces in shop.otlp.jsonl.gz" }).waitFor();
  });
});
