// A few pages that are used over and over, so that a sweep over every view costs one page load each. Pages wait their
// turn; the stories of different views run side by side.

import assert from "node:assert/strict";

import { launch } from "../browser.mjs";
import { NOW, setTheScene } from "./views.mjs";

/** As many as there are cores where the tests run for everyone. */
export const PAGES = 2;

/** Whether there is time for everything (`make sweep`). */
export const THOROUGH = process.env.THOROUGH === "1";

const STREAM = "/api/v1/stream/";

export class Stage {
  /** Opens the browser and finds the views. `VIEW=name` in the environment leaves only those whose name contains it. */
  static async open(options = {}) {
    const stage = new Stage();
    stage.browser = await launch();
    stage.context = { locale: "en-GB", timezoneId: "UTC", viewport: { width: 1280, height: 800 }, ...options };
    const { views, strike } = await setTheScene(() => stage.browser.newPage());
    stage.strike = strike;
    stage.views = views.filter((view) => view.name.includes(process.env.VIEW ?? ""));
    stage.idle = [];
    stage.waiting = [];
    for (let n = 0; n < PAGES; n++) stage.idle.push(await stage.#page());
    return stage;
  }

  async close() {
    await this.browser.close();
    await this.strike();
  }

  /** Runs a story on a view that has come to rest, on the next page that is free. */
  async show(view, story) {
    const actor = this.idle.pop() ?? (await new Promise((free) => this.waiting.push(free)));
    try {
      await actor.enter(view);
      await story(actor.page, () => actor.enter(view));
      const complaints = actor.complaints.filter((text) => !(view.fails && text.startsWith("Failed to load resource")));
      assert.deepEqual(complaints, []);
    } finally {
      const next = this.waiting.shift();
      if (next) next(actor);
      else this.idle.push(actor);
    }
  }

  async #page() {
    const context = await this.browser.newContext(this.context);
    const page = await context.newPage();
    await page.clock.setFixedTime(NOW);
    return new Actor(page);
  }
}

class Actor {
  constructor(page) {
    this.page = page;
    this.complaints = [];
    this.pending = new Set();
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
    page.on("request", (request) => request.url().includes(STREAM) || this.pending.add(request));
    for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => this.pending.delete(request));
  }

  /** Loads the view anew in the plainest appearance, and waits until nothing is under way. */
  async enter(view) {
    const { page } = this;
    // Leaving first: what the page before had under way is not a complaint about this one.
    await page.goto("about:blank");
    this.complaints.length = 0;
    this.pending.clear();
    await dress(page, {});
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(view.url);
    if (view.section) await page.locator(view.specimen).waitFor();
    else await page.locator("main").getByText(view.words).filter({ visible: true }).first().waitFor();
    for (;;) {
      await atRest(page);
      if (this.pending.size === 0) return;
    }
  }
}

/** What the system asks for: theme, contrast, motion, its own colours. Settings that are not named go back to none. */
export async function dress(page, { theme = "light", contrast = "no-preference", motion = "no-preference", colours = "none" }) {
  await page.emulateMedia({ colorScheme: theme, contrast, reducedMotion: motion, forcedColors: colours });
  await atRest(page);
}

/** Fonts are there, all that moves for a while has moved, and two frames went by. */
export function atRest(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await document.fonts.ready;
    await frame();
    const finite = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(finite.map((one) => one.finished));
    await frame();
    await frame();
  });
}
