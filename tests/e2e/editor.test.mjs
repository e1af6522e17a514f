// The editor of rules: what is wrong is marked where it stands, the keyboard completes, formats and leaves, and the
// content security policy is not breached (`onPage` fails on any error the page logs).

import { test } from "node:test";
import assert from "node:assert/strict";

import { inGallery, onPage, shop } from "./harness.mjs";

/** The editor of that id, ready to be typed into. */
async function editor(page, id) {
  const box = page.locator(`#${id}`);
  const field = box.getByRole("textbox");
  await field.waitFor();
  return { box, field, text: async () => (await field.locator(".cm-line").allTextContents()).join("\n") };
}

async function rewrite(page, field, text) {
  await field.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

test("a mistake is marked where it stands, and mended from there", () =>
  inGallery("editor", {}, async (page) => {
    const { box, field } = await editor(page, "condition");
    await rewrite(page, field, 'city == "東京 🦊" && durationMillis >');
    const mark = box.locator(".cm-lintRange-error, .cm-lintPoint-error");
    await mark.first().waitFor({ state: "attached" });
    await box.locator(".cm-lint-marker-error").waitFor();
    await field.focus();
    await page.keyboard.press("Control+Shift+M");
    await box.locator(".cm-panel-lint").waitFor();
    const said = await box.locator(".cm-panel-lint [role=option]").first().textContent();
    assert.ok(said.length > 10, said);
    await rewrite(page, field, "durationMillis > 500");
    await mark.first().waitFor({ state: "detached" });
  }));

test("colours stand on the words after wide characters", () =>
  inGallery("editor-states", {}, async (page) => {
    const { box } = await editor(page, "faulty");
    await box.locator(".role-text", { hasText: "東京 🦊" }).waitFor();
    assert.deepEqual(await box.locator(".role-text").allTextContents(), ['"東京 🦊"']);
    assert.deepEqual(await box.locator(".role-name").allTextContents(), ["city", "durationMillis"]);
  }));

test("the keyboard completes", () =>
  inGallery("editor", {}, async (page) => {
    const { box, field, text } = await editor(page, "condition");
    await rewrite(page, field, 'name == "🦊" && ');
    await page.keyboard.type("dur");
    const list = box.getByRole("listbox");
    await list.waitFor();
    await list.locator("[aria-selected=true]", { hasText: "durationMillis" }).waitFor();
    // The list takes no key in its first moment, so that it is not accepted by accident.
    await page.waitForFunction(
      (id) => document.querySelector(`#${id} .editor-place > div`).shadowRoot.querySelector(".cm-tooltip-autocomplete [aria-selected]"),
      "condition",
    );
    for (let tries = 0; tries < 20 && (await list.count()); tries++) await page.keyboard.press("Enter");
    assert.match(await text(), /^name == "🦊" && durationMillis/);
  }));

test("a rule is formatted by key and by button, and one that cannot be read says so", () =>
  inGallery("editor", {}, async (page) => {
    const { box, field, text } = await editor(page, "condition");
    await rewrite(page, field, "isError&&durationMillis>5");
    await page.keyboard.press("Shift+Alt+f");
    await box.getByText("isError && durationMillis > 5").waitFor();
    await rewrite(page, field, "isError&&");
    await box.getByRole("button", { name: "Format" }).click();
    await box.getByText("What cannot be read cannot be formatted").waitFor();
    assert.equal(await text(), "isError&&");
  }));

test("Tab indents until Escape lets it leave", () =>
  inGallery("editor", {}, async (page) => {
    const { box, field, text } = await editor(page, "condition");
    await box.getByText("Escape, then Tab leaves the editor").waitFor();
    const focused = () => field.evaluate((field) => field.getRootNode().activeElement === field);
    const before = await text();
    await field.focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Tab");
    assert.notEqual(await text(), before);
    assert.equal(await focused(), true);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), false);
  }));

test("a read-only text cannot be changed", () =>
  inGallery("editor-states", {}, async (page) => {
    const { box, field, text } = await editor(page, "locked");
    const before = await text();
    await field.focus();
    await page.keyboard.type("x");
    assert.equal(await text(), before);
    assert.equal(await box.getByRole("button", { name: "Format" }).count(), 0);
  }));

test("two versions show what changed, beside and below each other", () =>
  inGallery("compare", {}, async (page, section) => {
    await section.locator(".cm-merge-a .cm-changedText", { hasText: "5" }).first().waitFor();
    await section.locator(".cm-merge-b .cm-changedText").first().waitFor();
    await section.locator(".cm-deletedChunk").first().waitFor();
  }));

test("the script writes no style element: its sheet is a constructed one", () =>
  inGallery("editor", {}, async (page) => {
    const { box } = await editor(page, "condition");
    assert.equal(await page.locator("style").count(), 0);
    const sheets = await box.locator(".editor-place > div").evaluate((host) => host.shadowRoot.adoptedStyleSheets.length);
    assert.equal(sheets, 1);
  }));

test("without the script there is a field with the remarks below it", () =>
  onPage(shop(0, { dist: "gallery" }), { expectFailures: true }, async (page) => {
    await page.route(/\/editor-[0-9a-f]+\.js$/, (route) => route.abort());
    await page.goto(new URL("/dev/gallery?section=editor", page.url()).href);
    const field = page.locator("#condition-text");
    await field.fill('city == "é" && durationMillis >');
    const remark = page.locator("#condition-remarks li").first();
    await remark.getByText("Line 1, column").waitFor();
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    await page.unroute(/\/editor-[0-9a-f]+\.js$/);
  }));
