// Cuts a variable font down to the weights the console uses: node fonts.mjs sans|mono basic|latin IN OUT
import { readFile, writeFile } from "node:fs/promises";
import subsetFont from "subset-font";

/** Text comes in the weights of the type scale and what lies between them, code in one. */
const WEIGHTS = { sans: { min: 400, max: 600 }, mono: 400 };

/** The `unicode-range` of each file, as in ui/style/fonts.css: what English needs, and the rest of the Latin subset. */
const RANGES = {
  basic: [
    [0x20, 0x7e], [0xa0, 0xa0], [0xb0, 0xb0], [0xb5, 0xb5], [0xb7, 0xb7], [0xd7, 0xd7], [0x2010, 0x2014],
    [0x2018, 0x2019], [0x201c, 0x201d], [0x2022, 0x2022], [0x2026, 0x2026], [0x2191, 0x2191], [0x2193, 0x2193],
    [0x2212, 0x2212],
  ],
  latin: [
    [0xa1, 0xaf], [0xb1, 0xb4], [0xb6, 0xb6], [0xb8, 0xd6], [0xd8, 0xff], [0x131, 0x131], [0x152, 0x153],
    [0x2bb, 0x2bc], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc], [0x304, 0x304], [0x308, 0x308],
    [0x329, 0x329], [0x2000, 0x200f], [0x2015, 0x2017], [0x201a, 0x201b], [0x201e, 0x2021], [0x2023, 0x2025],
    [0x2027, 0x206f], [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2215, 0x2215],
  ],
};

const [kind, subset, from, to] = process.argv.slice(2);
const text = RANGES[subset].map(([first, last]) =>
  String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, index) => first + index)),
).join("");
const font = await subsetFont(await readFile(from), text, {
  targetFormat: "woff2",
  variationAxes: { wght: WEIGHTS[kind] },
});
await writeFile(to, font);
