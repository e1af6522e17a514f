// What a keystroke costs in a rule of 2,000 characters: parsing, linting against a schema and telling the editor.
//
// The page is the gallery, built for release; it marks each diagnosis in the browser's own performance entries.

import { launch } from "../browser.mjs";
import { FakeConsole } from "../fake-console.mjs";

const KEYSTROKES = 40;
const PROMISED_MS = 5;

const console_ = await new FakeConsole({ dist: "gallery" }).start();
const browser = await launch();
const page = await browser.newPage();
await page.goto(`${console_.url}/dev/gallery?section=editor`);
const field = page.locator("#large").getByRole("textbox");
await field.focus();
await page.keyboard.press("Control+End");

const diagnoses = () =>
  page.evaluate(() => performance.getEntriesByName("fluo:diagnose").filter((entry) => entry.detail >= 2_000).map((entry) => entry.duration));
const before = (await diagnoses()).length;
for (let typed = 1; typed <= KEYSTROKES; typed++) {
  await page.keyboard.type("1");
  for (const end = performance.now() + 10_000; (await diagnoses()).length < before + typed; ) {
    if (performance.now() > end) throw new Error(`keystroke ${typed} was not diagnosed within 10 s`);
  }
}
const times = (await diagnoses()).slice(before).sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2);
console.log(`a keystroke in a rule of 2,000 characters: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms, promised ${PROMISED_MS} ms`);

await browser.close();
await console_.stop();
