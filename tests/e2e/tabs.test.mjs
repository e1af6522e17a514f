// Many tabs, one stream: whoever has it passes on what comes, and whoever is left goes on with it.

import { test } from "node:test";
import assert from "node:assert/strict";

import { friendlyIds, inTabs, scenery, shop } from "./harness.mjs";

function fresh(number) {
  return { ...scenery.signal(1_000 + number, 0), id: `fresh-${String(number).padStart(4, "0")}`, friendlyId: `fresh-${number}` };
}

const PATIENCE_MS = 30_000;

const isLive = (page) => page.getByText("Live", { exact: true }).waitFor();
const everywhere = (pages, look) => Promise.all(pages.map(look));

/** Waits until every tab shows exactly the newest rows that the server has, in its order. */
async function agree(console, pages) {
  const rows = [...console.signals].sort((a, b) => (`${a.raisedAt} ${a.id}` < `${b.raisedAt} ${b.id}` ? 1 : -1));
  const wanted = rows.map((signal) => signal.friendlyId);
  const same = (shown) => shown.length > 0 && shown.every((id, at) => id === wanted[at]);
  await everywhere(pages, async (page) => {
    const end = Date.now() + PATIENCE_MS;
    let shown = await friendlyIds(page);
    while (!same(shown) && Date.now() < end) {
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
      shown = await friendlyIds(page);
    }
    assert.deepEqual(shown, wanted.slice(0, shown.length));
  });
}

/** Waits until the server has one stream: a tab that was kept waiting for too long has one of its own for a while. */
async function oneStream(console) {
  const end = Date.now() + PATIENCE_MS;
  while (console.streams.size !== 1 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(console.streams.size, 1);
}

/** The tab that has the line: it holds the lock. */
async function leaderOf(pages) {
  const holders = await everywhere(pages, async (page) => {
    const session = await page.context().newCDPSession(page);
    const { result } = await session.send("Runtime.evaluate", {
      expression: `navigator.locks.query().then(async ({ held }) => {
        const mine = crypto.randomUUID();
        return navigator.locks.request(mine, async () => {
          const now = await navigator.locks.query();
          const me = now.held.find((lock) => lock.name === mine).clientId;
          return now.held.some((lock) => lock.name.startsWith("fluo.live") && lock.clientId === me);
        });
      })`,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  });
  assert.equal(holders.filter(Boolean).length, 1, "one tab leads");
  return pages[holders.indexOf(true)];
}

test("three tabs have one stream, and an event reaches all of them", async () => {
  const console = shop(5);
  await inTabs(console, 3, async (pages) => {
    await everywhere(pages, isLive);
    await oneStream(console);
    for (let number = 0; number < 5; number++) console.raise(fresh(number));
    await agree(console, pages);
    await oneStream(console);
  });
});

test("when the leader closes, another one goes on without gap or double", async () => {
  const console = shop(5);
  await inTabs(console, 4, async (pages) => {
    await everywhere(pages, isLive);
    console.raise(fresh(0));
    await agree(console, pages);
    const asked = console.requests.filter((request) => request.name === "signals.list").length;
    let number = 1;
    while (pages.length > 1) {
      const leader = await leaderOf(pages);
      for (let more = 0; more < 3; more++) console.raise(fresh(number++));
      const closed = leader.close({ runBeforeUnload: false });
      for (let more = 0; more < 3; more++) console.raise(fresh(number++));
      await closed;
      pages.splice(pages.indexOf(leader), 1);
      for (let more = 0; more < 3; more++) console.raise(fresh(number++));
      await agree(console, pages);
      await everywhere(pages, isLive);
    }
    await oneStream(console);
    const askedNow = console.requests.filter((request) => request.name === "signals.list").length;
    assert.equal(askedNow, asked, "what was missed came from the stream and the other tabs");
  });
});

test("when the leader crashes, another one goes on without gap or double", async () => {
  const console = shop(5);
  await inTabs(console, 3, async (pages) => {
    await everywhere(pages, isLive);
    const leader = await leaderOf(pages);
    console.raise(fresh(0));
    const session = await leader.context().newCDPSession(leader);
    session.send("Page.crash").catch(() => {});
    for (let number = 1; number < 6; number++) console.raise(fresh(number));
    await leader.waitForEvent("crash");
    pages.splice(pages.indexOf(leader), 1);
    for (let number = 6; number < 9; number++) console.raise(fresh(number));
    await agree(console, pages);
    await everywhere(pages, isLive);
    await oneStream(console);
  });
});

test("ten tabs and two hundred events: all are equal", async () => {
  const console = shop(5);
  await inTabs(console, 10, async (pages) => {
    await everywhere(pages, isLive);
    for (let number = 0; number < 200; number++) {
      console.raise(fresh(number));
      if (number % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
    }
    await agree(console, pages);
    const counts = await everywhere(pages, (page) => page.locator("#signals").getAttribute("aria-rowcount"));
    assert.equal(new Set(counts).size, 1, `${counts}`);
    await oneStream(console);
  });
});

test("a stream that breaks is taken up again for all", async () => {
  const console = shop(5);
  await inTabs(console, 3, async (pages) => {
    await everywhere(pages, isLive);
    console.streamRefused = true;
    console.cutStreams();
    await everywhere(pages, (page) => page.getByText("Reconnecting").waitFor());
    for (let number = 0; number < 4; number++) console.raise(fresh(number));
    console.streamRefused = false;
    await everywhere(pages, isLive);
    await agree(console, pages);
    await oneStream(console);
  });
});

test("a session that ends does so in every tab, and is back in every tab", async () => {
  const console = shop(5);
  await inTabs(console, 3, async (pages) => {
    await everywhere(pages, isLive);
    console.signedIn = false;
    console.cutStreams();
    await everywhere(pages, (page) => page.getByRole("alertdialog", { name: "Your session has ended" }).waitFor());
    console.signedIn = true;
    // Only the tab that is looked at notices by itself; the others hear of it.
    await everywhere(pages, isLive);
    console.raise(fresh(0));
    await agree(console, pages);
    await oneStream(console);
  });
});
