// What axe finds against WCAG 2.2 A and AA.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** The rules of these tags that depend on colours alone. */
export const COLOURS = ["color-contrast", "link-in-text-block"];
/** What is still fading in has colours that nobody reads. */
const STILL = `Promise.race([
  Promise.allSettled(document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime < 2_000).map(({ finished }) => finished)),
  new Promise((done) => setTimeout(done, 2_000)),
]).then(() => null)`;
const sessions = new WeakMap();

/**
 * Each violation with its rule, and the places with their reasons; `only` names rules, `within` the parts of the page
 * that are looked at: all of it where none of them is there. Runs past the policy of the page, which forbids foreign
 * scripts.
 */
export async function violations(page, only = TAGS, within = ["html"]) {
  if (!sessions.has(page)) sessions.set(page, page.context().newCDPSession(page));
  const session = await sessions.get(page);
  const run = async (expression) => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    assert.equal(exceptionDetails?.exception?.description, undefined);
    return result.value;
  };
  await run(STILL);
  if (!(await run("typeof axe === 'object'"))) await run(`${SOURCE}; undefined`);
  return JSON.parse(
    await run(`axe.run(((parts) => (parts.length ? parts : document))(${JSON.stringify(within)}.filter((part) => document.querySelector(part))), { resultTypes: ["violations"], runOnly: ${JSON.stringify(only)} }).then(({ violations }) => JSON.stringify(
      violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(" ") + ": " + node.failureSummary) }))))`),
  );
}
