// What people asked of their system: less motion, or its own colours.

/** Nothing but opacity and colours changes by itself, now or when it is touched. */
export function movements(page) {
  return page.evaluate(() => {
    const STILL = ["opacity", "color", "background-color", "border-color", "outline-color", "fill", "stroke", "box-shadow", "visibility", "display", "overlay", "none"];
    const isStill = (property) => STILL.includes(property) || property.endsWith("-color");
    const dashed = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const name = (one) => `${one.localName}.${[...one.classList].join(".")}`;
    const found = [];
    for (const animation of document.getAnimations()) {
      const { target } = animation.effect;
      const frames = animation.effect.getKeyframes().flatMap((frame) => Object.keys(frame));
      const moved = new Set(frames.filter((key) => !["offset", "easing", "composite", "computedOffset"].includes(key)).map(dashed));
      for (const property of moved) {
        if (animation.playState === "running" && !isStill(property)) found.push(`${name(target)} animates ${property}`);
      }
    }
    for (const one of document.querySelectorAll("body *")) {
      const { transitionProperty, transitionDuration } = getComputedStyle(one);
      const durations = transitionDuration.split(", ").map(parseFloat);
      transitionProperty.split(", ").forEach((property, n) => {
        if (durations[n % durations.length] > 0.01 && !isStill(property)) found.push(`${name(one)} would move: ${property}`);
      });
    }
    return [...new Set(found)];
  });
}

/** With the colours of the system, where backgrounds are gone: fields have a border, and what is chosen still looks chosen. */
export function lostInForcedColours(page) {
  return page.evaluate(() => {
    const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const hasEdge = (one) => {
      const style = getComputedStyle(one);
      const borders = ["Top", "Right", "Bottom", "Left"].some((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0);
      return borders || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
    };
    const found = [];
    const EDGED = "input:not([type=radio], [type=checkbox], [type=range], [type=hidden]), select, textarea, dialog[open], [popover]:popover-open, .button";
    for (const one of document.querySelectorAll(EDGED)) {
      // A bare field is drawn by the box around it.
      if (!shown(one) || hasEdge(one) || hasEdge(one.parentElement) || one.closest(".input-box")) continue;
      found.push(`no edge: ${one.localName}.${[...one.classList].join(".")}`);
    }
    const look = (one) => {
      const faces = [one, ...one.querySelectorAll("*"), ...(one.labels ?? [])].slice(0, 12);
      return [...faces, one.nextElementSibling].filter(Boolean).flatMap((face) => [null, "::before", "::after"].map((pseudo) => {
        const style = getComputedStyle(face, pseudo);
        return ["color", "backgroundColor", "borderTop", "borderBottom", "borderLeft", "outline", "textDecoration", "fontWeight", "content", "display", "opacity", "visibility"].map((key) => style[key]).join();
      })).join("\n");
    };
    for (const state of ["aria-selected", "aria-pressed", "aria-checked", "aria-current"]) {
      for (const chosen of document.querySelectorAll(`[${state}]:not([${state}=false])`)) {
        const group = chosen.parentElement?.parentElement ?? document;
        const same = `${chosen.localName}${[...chosen.classList].map((word) => `.${CSS.escape(word)}`).join("")}`;
        const other = [...group.querySelectorAll(same)].find((one) => !one.getAttribute(state) || one.getAttribute(state) === "false");
        if (!shown(chosen) || !other || document.activeElement === chosen) continue;
        if (look(chosen) === look(other)) found.push(`${state} cannot be seen: ${same} "${chosen.textContent.trim().slice(0, 30)}"`);
      }
    }
    return [...new Set(found)];
  });
}
