// Chromium through Playwright.

import { launch } from "../browser.mjs";

export async function start() {
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  return {
    name: "Chromium",
    open: (url) => page.goto(url),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    // By CDP as WebDriver does: a function and its arguments, past the policy of the page.
    run: (inPage, ...args) => page.evaluate(`(${inPage})(...${JSON.stringify(args)})`),
    picture: () => page.screenshot(),
    close: () => browser.close(),
  };
}
