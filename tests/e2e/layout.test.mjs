// Every view, at every width: nothing scrolls sideways, the focus is always seen, targets are large enough, text may be
// twice as large, and who asks for less motion or other colours gets that. Of the gallery's sections only a thorough
// sweep sees it all; otherwise their narrowest and their usual width.

import { after, describe, test } from "node:test";
import assert from "node:assert/strict";

import { walk } from "./sweep/focus.mjs";
import { atTwiceTheText, cutText, sideways, smallTargets } from "./sweep/layout.mjs";
import { lostInForcedColours, movements } from "./sweep/motion.mjs";
import { eachOverlay } from "./sweep/overlays.mjs";
import { PAGES, Stage, THOROUGH, atRest, dress } from "./sweep/stage.mjs";

const WIDTHS = [320, 380, 768, 1024, 1440];

const stage = await Stage.open();
after(() => stage.close());

const seesAll = (view) => THOROUGH || !view.section;

async function resize(page, width, height = 800) {
  await page.setViewportSize({ width, height });
  await atRest(page);
}

const CHECKS = {
  async "at every width"(page, found, view) {
    for (const width of seesAll(view) ? WIDTHS : [320, 1440]) {
      await resize(page, width);
      const at = (complaint) => `${width} px: ${complaint}`;
      found.push(...(await sideways(page)).map(at));
      if (width === 320 || width === 1440) found.push(...[...(await smallTargets(page)), ...(await cutText(page))].map(at));
    }
  },
  async "with large text"(page, found) {
    for (const width of [380, 1280]) {
      await resize(page, width);
      await atTwiceTheText(page, async () => {
        await atRest(page);
        const at = (complaint) => `large text at ${width} px: ${complaint}`;
        found.push(...[...(await sideways(page)), ...(await cutText(page))].map(at));
      });
    }
  },
  async "with less motion"(page, found) {
    await resize(page, 1280);
    await dress(page, { motion: "reduce" });
    found.push(...(await movements(page)).map((complaint) => `less motion: ${complaint}`));
  },
  async "with the system's colours"(page, found) {
    await dress(page, { motion: "reduce", colours: "active" });
    found.push(...(await lostInForcedColours(page)).map((complaint) => `forced colours: ${complaint}`));
    await dress(page, {});
  },
  async "by Tab"(page, found, view) {
    for (const width of view.section ? [1280, 380] : [1280, 1024, 380]) {
      await resize(page, width, 600);
      found.push(...(await walk(page, view.specimen)).map((complaint) => `${width} px: ${complaint}`));
    }
  },
};

describe("every view holds its layout", { concurrency: PAGES }, () => {
  for (const view of stage.views) {
    test(view.name, async () => {
      await stage.show(view, async (page, again) => {
        const found = [];
        const checks = seesAll(view) ? Object.values(CHECKS) : [CHECKS["at every width"]];
        for (const check of checks) await check(page, found, view);
        if (THOROUGH && view.section && !view.breaks) {
          const narrow = async () => {
            await again();
            await dress(page, { motion: "reduce" });
            await resize(page, 320);
          };
          await narrow();
          await eachOverlay(page, narrow, async (name) => {
            const complaints = [...(await sideways(page)), ...(await smallTargets(page)), ...(await movements(page))];
            found.push(...complaints.map((complaint) => `${name} open at 320 px: ${complaint}`));
          });
        }
        assert.equal(found.length, 0, `\n${found.join("\n")}`);
      });
    });
  }
});
