// What the console says and how it writes: languages, numbers, time zones, a tenant's accent.

import { test } from "node:test";
import assert from "node:assert/strict";

import { inGallery, onPage, scenery, violations } from "./harness.mjs";
import { FakeConsole } from "./fake-console.mjs";

const WINTER = "2026-01-15T12:00:00.500000Z";
const SUMMER = "2026-07-15T12:00:00.500000Z";

/** A console with one signal of winter and one of summer, as a build with every language. */
function seasons() {
  const console = new FakeConsole({ dist: "gallery" });
  console.signals = [WINTER, SUMMER].map((raisedAt, n) => ({ ...scenery.signal(n), raisedAt, updatedAt: raisedAt }));
  console.rules = scenery.rules();
  for (const signal of console.signals) console.traces.set(signal.traceId, scenery.trace(signal));
  return console;
}

const open = (page) => page.getByRole("button", { name: "Appearance" }).click();
const raised = (page) => page.locator(".facts time").first();

test("a named zone follows daylight saving, and says which offset it is", async () => {
  const console = seasons();
  await onPage(console, { path: `/signals?sel=${console.signals[0].id}` }, async (page) => {
    await raised(page).waitFor();
    await open(page);
    await page.getByLabel("Another time zone").fill("Europe/Berlin");
    await page.getByLabel("Another time zone").press("Enter");
    await page.getByText("2026-01-15 13:00:00.500 UTC+01:00").first().waitFor();
    await page.goto(`${console.url}/signals?sel=${console.signals[1].id}`);
    await page.getByText("2026-07-15 14:00:00.500 UTC+02:00").first().waitFor();
    assert.equal(await raised(page).getAttribute("datetime"), SUMMER);

    await open(page);
    await page.getByRole("radio", { name: "UTC" }).check({ force: true });
    await page.getByText("2026-07-15 12:00:00.500 UTC", { exact: true }).first().waitFor();
  });
});

test("a zone that does not exist is refused at its field, and nothing changes", async () => {
  const console = seasons();
  await onPage(console, { path: `/signals?sel=${console.signals[0].id}` }, async (page) => {
    const before = await raised(page).textContent();
    await open(page);
    const field = page.getByLabel("Another time zone");
    await field.fill("Europe/Atlantis");
    await field.press("Enter");
    await page.getByText("There is no such zone.").waitFor();
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.equal(await raised(page).textContent(), before);
    assert.deepEqual(await violations(page), []);
  });
});

test("copying a time gives ISO 8601, and another tab follows the zone", async () => {
  const console = seasons();
  await onPage(console, { path: `/signals?sel=${console.signals[1].id}` }, async (page) => {
    await raised(page).waitFor();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: console.url });
    const other = await page.context().newPage();
    await other.goto(page.url());
    await raised(other).waitFor();
    await page.bringToFront();
    await page.evaluate(() => {
      localStorage.setItem("fluo.zone", "America/New_York");
      dispatchEvent(new Event("fluo:appearance"));
    });
    await page.getByText("2026-07-15 08:00:00.500 UTC-04:00").first().waitFor();
    await other.getByText("2026-07-15 08:00:00.500 UTC-04:00").first().waitFor();
    await page.getByRole("button", { name: "Copy time as ISO 8601" }).first().click();
    await page.getByRole("status").filter({ hasText: "Copied" }).first().waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "2026-07-15T08:00:00.500-04:00");
  });
});

test("another language is taken on where one is, and stays", async () => {
  await onPage(seasons(), { path: "/rules" }, async (page) => {
    await page.getByText("6 rules").waitFor();
    await open(page);
    await page.getByLabel("Language").selectOption("en-XA");
    await page.getByText("[6 rúúlééš]").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en-XA");
    await page.reload();
    await page.getByText("[6 rúúlééš]").waitFor();
    await page.evaluate(() => {
      localStorage.setItem("fluo.language", "en");
      dispatchEvent(new Event("fluo:appearance"));
    });
    await page.getByText("6 rules").waitFor();
  });
});

test("in another language the browser writes numbers and ages", async () => {
  const console = seasons();
  console.health = { mirroredSignals: 1284, freshness: { reach: "LIVE", behindMs: 125_000, asOf: WINTER } };
  console.freshness = { reach: "LIVE", behindMs: 125_000 };
  await onPage(console, { path: "/fluo" }, async (page) => {
    await page.getByText("1,284").waitFor();
    // A language of which every word is missing: English words, German numbers.
    await page.route(`${console.url}/fluo`, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('"words-en-XA.json"', '"words-de.json":"/words-de.json","words-en-XA.json"');
      await route.fulfill({ response, body });
    });
    await page.route("**/words-de.json", (route) => route.fulfill({ json: [] }));
    await page.evaluate(() => localStorage.setItem("fluo.language", "de"));
    await page.goto(`${console.url}/fluo`);
    await page.getByText("1.284").waitFor();
    await page.getByText("FLUO 2 Min. behind").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
  });
});

test("words that do not arrive are said in English", async () => {
  const console = seasons();
  await onPage(console, { path: "/rules", complaints: /Failed to load resource/ }, async (page) => {
    await page.getByText("6 rules").waitFor();
    await page.route("**/words-*.json", (route) => route.abort());
    await page.evaluate(() => localStorage.setItem("fluo.language", "en-XA"));
    await page.reload();
    await page.getByText("6 rules").waitFor();
  });
});

for (const [theme, width] of [["light", 1280], ["dark", 320]]) {
  test(`nothing breaks when every text is a third longer, ${theme} at ${width} px`, async () => {
    const console = seasons();
    await onPage(console, { path: "/rules", theme, width }, async (page) => {
      await page.evaluate(() => localStorage.setItem("fluo.language", "en-XA"));
      for (const path of ["/rules", "/fluo", "/signals", "/nowhere"]) {
        await page.goto(console.url + path);
        await page.locator("h1").waitFor();
        await page.locator("main [aria-busy=true]").waitFor({ state: "detached" });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${path} scrolls sideways by ${overflow} px`);
        assert.deepEqual(await violations(page), []);
      }
    });
  });
}

test("a tenant's colour tints the interface and says how readable it is", async () => {
  await inGallery("brand", {}, async (page, specimen) => {
    const primary = () =>
      specimen.getByRole("button", { name: "Save the rule" }).evaluate((button) => getComputedStyle(button).backgroundColor);
    const before = await primary();
    await specimen.getByLabel("Colour in hex").fill("#c2185b");
    await specimen.getByText(/^Hue \d+, chroma 0\.19.* Readable in every theme\.$/).waitFor();
    assert.notEqual(await primary(), before);
    assert.deepEqual(await violations(page), []);
    await specimen.getByLabel("Logo").check();
    assert.match(await page.locator(".logo").first().evaluate((logo) => getComputedStyle(logo).backgroundImage), /^url\("data:/);
    await specimen.getByLabel("Colour in hex").fill("#nothing");
    await specimen.getByText("This is no colour").waitFor();
    await page.getByRole("link", { name: "Buttons", exact: true }).click();
    await page.waitForFunction(() => !document.documentElement.hasAttribute("data-logo"));
  });
});

for (const contrast of ["no-preference", "more"]) {
  test(`the tokens are readable, contrast ${contrast}`, async () => {
    for (const theme of ["light", "dark"]) {
      await inGallery("tokens", { theme, contrast }, async (page, specimen) => {
        await specimen.getByText(" : 1").first().waitFor();
        assert.equal(await specimen.getByText("–", { exact: true }).count(), 0);
        assert.deepEqual(await violations(page), []);
      });
    }
  });
}
