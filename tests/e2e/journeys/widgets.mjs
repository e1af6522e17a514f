// What every widget of the gallery owes to the keyboard, by its role (WAI-ARIA Authoring Practices). Sections are found
// by asking the gallery, so new widgets are held to it too.

import assert from "node:assert/strict";

const OVERLAY = "dialog[open], [popover]:popover-open";

/** Selectors that name one element each, in the order of the page. */
const every = (screen, css) =>
  screen.run((css) => {
    const shown = [...document.querySelectorAll(`#specimen :is(${css})`)].filter(
      (one) => one.checkVisibility() && !one.disabled && one.getAttribute("aria-disabled") !== "true" && !one.closest("[aria-disabled=true]"),
    );
    return shown.map((one, n) => {
      one.dataset.journey = `${one.localName}-${n}`;
      return `[data-journey="${one.dataset.journey}"]`;
    });
  }, css);

const focusOn = (screen, css) => screen.run((css) => document.querySelector(css).focus(), css);

async function opensAndCloses(screen) {
  // Comboboxes have duties of their own, and so has what belongs to one without being a stop of its own.
  const triggers = ":is(button[aria-haspopup], button[popovertarget], button[aria-expanded]):not([role=combobox], [tabindex='-1'])";
  for (const trigger of await every(screen, triggers)) {
    await focusOn(screen, trigger);
    const before = await screen.count(OVERLAY);
    await screen.press("Enter");
    // A disclosure opens in its place; only what comes over the page owes the rest.
    const isOver = await screen.until("something opened", (css, trigger, before) => {
      const over = document.querySelectorAll(css).length > before;
      const expanded = document.querySelector(trigger)?.getAttribute("aria-expanded") === "true";
      return over ? "over" : expanded && "in place";
    }, OVERLAY, trigger, before);
    if (isOver !== "over") continue;
    await screen.press("Escape");
    await screen.until(`${trigger} closed by Escape`, (css, before) => document.querySelectorAll(css).length === before, OVERLAY, before);
    await screen.untilFocus(trigger);
  }
}

/** In a tab list, radio group, tool bar or menu bar one stop has the Tab order and arrows go round. */
async function arrows(screen) {
  for (const list of await every(screen, "[role=tablist], [role=radiogroup], [role=toolbar]")) {
    const stops = await screen.run((css) => {
      const items = [...document.querySelector(css).querySelectorAll("[role=tab], [role=radio], button, a[href], input")];
      return { all: items.length, inOrder: items.filter((one) => one.tabIndex >= 0 && !one.disabled).length, native: items.some((one) => one.type === "radio") };
    }, list);
    if (stops.native || stops.all < 2) continue;
    assert.equal(stops.inOrder, 1, `${list} has ${stops.inOrder} of its ${stops.all} items in the Tab order`);
    const vertical = (await screen.attribute(list, "aria-orientation")) === "vertical";
    await screen.run((css) => document.querySelector(css).querySelector("[tabindex='0'], :not([tabindex='-1']):is(button, a, input)").focus(), list);
    const before = await screen.run(() => document.activeElement.outerHTML);
    await screen.press(vertical ? "ArrowDown" : "ArrowRight");
    await screen.until(`the arrow moves in ${list}`, (css, before) => {
      const now = document.activeElement;
      return document.querySelector(css).contains(now) && now.outerHTML !== before;
    }, list, before);
  }
}

/**
 * A combobox points at its options with arrows and closes with Escape, keeping the focus. The line of a filter bar opens
 * only where it has something to complete; controls.test.mjs tells its story.
 */
async function comboboxes(screen) {
  for (const box of await every(screen, "[role=combobox]:not([readonly], [aria-readonly=true], .filter-line *)")) {
    await focusOn(screen, box);
    await screen.press("ArrowDown");
    await screen.until(`${box} is open`, (css) => document.querySelector(css).getAttribute("aria-expanded") === "true", box);
    await screen.press("ArrowDown");
    await screen.until(`${box} points at an option`, (css) => {
      const one = document.querySelector(css);
      const active = document.getElementById(one.getAttribute("aria-activedescendant") ?? "") ?? document.activeElement;
      return active.getAttribute("role") === "option" || !document.querySelector(`#${CSS.escape(one.getAttribute("aria-controls") ?? "x")} [role=option]`);
    }, box);
    await screen.press("Escape");
    await screen.until(`${box} is closed`, (css) => document.querySelector(css).getAttribute("aria-expanded") !== "true", box);
    await screen.untilFocus(box);
  }
}

const DUTIES = [opensAndCloses, arrows, comboboxes];

/** One journey for each section that the gallery names. */
export async function widgetJourneys(screen, origin) {
  await screen.open(`${origin}/dev/gallery`);
  await screen.untilShown("nav[aria-label=Components] a");
  const paths = await screen.run(() => [...document.querySelectorAll("nav[aria-label=Components] a")].map((link) => link.pathname + link.search));
  return paths.map((path) => ({
    name: `the widgets of ${path.split("=")[1]}`,
    async go(screen, { origin }) {
      for (const duty of DUTIES) {
        await screen.open(origin + path);
        await screen.untilShown("#specimen");
        await duty(screen);
      }
    },
  }));
}
