// Finds what opens over a page by trying every button of a section.

const OPEN = "dialog[open], [popover]:popover-open";

/** Presses each button that is shown, and tells the story whenever something has opened over the page. */
export async function eachOverlay(page, again, story) {
  const buttons = page.locator("#specimen button:enabled:not([aria-disabled=true]), #specimen [role=combobox]:enabled");
  const count = await buttons.count();
  /** Kinds of icon buttons that opened nothing, such as the many that remove one tag each. */
  const idle = new Set();
  for (let n = 0; n < count; n++) {
    const button = buttons.nth(n);
    if (!(await button.evaluate(canBePressed))) continue;
    const [name, kind] = await button.evaluate((one) => {
      const name = one.getAttribute("aria-label") ?? (one.textContent.trim() || one.id);
      return [name, one.hasAttribute("aria-label") && `${one.className} ${name.split(" ")[0]}`];
    });
    if (idle.has(kind)) continue;
    await button.click();
    if ((await overlays(page)) > 0) {
      await story(name);
      await page.keyboard.press("Escape");
    } else if (kind) idle.add(kind);
    // What did not close by Escape, took its button away or went elsewhere.
    if ((await overlays(page)) > 0 || (await buttons.count()) !== count) await again();
  }
}

/** It is drawn, and not kept for screen readers alone. */
function canBePressed(button) {
  if (!button.checkVisibility({ visibilityProperty: true })) return false;
  for (let one = button; one; one = one.parentElement) if (getComputedStyle(one).clipPath !== "none") return false;
  return true;
}

function overlays(page) {
  return page.evaluate(async (open) => {
    // What opens does so in the effect of a rendering that the press began.
    for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
    return document.querySelectorAll(open).length;
  }, OPEN);
}
