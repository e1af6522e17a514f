// What presents, by keyboard: tabs, folds, JSON.

import { test } from "node:test";
import assert from "node:assert/strict";

import { inGallery } from "./harness.mjs";

test("tabs show with the arrows, or, where they load, with Enter", async () => {
  await inGallery("tabs", {}, async (page, specimen) => {
    const selected = (label) => page.waitForFunction((words) => document.activeElement.textContent.startsWith(words) && document.activeElement.getAttribute("aria-selected"), label);
    const [byArrow, byEnter] = await specimen.getByRole("tablist").all();
    await byArrow.getByRole("tab", { name: "Overview" }).focus();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await (await selected("History")).jsonValue(), "true");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await specimen.getByText("What speaks for it").waitFor();

    await byEnter.getByRole("tab", { name: "Overview" }).focus();
    await page.keyboard.press("End");
    assert.equal(await (await selected("History")).jsonValue(), "false");
    await page.keyboard.press("Enter");
    await specimen.getByText("What happened").waitFor();
  });
});

test("a tree of JSON is walked, folded and searched, however large", async () => {
  await inGallery("json", {}, async (page, specimen) => {
    const current = (tree) => tree.evaluate((tree) => document.getElementById(tree.getAttribute("aria-activedescendant")).textContent);
    const small = specimen.getByRole("tree", { name: "Span" });
    await small.focus();
    // Fields stand in the order they came in.
    const toHttp = Array(8).fill("ArrowDown");
    for (const key of [...toHttp, "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
    assert.equal(await current(small), "status_code:503");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await current(small), "http:1 field");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await small.getByText("status_code").count(), 0);
    await page.keyboard.press("ArrowLeft");
    assert.match(await current(small), /^attributes/);

    const large = specimen.getByRole("tree", { name: "Trace" });
    await large.focus();
    await page.keyboard.press("End");
    await large.getByText("4999:").waitFor();
    assert.match(await current(large), /^4999/);
    assert.ok((await large.getByRole("treeitem").count()) < 60);
    await specimen.getByRole("searchbox", { name: "Search in Trace" }).fill("4321");
    await specimen.getByText("1 hit", { exact: true }).waitFor();
    assert.equal(await large.getByRole("treeitem").count(), 4);
  });
});
