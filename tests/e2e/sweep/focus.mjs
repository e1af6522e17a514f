// Walks a page by Tab: what has the focus is seen, not under something that sticks, and marked (WCAG 2.4.7, 2.4.11).

const LONGEST_WALK = 150;

/** From the top of the page to its end, or from the top of a part of it to where the focus leaves that part. */
export async function walk(page, part = "body") {
  const found = [];
  await page.evaluate((part) => {
    scrollTo(0, 0);
    document.activeElement?.blur();
    window.walked = new Set();
    window.ground = document.querySelector(part);
    if (window.ground === document.body) return;
    // Where the next Tab goes on from.
    window.ground.tabIndex = -1;
    window.ground.focus({ preventScroll: true });
    window.ground.removeAttribute("tabindex");
  }, part);
  for (let step = 0; step < LONGEST_WALK; step++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(lookAtFocus);
    if (seen === null) return found;
    found.push(...seen);
  }
  return [...found, `no end after ${LONGEST_WALK} steps: ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 80))}`];
}

/** Complaints about what has the focus now; null at the end of the page. */
async function lookAtFocus() {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  if (!window.ground.contains(document.activeElement) || document.activeElement === document.body || window.walked.has(focused)) return null;
  window.walked.add(focused);
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  const finite = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(finite.map((one) => one.finished));

  const name = `${focused.localName} "${(focused.getAttribute("aria-label") ?? (focused.textContent.trim() || focused.id)).slice(0, 50)}"`;
  const found = [];
  // A field that is drawn by its label is seen where the label is.
  const isHidden = (one) => one.getBoundingClientRect().width <= 1 || getComputedStyle(one).opacity === "0";
  const shown = isHidden(focused) ? (focused.labels?.[0] ?? focused.parentElement) : focused;
  const { left, top, right, bottom } = shown.getBoundingClientRect();
  const [l, t, r, b] = [Math.max(left, 0), Math.max(top, 0), Math.min(right, innerWidth), Math.min(bottom, innerHeight)];
  if (r - l < Math.min(8, right - left) || b - t < Math.min(8, bottom - top)) {
    found.push(`focus leaves the screen: ${name} at ${Math.round(left)}, ${Math.round(top)}`);
  } else {
    const shares = [0.1, 0.3, 0.5, 0.7, 0.9];
    const points = shares.flatMap((x) => shares.map((y) => [l + (r - l) * x, t + (b - t) * y]));
    const hits = points.map(([x, y]) => shown.getRootNode().elementFromPoint(x, y));
    const isSeen = (hit) => hit && (shown.contains(hit) || hit.contains(shown) || hit.closest("label")?.control === focused);
    const covered = hits.filter((hit) => !isSeen(hit));
    if (covered.length > points.length / 2) {
      const cover = covered[0];
      found.push(`focus is covered: ${name} by ${cover?.localName}.${cover?.className}`);
    }
  }

  const marks = (one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  };
  const described = focused.getAttribute("aria-activedescendant");
  const around = [focused, shown, focused.parentElement, focused.closest(".input-box, .cm-editor"), focused.nextElementSibling];
  if (described) around.push(document.getElementById(described));
  const isMarked = () => around.some((one) => one && marks(one));
  // An editor says that it has the focus some frames later.
  for (let n = 0; n < 10 && !isMarked(); n++) await frame();
  if (!isMarked()) found.push(`focus is not marked: ${name}`);
  return found;
}
