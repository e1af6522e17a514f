// What there is to look at: every page in every state that a person meets, and every section of the gallery. Pages
// that the main navigation names and sections that the gallery names are found by asking it, so new ones are covered
// from the day they land. All data is fixed; the clock stands still at `NOW`.

import { FakeConsole } from "../fake-console.mjs";
import { FakeAccount } from "../fake-account.mjs";
import { ALL, FakeIdentity } from "../fake-identity.mjs";
import { FakeTenants } from "../fake-tenants.mjs";
import { shop } from "../shop.mjs";

export const NOW = Date.parse("2026-03-05T09:30:00Z");

const DIST = "gallery";
const OPEN = "0199f000-0000-7000-8000-000000000003";
const FORBIDDEN = { status: 403, code: "forbidden", message: "this needs the permission audit:read" };
const BROKEN = { status: 500, code: "internal", message: "something went wrong on our side" };

const FAILING = [
  ...["signals.list", "signals.count", "signals.groups", "signals.overview", "rules.stacks", "fluo.health"],
  ...["members.list", "roles.list", "tokens.list", "sessions.list", "audit.list"],
];

/** Consoles by name, each in the state that its views need. */
const STATES = {
  rows: stocked,
  bare: () => still(new FakeConsole({ dist: DIST })),
  failing: () => {
    const console = stocked();
    for (const name of FAILING) console.faults.set(name, BROKEN);
    return console;
  },
  enrolling: () => {
    const console = Object.assign(stocked(), { secondFactorRequired: true });
    console.account.factor.required = true;
    return console;
  },
  viewer: () => {
    const console = Object.assign(stocked(), { permissions: ALL.filter((name) => name.endsWith(":read") && name !== "audit:read") });
    console.faults.set("audit.list", FORBIDDEN);
    return console;
  },
  stranger: () => Object.assign(stocked(), { signedIn: false }),
};

function still(console) {
  console.now = NOW;
  console.freshness = { reach: "LIVE", behindMs: 400, asOf: new Date(NOW - 400).toISOString() };
  console.user = { id: "ana", name: "Ana Lima" };
  console.role = { id: "owner", name: "Owner" };
  console.permissions = [...ALL];
  console.identity = new FakeIdentity(console, NOW);
  console.tenants = new FakeTenants(console, NOW);
  console.account = new FakeAccount(console, NOW);
  console.platformAdmin = true;
  return console;
}

function stocked() {
  const console = still(shop(60, { now: NOW, dist: DIST }));
  const { identity } = console;
  identity.providers = [{ id: "corp", name: "Corp SSO", path: "/sign-in/with/corp" }];
  const day = (days) => new Date(NOW + days * 24 * 3_600_000).toISOString();
  identity.invitations = [{ id: "i1", email: "dan@example.com", role: "member", invitedBy: "ana", createdAt: day(-1), expiresAt: day(6) }];
  const token = { permissions: ["signals:read", "rules:read"], createdBy: "ana", createdAt: day(-80) };
  identity.tokens = [
    { ...token, id: "t1", name: "Deploy script", expiresAt: day(3), lastUsedAt: day(-0.1) },
    { ...token, id: "t2", name: "Grafana of the checkout team in the second region", expiresAt: day(200), lastUsedAt: null },
  ];
  identity.serviceTokens = identity.tokens;
  identity.roles.push({ id: "on-call", name: "On call", builtIn: false, permissions: ["signals:read", "signals:triage"] });
  for (let n = 0; n < 40; n++) {
    const denied = n % 9 === 4 && { outcome: "denied", actor: "cho" };
    identity.record(denied ? "members.remove" : "signals.set_status", { subject: { kind: "signal", id: `s${n}` }, detail: { n }, ...denied });
  }
  return console;
}

/** `words` are on the page once it is there. `isMain`: among those that visual tests keep a picture of. */
const PAGES = [
  { name: "signals", state: "rows", path: "/signals", words: "declined-card", isMain: true },
  { name: "open signal", state: "rows", path: `/signals?sel=${OPEN}`, words: "Trace", isMain: true },
  { name: "groups", state: "rows", path: "/signals?groups=count", words: "What they share", isMain: true },
  { name: "failing groups", state: "failing", path: "/signals?groups=count", words: "Could not load the groups", fails: true },
  { name: "rules", state: "rows", path: "/rules", words: "Card charges slower than 400 ms", isMain: true },
  { name: "FLUO", state: "rows", path: "/fluo", words: "What this FLUO can do", isMain: true },
  { name: "no signals", state: "bare", path: "/signals", words: "No signals yet", isMain: true },
  { name: "no rules", state: "bare", path: "/rules", words: "No rules yet" },
  { name: "nothing found", state: "rows", path: "/signals?q=zebra", words: "No signals match" },
  { name: "failing signals", state: "failing", path: "/signals", words: "Could not load signals", fails: true },
  { name: "failing rules", state: "failing", path: "/rules", words: "Could not load rules", fails: true },
  { name: "profile", state: "rows", path: "/settings/profile", words: "What you may do", isMain: true },
  { name: "security", state: "rows", path: "/settings/security", words: "Safari on iPhone", isMain: true },
  { name: "tokens", state: "rows", path: "/settings/tokens", words: "Deploy script" },
  { name: "members", state: "rows", path: "/settings/members", words: "dan@example.com", isMain: true },
  { name: "roles", state: "rows", path: "/settings/roles", words: "On call", isMain: true },
  { name: "service tokens", state: "rows", path: "/settings/service-tokens", words: "Deploy script" },
  { name: "tenant", state: "rows", path: "/settings/tenant", words: "Transfer ownership" },
  { name: "brand", state: "rows", path: "/settings/brand", words: "readable" },
  { name: "sign-in policy", state: "rows", path: "/settings/sign-in", words: "Everybody but viewers" },
  { name: "access review", state: "rows", path: "/settings/access-review", words: "Confirm that this is right" },
  { name: "device", state: "rows", path: "/device?code=WDJB-MJHT", words: "Is it yours?" },
  { name: "device code", state: "rows", path: "/device", words: "What the program shows." },
  { name: "unknown device", state: "rows", path: "/device?code=X", words: "No program shows this code", fails: true },
  { name: "second factor asked for", state: "enrolling", path: "/signals", words: "Your tenant asks you for one" },
  { name: "forgot", state: "stranger", path: "/forgot", words: "Send link", fails: true },
  { name: "reset", state: "stranger", path: "/reset#a-link", words: "Save password", fails: true },
  { name: "confirm address", state: "stranger", path: "/confirm-email#a-link", words: "Confirm the change", fails: true },
  { name: "FLUO connection", state: "rows", path: "/settings/fluo", words: "Path of the live feed" },
  { name: "retention", state: "rows", path: "/settings/retention", words: "Events, for whoever comes back" },
  { name: "platform tenants", state: "rows", path: "/platform/tenants", words: "Laboratory" },
  { name: "platform users", state: "rows", path: "/platform/users", words: "eve@example.com" },
  { name: "tenant of a viewer", state: "viewer", path: "/settings/tenant", words: "Transfer ownership" },
  { name: "audit", state: "rows", path: "/audit", words: "members.remove", isMain: true },
  { name: "open entry", state: "rows", path: "/audit?sel=40", words: "What was said", isMain: true },
  { name: "no tokens", state: "bare", path: "/settings/tokens", words: "No tokens yet" },
  { name: "no entries", state: "bare", path: "/audit", words: "Nothing happened yet" },
  { name: "members of a viewer", state: "viewer", path: "/settings/members", words: "Cho Min" },
  { name: "forbidden audit", state: "viewer", path: "/audit", words: "Ben Okafor", fails: true },
  { name: "failing members", state: "failing", path: "/settings/members", words: "Could not load members", fails: true },
  { name: "failing security", state: "failing", path: "/settings/security", words: "Could not load your sessions", fails: true },
  { name: "failing audit", state: "failing", path: "/audit", words: "Could not load the audit trail", fails: true },
  { name: "invitation", state: "stranger", path: "/invitation#secret", words: "Accept and sign in", fails: true, isMain: true },
  { name: "cut invitation", state: "stranger", path: "/invitation", words: "This link is not complete", fails: true },
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
