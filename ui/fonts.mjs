// Cuts a variable font down to the weights the console uses: node fonts.mjs sans|mono IN OUT
import { readFile, writeFile } from "node:fs/promises";
import subsetFont from "subset-font";

/** Text comes in the weights of the type scale and what lies between them, code in one. */
const WEIGHTS = { sans: { min: 400, max: 600 }, mono: 400 };

/** Every character of the Latin subset: the `unicode-range` of ui/style/fonts.css. */
const RANGES = [
  [0x20, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc],
  [0x304, 0x304], [0x308, 0x308], [0x329, 0x329], [0x2000, 0x206f], [0x20ac, 0x20ac], [0x2122, 0x2122],
  [0x2191, 0x2191], [0x2193, 0x2193], [0x2212, 0x2212], [0x2215, 0x2215],
];

const [kind, from, to] = process.argv.slice(2);
const text = RANGES.map(([first, last]) =>
  String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, index) => first + index)),
).join("");
const font = await subsetFont(await readFile(from), text, {
  targetFormat: "woff2",
  variationAxes: { wght: WEIGHTS[kind] },
});
await writeFile(to, font);
