// From page to page by keyboard alone.

import assert from "node:assert/strict";

const link = (title) => `nav[aria-label=Main] a[title="${title}"]`;

const ROW = "[role=row] [role=gridcell]";

export const JOURNEYS = [
  {
    name: "from signing in to the evidence and on to the rules without a mouse",
    async go(screen, { origin, console }) {
      console.signedIn = false;
      await screen.open(`${origin}/signals`);
      await screen.untilText("main", "Open the one-time link");
      await screen.tabToWords("Check again");
      console.signedIn = true;
      await screen.press("Enter");
      await screen.untilShown(ROW);
      await screen.tabTo("[role=grid]");
      await screen.press("Home", "ArrowDown", "Enter");
      await screen.untilText(".detail", "Trace");
      await screen.until("the focus is in the signal", () => Boolean(document.activeElement.closest(".detail")));
      await screen.press("Escape");
      await screen.untilFocus("[role=grid]");
      await screen.tabTo(link("Rules"), "Shift+Tab");
      await screen.press("Enter");
      await screen.untilText("main", "Card charges slower than 400 ms");
      await screen.untilFocus("h1");
    },
  },
  {
    name: "the first Tab offers to skip to the content",
    async go(screen, { origin }) {
      await screen.open(`${origin}/rules`);
      await screen.untilText("main", "Card charges slower than 400 ms");
      await screen.press("Tab");
      assert.equal((await screen.focus()).words, "Skip to content");
      await screen.press("Enter");
      await screen.untilFocus("main");
    },
  },
  {
    name: "each place of the navigation opens with Enter and hands the focus to its heading",
    async go(screen, { origin }) {
      await screen.open(`${origin}/signals`);
      await screen.untilShown("[role=row] [role=gridcell]");
      for (const title of ["Rules", "FLUO", "Signals"]) {
        await screen.tabTo(link(title), "Shift+Tab");
        await screen.press("Enter");
        await screen.untilText("h1", title);
        await screen.untilFocus("h1");
        assert.equal(await screen.attribute(`${link(title)}`, "aria-current"), "page");
        assert.equal(await screen.run(() => document.title), `${title} · Fluo Console`);
      }
    },
  },
];
