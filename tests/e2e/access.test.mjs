// axe against WCAG 2.2 A and AA, over every view, in light and dark. A thorough sweep looks at high contrast too, and at
// each dialog, menu and popover of the gallery open.

import { after, describe, test } from "node:test";
import assert from "node:assert/strict";

import { COLOURS, violations } from "./axe.mjs";
import { eachOverlay } from "./sweep/overlays.mjs";
import { PAGES, Stage, THOROUGH, dress } from "./sweep/stage.mjs";

const CONTRASTS = THOROUGH ? ["no-preference", "more"] : ["no-preference"];
const THEMES = ["light", "dark"].flatMap((theme) => CONTRASTS.map((contrast) => ({ theme, contrast })));

const stage = await Stage.open();
after(() => stage.close());

/** Around every section of the gallery is the same: it is looked at with the first. */
const FIRST = stage.views.find((view) => view.section);
/** What opens over a section. */
const OVER = ["dialog[open]", "[popover]:popover-open"];

/** Everything in the first theme; in the others, where the document is the same, its colours. */
async function look(page, where, themes, found, within) {
  for (const appearance of themes) {
    await dress(page, { ...appearance, motion: "reduce" });
    for (const { id, where: places } of await violations(page, appearance === themes[0] ? undefined : COLOURS, within)) {
      for (const place of places) found.push(`${where}, ${Object.values(appearance).join(" ")}: ${id} at ${place}`);
    }
  }
}

describe("axe finds nothing", { concurrency: PAGES }, () => {
  for (const view of stage.views) {
    test(view.name, async () => {
      await stage.show(view, async (page, again) => {
        const found = [];
        const within = view.section && view !== FIRST ? ["#specimen"] : undefined;
        await look(page, view.name, THEMES, found, within);
        await dress(page, { motion: "reduce" });
        if (THOROUGH && view.section && !view.breaks) {
          await eachOverlay(page, again, (name) => look(page, `${view.name}, ${name} open`, THEMES, found, OVER));
        }
        assert.equal(found.length, 0, `\n${found.join("\n")}`);
      });
    });
  }
});
