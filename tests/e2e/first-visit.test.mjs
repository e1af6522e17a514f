// What a first visit fetches and how much moves while it does, against the real server and the built UI.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { RealConsole, SLOW_CHARGE, launch, signedIn } from "./real-console.mjs";

const MOST_BYTES = 250_000;
const MOST_SHIFT = 0.05;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("a first visit stays within its bytes and nothing jumps", async () => {
  const console = await RealConsole.start();
  try {
    await console.addRule(SLOW_CHARGE);
    for (let n = 0; n < 30; n += 1) await console.span({ ms: 400 + n });
    const { page } = await signedIn(browser, console);
    // The start page counts what has arrived.
    await page.getByRole("link", { name: /^slow-charge 30/ }).waitFor();

    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    const sizes = new Map();
    const addresses = new Map();
    session.on("Network.responseReceived", ({ requestId, response }) => addresses.set(requestId, new URL(response.url).pathname));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(addresses.get(requestId), encodedDataLength));
    await page.addInitScript(() => {
      window.shifted = 0;
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`${console.url}/`);
    await page.getByRole("link", { name: /^slow-charge 30/ }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();

    const files = [...sizes].filter(([address]) => address && !address.startsWith("/api/"));
    const bytes = files.reduce((sum, [, size]) => sum + size, 0);
    assert.ok(files.some(([address]) => address.endsWith(".wasm")), "no module was seen on the way");
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes: ${files.map((file) => file.join(" ")).join(", ")}`);
    const shifted = await page.evaluate(() => window.shifted);
    assert.ok(shifted < MOST_SHIFT, `layout shift of ${shifted}`);
  } finally {
    await console.stop();
  }
});
