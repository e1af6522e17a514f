// Those who check are checked: each fault is planted on a page once and must be found.

import { test } from "node:test";
import assert from "node:assert/strict";

import { violations } from "./axe.mjs";
import { onPage, shop } from "./harness.mjs";
import { walk } from "./sweep/focus.mjs";
import { cutText, sideways, smallTargets } from "./sweep/layout.mjs";
import { lostInForcedColours, movements } from "./sweep/motion.mjs";

const axe = async (page) => (await violations(page)).map(({ id, where }) => `${id} ${where}`);

const FAULTS = [
  ["a button without a name", axe, /button-name/, "button", {}],
  ["grey words on white", axe, /color-contrast/, "p", { textContent: "faint", style: "color: #aaa; background: #fff" }],
  ["a box wider than the page", sideways, /sticks out: p\.wide/, "p", { className: "wide", style: "position: absolute; left: 0; width: 2000px; height: 9px" }],
  ["a box wider than its part of the page", sideways, /main#main\S* scrolls/, "p", { style: "flex: none; width: 2000px; height: 9px" }],
  ["a button too small to hit", smallTargets, /12 x 12 px/, "button", { ariaLabel: "tiny", style: "flex: none; width: 12px; height: 12px; min-width: 0; min-height: 0; padding: 0" }],
  ["words cut off below", cutText, /cut off below/, "p", { textContent: "two lines ".repeat(9), style: "flex: none; height: 20px; width: 90px; overflow: hidden" }],
  ["focus under a bar", walk, /focus is covered.*by div/, "div", { style: "position: fixed; inset: 0 0 auto 0; height: 60px; z-index: 99; background: red" }],
  ["focus off the screen", walk, /focus leaves the screen: button "far"/, "button", { ariaLabel: "far", style: "position: fixed; left: -900px; top: 0; width: 40px" }],
  ["focus without a mark", walk, /focus is not marked: input "plain"/, "input", { ariaLabel: "plain", style: "outline: none; box-shadow: none; position: fixed; top: 0; left: 0; z-index: 9" }],
  ["a movement for those who asked for none", movements, /would move: transform/, "p", { textContent: "x", style: "transition: transform 1s !important" }],
  ["a field without an edge", lostInForcedColours, /no edge: input/, "input", { ariaLabel: "bare", style: "border: 0; outline: 0" }],
];

for (const [name, check, words, tag, looks] of FAULTS) {
  test(name, async () => {
    await onPage(shop(5), { path: "/rules" }, async (page) => {
      await page.getByText("Card charges slower than 400 ms").first().waitFor();
      await page.emulateMedia({ reducedMotion: "reduce", forcedColors: check === lostInForcedColours ? "active" : "none" });
      assert.doesNotMatch((await check(page)).join("\n"), words);
      await page.evaluate(([tag, { style, ...looks }]) => {
        const fault = Object.assign(document.createElement(tag), looks);
        if (style) fault.style.cssText = style;
        document.querySelector(fault.className === "wide" ? "body" : "main").prepend(fault);
      }, [tag, looks]);
      assert.match((await check(page)).join("\n"), words);
    });
  });
}
