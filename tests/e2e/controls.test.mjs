// Form controls by keyboard, as the WAI-ARIA practices describe them, and what the accessibility tree says meanwhile.

import { test } from "node:test";
import assert from "node:assert/strict";

import { inGallery, violations } from "./harness.mjs";

/** The text of the option the keys stand on. */
const standing = (control) =>
  control.evaluate((element) => document.getElementById(element.getAttribute("aria-activedescendant"))?.textContent ?? null);

const expanded = (control) => control.getAttribute("aria-expanded");

/** Waits until a question to the page has this answer. */
async function becomes(page, ask, wanted) {
  for (let frame = 0; frame < 300; frame++) {
    if ((await ask()) === wanted) return;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  assert.equal(await ask(), wanted);
}

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);

test("a select is driven by keys", async () => {
  await inGallery("select", {}, async (page, section) => {
    const select = section.locator("#select");
    await select.focus();
    await page.keyboard.press("ArrowDown");
    await becomes(page, () => expanded(select), "true");
    await becomes(page, () => standing(select), "accounting3");
    await page.keyboard.press("End");
    await becomes(page, () => standing(select), "shipping94");
    await page.keyboard.press("ArrowUp");
    await becomes(page, () => standing(select), "recommendation87");
    await page.keyboard.press("Home");
    await becomes(page, () => standing(select), "accounting3");
    await page.keyboard.type("fro");
    await becomes(page, () => standing(select), "frontend52");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await becomes(page, () => expanded(select), "false");
    assert.equal((await select.textContent()).trim(), "Choose…");

    await page.keyboard.press("Enter");
    await becomes(page, () => expanded(select), "true");
    // What cannot be chosen is passed over.
    for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowDown");
    await becomes(page, () => standing(select), "fraud-detection45");
    await page.keyboard.press("Space");
    await becomes(page, () => expanded(select), "false");
    await becomes(page, async () => (await select.textContent()).trim(), "fraud-detection");

    await page.keyboard.press("ArrowUp");
    await becomes(page, () => expanded(select), "true");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Tab");
    await becomes(page, async () => (await select.textContent()).trim(), "currency");
    assert.equal(await focused(page), "select-chosen");
  });
});

test("a select is driven by the pointer, and a click elsewhere leaves it", async () => {
  await inGallery("select", {}, async (page, section) => {
    const select = section.locator("#select");
    await select.click();
    await section.locator("#select-list").getByText("cart", { exact: true }).click();
    await becomes(page, async () => (await select.textContent()).trim(), "cart");
    await select.click();
    await becomes(page, () => expanded(select), "true");
    await page.locator("h1").click();
    await becomes(page, () => expanded(select), "false");
    await section.locator("#select-read").click();
    assert.equal(await expanded(section.locator("#select-read")), "false");
  });
});

test("a combobox finds by typing", async () => {
  await inGallery("combobox", {}, async (page, section) => {
    const box = section.locator("#combobox");
    await box.focus();
    assert.equal(await expanded(box), "false");
    await page.keyboard.type("ca");
    const options = section.locator("#combobox-list [role=option]");
    await becomes(page, () => options.count(), 2);
    assert.equal(await standing(box), null, "nothing is chosen before an arrow");
    await becomes(page, () => section.locator(".form-field").first().locator("[role=status]").textContent(), "2 matches");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("ArrowDown");
    await becomes(page, () => standing(box), "cart17");
    await page.keyboard.press("Enter");
    await becomes(page, () => box.inputValue(), "cart");
    assert.equal(await expanded(box), "false");

    await page.keyboard.press("Escape");
    await becomes(page, () => box.inputValue(), "");
    await page.keyboard.type("zebra");
    await section.locator("#combobox-list + p").getByText("No matches").waitFor();
    await page.keyboard.press("Tab");
    await becomes(page, () => box.getAttribute("aria-invalid"), "true");
    assert.equal(await box.inputValue(), "zebra", "what was typed stays");
    await section.getByText("“zebra” is not in the list").waitFor();
    await box.fill("Payment");
    await page.keyboard.press("Tab");
    await becomes(page, () => box.inputValue(), "payment");
    assert.equal(await box.getAttribute("aria-invalid"), null);
  });
});

test("a combobox says that it waits, and why nothing comes", async () => {
  await inGallery("combobox", {}, async (page, section) => {
    for (const [id, words] of [["loading", "Looking…"], ["failed", "The server does not answer"], ["none", "No matches"]]) {
      await section.locator(`#combobox-${id}`).focus();
      await page.keyboard.press("Alt+ArrowDown");
      await section.locator(`#combobox-${id}-list + p`).getByText(words).waitFor();
      await page.keyboard.press("Escape");
      await becomes(page, () => expanded(section.locator(`#combobox-${id}`)), "false");
    }
  });
});

test("a multi-select keeps its list open, and Backspace takes the last away", async () => {
  await inGallery("multi-select", {}, async (page, section) => {
    const box = section.locator("#multi");
    const field = section.locator(".form-field").first();
    const chips = () => field.locator("li.chip").allTextContents().then((all) => all.join());
    await box.focus();
    await page.keyboard.type("quo");
    await becomes(page, () => field.locator("[role=option]").count(), 1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await becomes(page, chips, "payment,cart,quote");
    assert.equal(await expanded(box), "true");
    assert.equal(await field.locator("[role=option]").getAttribute("aria-selected"), "true");
    assert.equal(await field.locator("[role=listbox]").getAttribute("aria-multiselectable"), "true");
    await page.keyboard.press("Enter");
    await becomes(page, chips, "payment,cart");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await becomes(page, () => box.inputValue(), "");
    await page.keyboard.press("Backspace");
    await becomes(page, chips, "payment");
    await field.getByText("cart removed").waitFor({ state: "attached" });
    await field.getByRole("button", { name: "Remove payment" }).press("Enter");
    await becomes(page, chips, "");
    assert.equal(await focused(page), "multi");
  });
});

test("a toolbar is one stop of the Tab key", async () => {
  await inGallery("toolbars", {}, async (page, section) => {
    const bar = section.getByRole("toolbar", { name: "Signal" });
    await bar.getByRole("button", { name: "Copy" }).focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), "Live");
    await page.keyboard.press("Space");
    await becomes(page, () => bar.getByRole("button", { name: "Live" }).getAttribute("aria-pressed"), "false");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), "bar-Refresh", "what is off is passed over");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), "bar-Copy");
    await page.keyboard.press("End");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "time-Back");
    await page.keyboard.press("Shift+Tab");
    assert.equal(await focused(page), "bar-Refresh", "the bar remembers where one was");
  });
});

test("a busy button counts one press and keeps the focus", async () => {
  await inGallery("presses", {}, async (page, section) => {
    const button = section.locator("#counted");
    await button.focus();
    await page.keyboard.press("Enter");
    await becomes(page, () => button.getAttribute("aria-busy"), "true");
    await page.keyboard.press("Enter");
    await button.click({ force: true });
    assert.equal(await section.locator("output").textContent(), "Pressed 1 times");
    assert.equal(await focused(page), "counted");
    assert.equal((await button.textContent()).trim(), "Saving…");
  });
});

test("checkbox, switch, slider and number answer to their keys", async () => {
  await inGallery("choices", {}, async (page, section) => {
    const all = section.locator("#box-all");
    const mixed = () => all.evaluate((box) => [box.indeterminate, box.checked].join());
    await becomes(page, mixed, "true,false");
    await section.locator("#box-warning").press("Space");
    await becomes(page, mixed, "false,true");
    await all.press("Space");
    await becomes(page, () => section.locator("#box-error").isChecked(), false);
    const toggle = section.getByRole("switch", { name: "Notify me" });
    await toggle.press("Space");
    await becomes(page, () => toggle.isChecked(), true);
    const slider = section.locator("#slider");
    await slider.press("ArrowRight");
    await becomes(page, () => slider.getAttribute("aria-valuetext"), "30 %");
    await slider.press("End");
    await becomes(page, () => section.locator("output").first().textContent(), "100 %");
  });
  await inGallery("inputs", {}, async (page, section) => {
    const number = section.getByRole("spinbutton", { name: "Longest charge" });
    await number.press("ArrowUp");
    await becomes(page, () => number.inputValue(), "450");
    await number.fill("many");
    await becomes(page, () => number.getAttribute("aria-invalid"), "true");
    assert.equal(await number.inputValue(), "many");
    const note = section.locator("#note");
    const height = await note.evaluate((area) => area.offsetHeight);
    await note.fill("one\ntwo\nthree\nfour\nfive\nsix");
    await page.waitForFunction((before) => document.getElementById("note").offsetHeight > before, height);
    const secret = section.locator("#password");
    await section.getByRole("button", { name: "Show Password" }).press("Enter");
    await becomes(page, () => secret.getAttribute("type"), "text");
  });
});

test("a form says what is wrong, leads there, and keeps what was typed", async () => {
  await inGallery("form", {}, async (page, section) => {
    await section.locator("#rule-name").fill("taken");
    await section.locator("#rule-name").press("Enter");
    await becomes(page, () => focused(page), "rule-errors");
    await section.getByText("3 things to put right").waitFor();
    assert.deepEqual(await violations(page), []);
    await section.getByRole("link", { name: "Service" }).press("Enter");
    assert.equal(await focused(page), "rule-service");
    await section.getByRole("link", { name: "How to tell you" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.value), "page");
    await page.keyboard.press("Space");
    await section.locator("#rule-service").press("ArrowDown");
    await section.locator("#rule-service").press("Enter");
    await section.locator("#rule-limit").fill("400");
    await section.locator("#rule-submit").press("Enter");
    await section.getByText("One thing to put right").waitFor();
    await becomes(page, () => focused(page), "rule-errors");
    const name = section.locator("#rule-name");
    assert.equal(await name.getAttribute("aria-describedby"), "rule-name-error");
    assert.match(await section.locator("#rule-name-error").textContent(), /a rule with this `name` exists/);
    assert.equal(await name.inputValue(), "taken");

    await page.getByRole("link", { name: "Signals" }).first().click();
    const guard = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await guard.waitFor();
    assert.equal(await focused(page), "Stay here");
    await page.keyboard.press("Enter");
    await guard.waitFor({ state: "hidden" });
    assert.equal(await name.inputValue(), "taken");

    await name.fill("slow-charge");
    await name.press("Control+Enter");
    await section.getByText("Saved", { exact: true }).waitFor();
    await name.fill("busy");
    await name.press("Enter");
    await becomes(page, () => section.locator("#rule-submit").getAttribute("aria-busy"), "true");
    await page.getByRole("link", { name: "Signals" }).first().click();
    await page.getByRole("button", { name: "Discard changes" }).click();
    await page.waitForURL(/signals/);
  });
});

test("a calendar goes by day, week, month and year", async () => {
  await inGallery("dates", {}, async (page, section) => {
    const value = section.locator("#date");
    const open = section.getByRole("button", { name: "Calendar for Mute until" }).first();
    const day = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    await open.press("Enter");
    await becomes(page, day, "20 November 2026");
    assert.deepEqual(await violations(page), []);
    for (const [key, expected] of [
      ["ArrowLeft", "19 November 2026"],
      ["ArrowDown", "26 November 2026"],
      ["Home", "23 November 2026"],
      ["End", "29 November 2026"],
      ["ArrowRight", "30 November 2026"],
      ["PageDown", "30 December 2026"],
      ["Shift+PageDown", "30 December 2027"],
      ["Shift+PageUp", "30 December 2026"],
      ["PageUp", "30 November 2026"],
      ["ArrowUp", "23 November 2026"],
    ]) {
      await page.keyboard.press(key);
      await becomes(page, day, expected);
    }
    assert.equal(await section.locator("#date-day-month").textContent(), "November 2026");
    await page.keyboard.press("Escape");
    await becomes(page, () => focused(page), await open.evaluate((button) => button.id || button.textContent));
    assert.equal(await value.inputValue(), "2026-11-20", "Escape chooses nothing");
    await open.press("Enter");
    await becomes(page, day, "20 November 2026");
    await page.keyboard.press("ArrowRight");
    await becomes(page, day, "21 November 2026");
    await page.keyboard.press("Enter");
    await becomes(page, () => value.inputValue(), "2026-11-21");
    assert.ok(await open.evaluate((button) => button === document.activeElement), "the focus is back");
    await open.press("Enter");
    await becomes(page, day, "21 November 2026");
    await page.keyboard.press("PageUp");
    await becomes(page, day, "21 October 2026");
    await page.keyboard.press("Enter");
    assert.equal(await value.inputValue(), "2026-11-21", "a day out of bounds is not chosen");
    await page.keyboard.press("Escape");
    await value.fill("2026-02-30");
    await becomes(page, () => value.getAttribute("aria-invalid"), "true");
    assert.equal(await value.inputValue(), "2026-02-30", "what was typed stays");
  });
});

test("two days make a range, in either order", async () => {
  await inGallery("dates", {}, async (page, section) => {
    const [from, to] = [section.locator("#dates-from"), section.locator("#dates-to")];
    await section.getByRole("button", { name: "Calendar for Backtest over" }).first().click();
    await page.getByRole("button", { name: "12 November 2026", exact: true }).click();
    await becomes(page, () => to.inputValue(), "");
    await page.getByRole("button", { name: "9 November 2026", exact: true }).click();
    await becomes(page, () => from.inputValue(), "2026-11-09");
    assert.equal(await to.inputValue(), "2026-11-12");
  });
});

test("a time range is typed, stepped and picked", async () => {
  await inGallery("time-range", {}, async (page, section) => {
    const button = section.locator("button[popovertarget=span]");
    const value = () => section.locator("output").first().textContent();
    const type = async (from, to) => {
      if (!(await section.locator("#span-from").isVisible())) await button.press("Enter");
      await section.locator("#span-from").fill(from);
      await section.locator("#span-to").fill(to);
      await section.locator("#span-to").press("Enter");
    };
    await button.press("Enter");
    await section.locator("#span-from").waitFor();
    assert.deepEqual(await violations(page), []);
    for (const [from, to, expected] of [
      ["5m", "", "now-5m -"],
      ["now-1d/d", "now/d", "now-1d/d now/d"],
      ["yesterday", "yesterday", "now-1d/d now/d"],
      ["2026-11-20 09:00", "10:30", "2026-11-20T09:00:00Z 2026-11-20T10:30:00Z"],
      ["1795165200", "1795168800000", "2026-11-20T09:00:00Z 2026-11-20T10:00:00Z"],
      ["2026-11-20T09:00:00+01:00", "now", "2026-11-20T09:00:00+01:00 -"],
    ]) {
      await type(from, to);
      await becomes(page, value, expected);
      await section.locator("#span-from").waitFor({ state: "hidden" });
    }
    await type("soon", "");
    await becomes(page, () => focused(page), "span-from");
    assert.equal(await section.locator("#span-from").getAttribute("aria-invalid"), "true");
    await type("1h", "2h");
    await becomes(page, () => focused(page), "span-to");
    await section.getByText("Has to be after the beginning").waitFor();

    await section.getByRole("button", { name: "Last hour" }).last().press("Enter");
    await becomes(page, value, "now-1h -");
    await button.press("Enter");
    await section.getByRole("button", { name: "Zoom out" }).click();
    await becomes(page, value, "now-2h -");
    await section.getByRole("button", { name: "Earlier" }).click();
    await becomes(page, value, "2026-11-20T08:34:56Z 2026-11-20T10:34:56Z");
    await section.getByRole("button", { name: "Later" }).click();
    await becomes(page, value, "now-2h -");
    await page.getByRole("button", { name: "18 November 2026", exact: true }).click();
    await becomes(page, () => section.locator("#span-to").inputValue(), "2026-11-18");
    await page.getByRole("button", { name: "19 November 2026", exact: true }).click();
    await section.getByRole("button", { name: "Apply" }).click();
    await becomes(page, value, "2026-11-18T00:00:00Z 2026-11-20T00:00:00Z");
  });
});

test("a filter bar takes tokens, completes them, and says what it does not know", async () => {
  await inGallery("filter-bar", {}, async (page, section) => {
    const bar = section.getByRole("search").first();
    const line = section.locator("#filter");
    const chips = () => bar.locator(".chip").allTextContents().then((all) => all.join());
    await line.focus();
    await page.keyboard.type("took se");
    await becomes(page, () => bar.locator("[role=option]").count(), 2);
    await page.keyboard.press("ArrowDown");
    await becomes(page, () => standing(line), "severity:Severity");
    await page.keyboard.press("Enter");
    await becomes(page, () => line.inputValue(), "took severity:");
    await page.keyboard.type("warn");
    await becomes(page, () => bar.locator("[role=option]").count(), 1);
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await becomes(page, chips, "severity: Warning,“took”");
    assert.equal(await line.inputValue(), "took");
    await becomes(page, () => bar.locator("p[role=status]").textContent(), "12 signals");
    await line.fill("sevrity:error");
    await line.press("Enter");
    await becomes(page, () => line.getAttribute("aria-invalid"), "true");
    assert.equal(await line.inputValue(), "sevrity:error");
    await bar.getByText("Nothing is called “sevrity” here").waitFor();
    await bar.getByRole("button", { name: "Service" }).click();
    await page.getByRole("checkbox", { name: "payment" }).check();
    await becomes(page, chips, "severity: Warning,service: payment,“took”");
    await page.keyboard.press("Escape");
    assert.equal(await bar.getByRole("listitem").last().textContent(), "Clear");
    await bar.getByRole("button", { name: "Remove severity: Warning" }).press("Enter");
    await becomes(page, chips, "service: payment,“took”");
    await bar.getByRole("button", { name: "Clear" }).press("Enter");
    await becomes(page, chips, "");
  });
});
