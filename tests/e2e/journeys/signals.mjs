// Through the signals by keyboard alone.

import assert from "node:assert/strict";

const GRID = "[role=grid]";
const ROW = "[role=row] [role=gridcell]";
const DETAIL = "[role=complementary], aside.detail";

const openList = async (screen, origin) => {
  await screen.open(`${origin}/signals`);
  await screen.untilShown(ROW);
};
const row = (screen, wanted) =>
  screen.until(`row ${wanted} is the current one`, (wanted) => {
    const id = document.querySelector("[role=grid]").getAttribute("aria-activedescendant");
    return document.getElementById(id)?.getAttribute("aria-rowindex") === String(wanted);
  }, wanted);

export const JOURNEYS = [
  {
    name: "rows are walked with letters, arrows, Home, End and pages",
    async go(screen, { origin }) {
      await openList(screen, origin);
      await screen.press("j");
      // The first key fetches what keys need.
      await screen.until("a row is the current one", () => document.querySelector("[role=grid]").hasAttribute("aria-activedescendant"));
      const first = await screen.currentRow();
      await screen.press("j", "j");
      await row(screen, first + 2);
      await screen.press("k");
      await row(screen, first + 1);
      await screen.tabTo(GRID);
      await screen.press("ArrowDown", "ArrowDown", "ArrowUp");
      await row(screen, first + 2);
      await screen.press("End");
      await row(screen, 61);
      await screen.press("PageUp");
      await screen.until("PageUp went up", () => {
        const id = document.querySelector("[role=grid]").getAttribute("aria-activedescendant");
        const now = Number(document.getElementById(id)?.getAttribute("aria-rowindex"));
        return now > 2 && now < 61;
      });
      await screen.press("Home");
      await row(screen, 2);
      await screen.press("PageDown");
      await screen.until("PageDown went down", () => {
        const id = document.querySelector("[role=grid]").getAttribute("aria-activedescendant");
        return Number(document.getElementById(id)?.getAttribute("aria-rowindex")) > 3;
      });
    },
  },
  {
    name: "a signal opens with Enter, closes with Escape, and the list has the focus again",
    async go(screen, { origin }) {
      await openList(screen, origin);
      await screen.tabTo(GRID);
      await screen.press("Home", "ArrowDown", "Enter");
      await screen.untilShown(DETAIL);
      await screen.until("the focus is in it", (css) => Boolean(document.activeElement.closest(css)), DETAIL);
      assert.match(await screen.path(), /[?&]sel=/);
      await screen.press("Escape");
      await screen.untilGone(DETAIL);
      await screen.untilFocus(GRID);
      assert.doesNotMatch(await screen.path(), /sel=/);
      await row(screen, 3);
    },
  },
  {
    name: "typing in the search narrows the list and the address",
    async go(screen, { origin }) {
      await openList(screen, origin);
      await screen.press("/");
      await screen.untilFocus("input");
      await screen.type("stock");
      await screen.press("Enter");
      await screen.until("the address has the words", () => location.search.includes("stock"));
      await screen.until("every row has the words", (css) => {
        const cells = [...document.querySelectorAll(css)].map((cell) => cell.closest("[role=row]").innerText.toLowerCase());
        return cells.length > 0 && cells.every((text) => text.includes("stock"));
      }, ROW);
    },
  },
];
