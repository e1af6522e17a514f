// A picture of every gallery section and every main page, compared with the one that was agreed to. README.md says how
// to agree to new ones.

import { after, describe, test } from "node:test";
import assert from "node:assert/strict";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

import { PAGES, Stage, atRest, dress } from "./sweep/stage.mjs";

const AGREED = fileURLToPath(new URL("screenshots", import.meta.url));
const FOUND = fileURLToPath(new URL("../../target/e2e", import.meta.url));
const UPDATE = process.env.UPDATE_SCREENSHOTS === "1";

/** How far a pixel's colour may be off (0 to 1): less than the step between two neighbouring greys of the design. */
const COLOUR_STEP = 0.05;
/** How many pixels may be further off: a rounded corner drawn by another version of the browser, not a letter. */
const STRAY_PIXELS = 12;

const LOOKS = [
  { name: "light", theme: "light", width: 1280 },
  { name: "dark", theme: "dark", width: 1280 },
  { name: "phone", theme: "light", width: 380 },
];
/** Sections hold their layout on a phone by `layout.test.mjs`; a picture of each would double the weight of all. */
const looksOf = (view) => LOOKS.filter((look) => !view.section || look.width > 1_000);
/** Height of the screen that a section is drawn on; what is below is more of the same. */
const TALLEST = 1_600;

const stage = await Stage.open();
after(() => stage.close());
/** It changes a thousand times a second; at rest it is the table of a million rows. */
const NEVER_AT_REST = "grid-patches";
const views = stage.views.filter((view) => (view.section && view.section !== NEVER_AT_REST) || view.isMain);
const fileName = (view, look) => `${view.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${look.name}.png`;

await mkdir(AGREED, { recursive: true });
await mkdir(FOUND, { recursive: true });
/** Until somebody has agreed to the first picture there is nothing to compare with. */
const skip = !UPDATE && (await readdir(AGREED)).length === 0 && "no picture is agreed to yet: UPDATE_SCREENSHOTS=1";

/** The section as a whole, or the screen, drawn until two pictures in a row are the same. */
async function picture(page, view, look) {
  await dress(page, { theme: look.theme, motion: "reduce" });
  await page.setViewportSize({ width: look.width, height: 800 });
  await atRest(page);
  let clip;
  if (view.section) {
    const part = page.locator(view.specimen);
    await page.setViewportSize({ width: look.width, height: TALLEST });
    await atRest(page);
    const { x, y, width, height } = await part.boundingBox();
    clip = { x, y, width, height: Math.min(height, TALLEST - y) };
  }
  const take = async () => {
    await atRest(page);
    return fewerColours(PNG.sync.read(await page.screenshot({ animations: "disabled", caret: "hide", scale: "css", clip })));
  };
  let before = await take();
  for (;;) {
    const now = await take();
    if (now.data.equals(before.data)) return now;
    before = now;
  }
}

/** Unfiltered: flat colours repeat, so deflate finds them best as they are. */
const small = (image) => PNG.sync.write(image, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });

/** Five bits a channel: finer than `COLOUR_STEP`, and the pictures weigh half. */
function fewerColours(image) {
  for (let n = 0; n < image.data.length; n++) image.data[n] |= 7;
  return image;
}

/** What is wrong with the picture, in words; writes both pictures when something is. */
async function compare(image, name) {
  const agreed = await readFile(path.join(AGREED, name)).then(PNG.sync.read, () => null);
  const actual = path.join(FOUND, name.replace(".png", ".actual.png"));
  const complain = async (words) => {
    await writeFile(actual, small(image));
    return [`${words}; see ${actual}`];
  };
  if (!agreed) return complain(`${name} is not agreed to yet (UPDATE_SCREENSHOTS=1)`);
  const { width, height } = agreed;
  if (width !== image.width || height !== image.height) {
    return complain(`${name} is ${image.width} x ${image.height}, was ${width} x ${height}`);
  }
  const diff = new PNG({ width, height });
  const pixels = pixelmatch(agreed.data, image.data, diff.data, width, height, { threshold: COLOUR_STEP });
  if (pixels <= STRAY_PIXELS) return [];
  const marked = path.join(FOUND, name.replace(".png", ".diff.png"));
  await writeFile(marked, small(diff));
  return complain(`${name} differs in ${pixels} pixels, marked in ${marked}`);
}

describe(UPDATE ? "pictures are taken anew" : "it looks as agreed", { concurrency: PAGES }, () => {
  for (const view of views) {
    test(view.name, { skip }, async () => {
      await stage.show(view, async (page) => {
        const found = [];
        for (const look of looksOf(view)) {
          const image = await picture(page, view, look);
          const name = fileName(view, look);
          if (UPDATE) await writeFile(path.join(AGREED, name), small(image));
          else found.push(...(await compare(image, name)));
        }
        assert.equal(found.length, 0, `\n${found.join("\n")}`);
      });
    });
  }
});

test("no picture is left of what is gone", { skip: Boolean(process.env.VIEW) }, async () => {
  const known = new Set(views.flatMap((view) => looksOf(view).map((look) => fileName(view, look))));
  const left = (await readdir(AGREED)).filter((name) => !known.has(name));
  if (UPDATE) await Promise.all(left.map((name) => rm(path.join(AGREED, name))));
  else assert.deepEqual(left, []);
});
