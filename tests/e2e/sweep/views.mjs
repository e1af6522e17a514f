// What there is to look at: every page in every state that a person meets, and every section of the gallery. Pages
// that the main navigation names and sections that the gallery names are found by asking it, so new ones are covered
// from the day they land. All data is fixed; the clock stands still at `NOW`.

import { FakeConsole } from "../fake-console.mjs";
import { shop } from "../shop.mjs";

export const NOW = Date.parse("2026-03-05T09:30:00Z");

const DIST = "gallery";
const OPEN = "0199f000-0000-7000-8000-000000000003";
const BROKEN = { status: 500, code: "internal", message: "something went wrong on our side" };

/** Consoles by name, each in the state that its views need. */
const STATES = {
  rows: stocked,
  bare: () => still(new FakeConsole({ dist: DIST })),
  failing: () => {
    const console = stocked();
    for (const name of ["signals.list", "signals.count", "rules.stacks", "fluo.health"]) console.faults.set(name, BROKEN);
    return console;
  },
  stranger: () => Object.assign(stocked(), { signedIn: false }),
};

function still(console) {
  console.freshness = { reach: "LIVE", behindMs: 400, asOf: new Date(NOW - 400).toISOString() };
  return console;
}

function stocked() {
  return still(shop(60, { now: NOW, dist: DIST }));
}

/** `words` are on the page once it is there. `isMain`: among those that visual tests keep a picture of. */
const PAGES = [
  { name: "signals", state: "rows", path: "/signals", words: "declined-card", isMain: true },
  { name: "open signal", state: "rows", path: `/signals?sel=${OPEN}`, words: "Trace", isMain: true },
  { name: "rules", state: "rows", path: "/rules", words: "Card charges slower than 400 ms", isMain: true },
  { name: "FLUO", state: "rows", path: "/fluo", words: "What this FLUO can do", isMain: true },
  { name: "no signals", state: "bare", path: "/signals", words: "No signals yet", isMain: true },
  { name: "no rules", state: "bare", path: "/rules", words: "No rules yet" },
  { name: "nothing found", state: "rows", path: "/signals?q=zebra", words: "No signals match" },
  { name: "failing signals", state: "failing", path: "/signals", words: "Could not load signals", fails: true },
  { name: "failing rules", state: "failing", path: "/rules", words: "Could not load rules", fails: true },
  { name: "sign-in", state: "stranger", path: "/signals", words: "Open the one-time link", fails: true, isMain: true },
  { name: "no such page", state: "rows", path: "/nowhere", words: "Nothing lives at this address" },
];

/** Starts the consoles and asks the navigation what else there is. */
export async function setTheScene(openPage) {
  const consoles = {};
  for (const [name, make] of Object.entries(STATES)) consoles[name] = await make().start();
  const page = await openPage();
  const linksOf = async (path, navigation) => {
    await page.goto(consoles.rows.url + path);
    await page.locator(`${navigation} a`).first().waitFor({ state: "attached" });
    return page.locator(`${navigation} a`).evaluateAll((links) =>
      links.map((link) => ({ title: link.textContent.trim(), path: link.pathname + link.search })),
    );
  };
  const places = await linksOf("/signals", "nav[aria-label=Main]");
  const sections = await linksOf("/dev/gallery", "nav[aria-label=Components]");
  await page.close();

  const views = PAGES.map((view) => ({ ...view, url: consoles[view.state].url + view.path, specimen: "body" }));
  for (const { title, path } of places) {
    if (views.some((view) => new URL(view.url).pathname === path)) continue;
    views.push({ name: title, url: consoles.rows.url + path, words: title, specimen: "body", isMain: true });
  }
  for (const { path } of sections) {
    const id = new URLSearchParams(path.split("?")[1]).get("section");
    // Its buttons end the page: that is what it is for.
    const breaks = id === "panic";
    views.push({ name: `gallery ${id}`, section: id, breaks, url: consoles.rows.url + path, specimen: "#specimen" });
  }
  return { views, strike: () => Promise.all(Object.values(consoles).map((console) => console.stop())) };
}
