// What a layout must hold, looked at inside the page. Each function answers complaints in words.

/** Nothing scrolls sideways but rows of tabs, and regions that say so and can be reached by keyboard (WCAG 1.4.10, 2.1.1). */
export function sideways(page) {
  return page.evaluate(() => {
    const name = (one) => `${one.localName}${one.id && `#${one.id}`}${[...one.classList].map((word) => `.${word}`).join("")}`;
    const found = [];
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) {
      const out = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5);
      const innermost = out.filter((one) => !out.some((other) => one !== other && one.contains(other))).slice(0, 3);
      found.push(`the page scrolls ${over} px sideways; sticks out: ${innermost.map(name).join(", ")}`);
    }
    for (const one of document.body.querySelectorAll(":not(input, textarea, select)")) {
      const wide = one.scrollWidth - one.clientWidth;
      if (wide <= 1 || !["auto", "scroll"].includes(getComputedStyle(one).overflowX) || !one.checkVisibility()) continue;
      const region = one.closest("[tabindex][aria-label], [tabindex][aria-labelledby], [contenteditable=true], [role=tablist]") ?? one.querySelector("[contenteditable=true]");
      if (!region || one.localName === "main") found.push(`${name(one)} scrolls ${wide} px sideways and is no labelled region with tabindex`);
    }
    return found;
  });
}

/** What is pressed is at least 24 by 24 px, but for links in running text (WCAG 2.5.8, without its leave for spacing). */
export function smallTargets(page) {
  return page.evaluate(() => {
    const TARGETS =
      "a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary, " +
      "[role=button], [role=tab], [role=option], [role=menuitem], [role=menuitemradio], [role=menuitemcheckbox], [role=slider], [role=separator][tabindex]";
    const found = [];
    for (const target of document.querySelectorAll(TARGETS)) {
      if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (target.closest("[aria-disabled=true], [inert]")) continue;
      const inText =
        target.localName === "a" &&
        getComputedStyle(target).display === "inline" &&
        [...target.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
      if (inText) continue;
      // A label is part of its field's target.
      const boxes = [target, ...(target.labels ?? [])].map((one) => one.getBoundingClientRect());
      if (boxes.some(({ width, height }) => width >= 23.5 && height >= 23.5)) continue;
      // Kept out of sight until it has the focus.
      if (boxes[0].width <= 1 || boxes[0].height <= 1) continue;
      // Smaller to the eye than to the finger: what matters is what answers around its middle.
      target.scrollIntoView({ block: "center", inline: "center" });
      const { left, top, width, height } = target.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      if (x < 0 || y < 0) continue;
      const around = [[-11.5, 0], [11.5, 0], [0, -11.5], [0, 11.5]].map(([dx, dy]) => document.elementFromPoint(x + dx, y + dy));
      const own = [target, ...(target.labels ?? [])];
      if (around.every((hit) => own.some((one) => one.contains(hit)))) continue;
      const name = target.getAttribute("aria-label") ?? (target.textContent.trim() || target.outerHTML);
      found.push(`target of ${Math.round(width)} x ${Math.round(height)} px: ${target.localName} "${name.slice(0, 60)}"`);
    }
    scrollTo(0, 0);
    return found;
  });
}

/** No text is cut off that is not meant to end in an ellipsis. */
export function cutText(page) {
  return page.evaluate(() => {
    const found = [];
    for (const one of document.body.querySelectorAll("*")) {
      const ownText = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
      if (!ownText || one.closest("svg") || !one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const style = getComputedStyle(one);
      const hides = (overflow) => overflow === "hidden" || overflow === "clip";
      const [wide, high] = [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight];
      // Kept for screen readers alone.
      if (one.clientWidth <= 1 || one.clientHeight <= 1 || style.clipPath !== "none") continue;
      const text = one.textContent.trim().slice(0, 40);
      const isClamped = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
      if (hides(style.overflowY) && high > 3 && !isClamped) found.push(`${high} px of "${text}" are cut off below`);
      if (hides(style.overflowX) && wide > 1 && !isClamped) found.push(`${wide} px of "${text}" are cut off at the side`);
      // A single line taller than the box of fixed height that its neighbours follow on.
      const row = one.closest("[role=row], button, .button, [role=option], [role=menuitem], [role=tab]");
      if (row && row !== one && one.getBoundingClientRect().height > row.getBoundingClientRect().height + 1) {
        found.push(`"${text}" is taller than the ${row.getAttribute("role") ?? row.localName} it is in`);
      }
    }
    return [...new Set(found)];
  });
}

/** With text at twice its size (WCAG 1.4.4). */
export async function atTwiceTheText(page, story) {
  const resize = (size) =>
    page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
      dispatchEvent(new Event("resize"));
    }, size);
  await resize("200%");
  await story();
  await resize("");
}
