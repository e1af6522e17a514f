// Runs the stories: all `*.test.mjs`, or those whose file name holds one of the words given.
//
// A browser on a machine that others use too now and then misses a moment that no person would. What fails is therefore
// told once more: what fails twice has failed, what then passes is named at the end, so that it gets looked at.

import { readdir } from "node:fs/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import path from "node:path";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const SLOWEST_SHOWN = 10;

const words = process.argv.slice(2);
const all = (await readdir(FOLDER)).filter((name) => name.endsWith(".test.mjs")).sort();
const files = all.filter((name) => words.length === 0 || words.some((word) => name.includes(word))).map((name) => path.join(FOLDER, name));
if (files.length === 0) throw new Error(`no file of stories is called like ${words.join(" or ")}`);

/** Tells the stories of these files; answers what passed and what failed, as `file: story`. */
async function tell(files) {
  const passed = new Map();
  const failed = new Map();
  for (const file of files) {
    // A story may be written elsewhere than in the file that tells it.
    const hear = (into) => (data) => {
      if (data.details.type === "suite" || data.skip !== undefined) return;
      into.set(`${path.basename(file)}: ${data.name}`, { file, ms: data.details.duration_ms });
    };
    const stories = run({ files: [file], concurrency: 1 });
    stories.on("test:pass", hear(passed));
    stories.on("test:fail", hear(failed));
    const report = stories.compose(new spec());
    report.pipe(process.stdout, { end: false });
    await new Promise((told, broken) => report.on("end", told).on("error", broken));
  }
  return { passed, failed };
}

const first = await tell(files);
const counted = first.passed;
let failed = [];
let second = [];
if (first.failed.size > 0) {
  console.log(`\nonce more: ${[...first.failed.keys()].join("; ")}\n`);
  const again = await tell([...new Set([...first.failed.values()].map(({ file }) => file))]);
  failed = [...first.failed.keys()].filter((story) => !again.passed.has(story));
  second = [...first.failed.keys()].filter((story) => again.passed.has(story));
  for (const story of second) counted.set(story, again.passed.get(story));
}

const slowest = [...counted].sort(([, a], [, b]) => b.ms - a.ms).slice(0, SLOWEST_SHOWN);
console.log(`\nslowest:\n${slowest.map(([story, { ms }]) => `  ${(ms / 1_000).toFixed(1)} s  ${story}`).join("\n")}`);
if (second.length > 0) console.log(`passed only when told again:\n  ${second.join("\n  ")}`);
if (failed.length > 0) console.log(`failed twice:\n  ${failed.join("\n  ")}`);
console.log(`${counted.size} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
