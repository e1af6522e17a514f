// What lies above the page, by keyboard: notices, dialogs, menus, hints.

import { test } from "node:test";
import assert from "node:assert/strict";

import { inGallery, onPage, shop, violations } from "./harness.mjs";

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);

test("a notice stays while somebody is at it, and can be undone", async () => {
  await inGallery("toasts", {}, async (page, specimen) => {
    await page.clock.install();
    const notices = page.getByRole("region", { name: "Notifications" }).getByRole("listitem");
    const done = specimen.getByRole("button", { name: "Done" });
    await done.click();
    await notices.getByRole("button", { name: "Undo" }).focus();
    await page.clock.runFor(20_000);
    assert.equal(await notices.count(), 1);
    await page.keyboard.press("Enter");
    await specimen.getByText("Undone: 1").waitFor();
    assert.equal(await notices.count(), 0);

    await done.click();
    await page.clock.runFor(7_000);
    assert.equal(await notices.count(), 1);
    await page.clock.runFor(1_500);
    await notices.first().waitFor({ state: "detached" });
  });
});

test("three notices at most, Escape sends one away and the focus back", async () => {
  await inGallery("toasts", {}, async (page, specimen) => {
    await page.clock.install();
    const notices = page.getByRole("region", { name: "Notifications" }).getByRole("listitem");
    for (const name of ["Done", "News", "Warning", "Error"]) await specimen.getByRole("button", { name }).click();
    assert.equal(await notices.count(), 3);
    await notices.filter({ hasText: "Ada took over" }).waitFor();
    assert.match(await page.getByRole("alert").textContent(), /Could not save/);
    assert.deepEqual(await violations(page), []);

    await specimen.getByRole("button", { name: "Error" }).focus();
    for (let n = 0; n < 3; n++) await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Dismiss");
    await page.keyboard.press("Escape");
    assert.equal(await notices.count(), 2);
    assert.equal(await focused(page), "Error");

    await page.getByRole("button", { name: "Notifications, 4 new" }).click();
    const history = page.getByRole("group", { name: "Notifications" });
    await history.getByText("Resolved brave-otter-42").waitFor();
    assert.equal(await history.getByRole("listitem").count(), 4);
    assert.deepEqual(await violations(page), []);
    await history.getByRole("button", { name: "Undo" }).click();
    await specimen.getByText("Undone: 1").waitFor();
    assert.equal(await history.getByRole("button", { name: "Undo" }).count(), 0);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Notifications", exact: true }).waitFor();
  });
});

test("a mistake that nobody caught is said", async () => {
  await inGallery("toasts", {}, async (page) => {
    await page.evaluate(() => dispatchEvent(new PromiseRejectionEvent("unhandledrejection", {
      promise: Promise.resolve(),
      reason: new Error("no such thing"),
    })));
    await page.getByRole("alert").getByText("in the background: no such thing").waitFor();
  });
});

for (const where of ["panic", "panic while drawing", "panic in a future"]) {
  test(`a page that stopped says why and offers a way on: ${where}`, async () => {
    await inGallery("panic", { complaints: /unreachable|planted/ }, async (page, specimen) => {
      await specimen.getByRole("button", { name: where, exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "The console stopped" }).waitFor();
      assert.equal(await focused(page), "The console stopped");
      const report = await page.getByRole("region", { name: "Report" }).textContent();
      for (const words of ["planted in the gallery", "/dev/gallery?section=panic", "Build: 0.1.0", "Browser: "]) {
        assert.ok(report.includes(words), `${words} in ${report}`);
      }
      assert.deepEqual(await violations(page), []);
      await page.getByRole("button", { name: "Reload the page" }).click();
      await page.locator("#specimen").waitFor();
    });
  });
}

test("a promise that nobody waited for is said, and the page lives on", async () => {
  await inGallery("panic", { complaints: /planted/ }, async (page, specimen) => {
    await specimen.getByRole("button", { name: "promise that is refused" }).click();
    await page.getByRole("alert").getByText("in the background: planted in the gallery").waitFor();
    await specimen.getByRole("heading", { name: "Panic" }).waitFor();
  });
});

test("the edge of the details moves by keys and by pointer, and stays where it was left", async () => {
  await onPage(shop(), { path: "/signals?sel=0199f000-0000-7000-8000-000000000003", width: 1440 }, async (page) => {
    const edge = page.getByRole("separator", { name: "Width of the signal's details" });
    const panel = page.getByRole("complementary");
    const width = async () => Math.round((await panel.boundingBox()).width);
    await edge.focus();
    assert.equal(await width(), 480);
    for (const [key, expected] of [["ArrowLeft", 496], ["ArrowRight", 480], ["End", 640], ["Home", 420]]) {
      await page.keyboard.press(key);
      await page.waitForFunction((px) => document.activeElement.getAttribute("aria-valuenow") === String(px), expected);
      assert.equal(await width(), expected);
    }
    const { x, y } = await edge.boundingBox();
    await page.mouse.move(x + 6, y + 300);
    await page.mouse.down();
    await page.mouse.move(x + 6 - 100, y + 300, { steps: 5 });
    await page.mouse.up();
    assert.equal(await width(), 520);
    await page.reload();
    await page.waitForFunction(() => document.querySelector(".splitter")?.getAttribute("aria-valuenow") === "520");
    assert.equal(await width(), 520);
    await edge.dblclick();
    await page.waitForFunction(() => document.querySelector(".splitter").getAttribute("aria-valuenow") === "480");
    assert.equal(await width(), 480);
    assert.deepEqual(await violations(page), []);
  });
});

const inDialog = (page) => page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement.closest("dialog[open]")));

test("a dialog holds the focus, closes on Escape and gives the focus back", async () => {
  await inGallery("dialogs", {}, async (page, specimen) => {
    for (const name of ["In the middle", "Sheet", "Drawer"]) {
      const opener = specimen.getByRole("button", { name, exact: true });
      await opener.focus();
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog", { name: "Save this view" });
      await dialog.waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.tagName), "INPUT");
      for (let n = 0; n < 8; n++) {
        await page.keyboard.press("Tab");
        assert.ok(await inDialog(page));
      }
      assert.deepEqual(await violations(page), []);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      assert.equal(await focused(page), name);
    }
    await specimen.getByRole("button", { name: "In the middle" }).click();
    const dialog = page.getByRole("dialog", { name: "Save this view" });
    await dialog.getByRole("heading").click();
    await dialog.waitFor();
    await page.mouse.click(5, 400);
    await dialog.waitFor({ state: "hidden" });
  });
});

test("what cannot be undone asks for its name", async () => {
  await inGallery("alert-dialog", {}, async (page, specimen) => {
    await specimen.getByRole("button", { name: "By typing the name" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Delete the rule slow-charge?" });
    await dialog.waitFor();
    assert.equal(await focused(page), "Cancel");
    const act = dialog.getByRole("button", { name: "Delete rule" });
    assert.ok(await act.isDisabled());
    await dialog.getByRole("textbox").fill("slow-charg");
    assert.ok(await act.isDisabled());
    await page.keyboard.press("Enter");
    await dialog.waitFor();
    assert.deepEqual(await violations(page), []);
    await page.mouse.click(5, 400);
    await dialog.waitFor();
    await dialog.getByRole("textbox").fill("slow-charge");
    await page.keyboard.press("Enter");
    await specimen.getByText("Done").waitFor();
    assert.equal(await focused(page), "By typing the name");
    await specimen.getByRole("button", { name: "By the button alone" }).click();
    await page.getByRole("alertdialog").filter({ visible: true }).waitFor();
    await page.keyboard.press("Escape");
    await specimen.getByText("Cancelled").waitFor();
  });
});

test("a menu is walked by arrows and letters", async () => {
  await inGallery("menus", {}, async (page, specimen) => {
    const opener = specimen.getByRole("button", { name: "Actions" });
    const menu = page.getByRole("menu", { name: "Actions" });
    const at = async (label) => page.waitForFunction((wanted) => document.activeElement.textContent.startsWith(wanted), label);
    await opener.focus();
    await page.keyboard.press("ArrowUp");
    await at("Delete rule");
    await page.keyboard.press("ArrowDown");
    await at("Investigate");
    await page.keyboard.press("End");
    await at("Delete rule");
    await page.keyboard.press("Home");
    await at("Investigate");
    await page.keyboard.press("r");
    await at("Resolve");
    await page.keyboard.press("Home");
    await page.keyboard.type("old");
    await at("Oldest first");
    assert.equal(await opener.getAttribute("aria-expanded"), "true");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "hidden" });
    assert.equal(await focused(page), "Actions");

    await page.keyboard.press("Enter");
    await at("Investigate");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await at("Text");
    await page.keyboard.press("ArrowLeft");
    await at("Copy as");
    await page.keyboard.press("Enter");
    await page.keyboard.press("m");
    await at("Markdown");
    await page.keyboard.press("Enter");
    await specimen.getByText("Chosen: Markdown").waitFor();
    assert.equal(await focused(page), "Actions");

    await page.keyboard.press("ArrowDown");
    await at("Investigate");
    await page.keyboard.press("d");
    const dense = page.getByRole("menuitemcheckbox", { name: "Dense rows" }).filter({ visible: true });
    await page.keyboard.press("Space");
    await page.waitForFunction(() => document.activeElement.getAttribute("aria-checked") === "true");
    await dense.waitFor();
    await page.keyboard.press("e");
    await page.keyboard.press("Enter");
    await menu.waitFor();
    await specimen.getByText("Chosen: Markdown").waitFor();
  });
});

test("a bar of menus and a context menu, by keyboard", async () => {
  await inGallery("menus", {}, async (page, specimen) => {
    const at = async (label) => page.waitForFunction((wanted) => document.activeElement.textContent.startsWith(wanted), label);
    await specimen.getByRole("menuitem", { name: "Rule" }).focus();
    await page.keyboard.press("ArrowRight");
    await at("Signal");
    await page.keyboard.press("ArrowDown");
    await at("Investigate");
    await page.keyboard.press("ArrowRight");
    await at("New rule");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await at("New rule");
    await page.keyboard.press("Escape");
    await at("Rule");

    const thing = specimen.getByRole("button", { name: "brave-otter-42" });
    const menu = page.getByRole("menu", { name: "Signal" }).filter({ hasText: "Resolve" }).filter({ visible: true });
    for (const key of ["Shift+F10", "ContextMenu"]) {
      await thing.focus();
      await page.keyboard.press(key);
      await at("Investigate");
      await page.keyboard.press("Escape");
      await menu.waitFor({ state: "hidden" });
      assert.equal(await focused(page), "brave-otter-42");
    }
    await thing.click({ button: "right" });
    await at("Investigate");
    await menu.getByRole("menuitem", { name: "Resolve" }).click();
    await specimen.getByText("Chosen: Resolve").waitFor();
    await menu.waitFor({ state: "hidden" });
  });
});

test("a hint comes with the focus and with the pointer, may be walked onto, and goes on Escape", async () => {
  await inGallery("tooltips", {}, async (page, specimen) => {
    const tip = page.getByRole("tooltip");
    await specimen.getByRole("button", { name: "Refresh" }).focus();
    await tip.waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await tip.waitFor({ state: "hidden" });
    assert.equal(await focused(page), "Refresh");
    await specimen.getByRole("button", { name: "Refresh" }).hover();
    await tip.waitFor();
    await tip.hover();
    await page.clock.install();
    await page.clock.runFor(1_000);
    assert.ok(await tip.isVisible());

    await specimen.getByRole("link", { name: "slow-charge" }).focus();
    const card = page.getByRole("group", { name: "The rule slow-charge" });
    await page.clock.runFor(1_000);
    await card.waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Copy rule id");
    await page.clock.runFor(1_000);
    assert.ok(await card.isVisible());
  });
});
