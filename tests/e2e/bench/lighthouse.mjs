// Lighthouse's verdict on the list with rows, as a desktop browser gets it from the real server.

import lighthouse, { desktopConfig } from "lighthouse";

import { launch } from "../browser.mjs";
import { RealConsole, SLOW_CHARGE } from "../real-console.mjs";

const PORT = 9_300 + (process.pid % 500);
const PROMISED = { performance: 95, accessibility: 100, "best-practices": 100 };
const MOST_SHIFT = 0.05;

const server = await RealConsole.start("--log", "error");
const browser = await launch(`--remote-debugging-port=${PORT}`);
try {
  await server.addRule(SLOW_CHARGE);
  for (let n = 0; n < 60; n += 1) await server.span({ ms: 400 + n });
  const signIn = await fetch(server.link, { redirect: "manual" });
  const cookie = signIn.headers.getSetCookie().map((text) => text.split(";")[0]).join("; ");
  const flags = { port: PORT, extraHeaders: { Cookie: cookie }, onlyCategories: Object.keys(PROMISED), logLevel: "error" };
  const { lhr } = await lighthouse(`${server.url}/signals`, flags, desktopConfig);

  let kept = true;
  for (const [id, promised] of Object.entries(PROMISED)) {
    const score = Math.round(lhr.categories[id].score * 100);
    kept &&= score >= promised;
    console.log(`lighthouse ${id}: ${score} (promised: ${promised})`);
    for (const { id: audit, weight } of lhr.categories[id].auditRefs) {
      const { score, title, displayValue } = lhr.audits[audit];
      if (weight > 0 && score !== null && score < 0.9) console.log(`  ${audit}: ${title} ${displayValue ?? ""}`);
    }
  }
  const shift = lhr.audits["cumulative-layout-shift"].numericValue;
  const paint = lhr.audits["largest-contentful-paint"].numericValue;
  console.log(`lighthouse layout shift: ${shift.toFixed(3)} (promised: below ${MOST_SHIFT}); largest paint ${Math.round(paint)} ms`);
  process.exitCode = kept && shift < MOST_SHIFT ? 0 : 1;
} finally {
  await browser.close();
  await server.stop();
}
