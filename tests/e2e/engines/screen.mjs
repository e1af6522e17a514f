// What a journey sees and does, whatever the engine. An engine brings five things: `open`, `press`, `type`, `run` (a
// function inside the page) and `close`; everything else is said with them.

import assert from "node:assert/strict";

const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 25;

export class Screen {
  constructor(engine) {
    this.engine = engine;
  }

  open = (url) => this.engine.open(url);
  /** A key as in `KeyboardEvent.key`, with `Control+` or `Shift+` before it; several are pressed one after the other. */
  async press(...keys) {
    for (const key of keys) await this.engine.press(key);
  }
  type = (text) => this.engine.type(text);
  run = (inPage, ...args) => this.engine.run(inPage, ...args);
  picture = () => this.engine.picture();

  text = (css) => this.run((css) => document.querySelector(css)?.innerText ?? null, css);
  attribute = (css, name) => this.run((css, name) => document.querySelector(css)?.getAttribute(name) ?? null, css, name);
  count = (css) => this.run((css) => document.querySelectorAll(css).length, css);
  path = () => this.run(() => location.pathname + location.search);

  /** What has the focus: its element name, id, role and the words it goes by. */
  focus() {
    return this.run(() => {
      const one = document.activeElement;
      const words = one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText ?? "";
      return { tag: one.localName, id: one.id, role: one.getAttribute("role"), words: words.trim().slice(0, 200) };
    });
  }

  /** The row that the keyboard is on, in its grid. */
  currentRow = () =>
    this.run(() => {
      const id = document.querySelector("[role=grid]")?.getAttribute("aria-activedescendant");
      const row = id && document.getElementById(id);
      return row ? Number(row.getAttribute("aria-rowindex")) : null;
    });

  /** Waits until this function is true inside the page. */
  async until(what, inPage, ...args) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.run(inPage, ...args);
      if (answer) return answer;
      assert.ok(Date.now() < deadline, `waited in vain until ${what}`);
      await new Promise((later) => setTimeout(later, LOOK_EVERY_MS));
    }
  }

  untilShown = (css) =>
    this.until(`${css} is shown`, (css) => [...document.querySelectorAll(css)].some((one) => one.checkVisibility()), css);
  untilGone = (css) =>
    this.until(`${css} is gone`, (css) => ![...document.querySelectorAll(css)].some((one) => one.checkVisibility()), css);
  untilText = (css, text) =>
    this.until(`${css} says ${text}`, (css, text) => [...document.querySelectorAll(css)].some((one) => one.innerText?.includes(text)), css, text);
  untilFocus = (css) => this.until(`${css} has the focus`, (css) => document.activeElement.matches(css), css);

  /** Presses Tab until what has the focus matches; the way of everybody who has no mouse. */
  async tabTo(css, key = "Tab") {
    for (let step = 0; step < 80; step++) {
      if (await this.run((css) => document.activeElement.matches(css), css)) return;
      await this.press(key);
    }
    assert.fail(`Tab never came to ${css}; last at ${JSON.stringify(await this.focus())}`);
  }

  async tabToWords(words) {
    for (let step = 0; step < 80; step++) {
      await this.press("Tab");
      if ((await this.focus()).words === words) return;
    }
    assert.fail(`Tab never came to "${words}"`);
  }
}
