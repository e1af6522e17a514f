// Runs before the first paint: puts the chosen theme, contrast and density on <html>, and keeps them there when the
// system, another tab or the settings change. Stored as "fluo.theme", "fluo.density", "fluo.contrast";
// "fluo.brand" holds the tenant's accent.

// WebKitGTK under LANG=C reports the language "C", which every Intl constructor refuses.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en" });
  Object.defineProperty(navigator, "languages", { value: ["en"] });
}

const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const moreContrast = matchMedia("(prefers-contrast: more)");

function stored(key, allowed) {
  try {
    const value = localStorage.getItem(key);
    return allowed.includes(value) ? value : allowed[0];
  } catch {
    return allowed[0];
  }
}

function apply() {
  const theme = stored("fluo.theme", ["system", "light", "dark"]);
  const contrast = stored("fluo.contrast", ["system", "more"]);
  const root = document.documentElement.dataset;
  root.theme = theme === "system" ? (darkSystem.matches ? "dark" : "light") : theme;
  root.density = stored("fluo.density", ["default", "compact", "comfortable"]);
  root.contrast = contrast === "more" || moreContrast.matches ? "more" : "normal";
}

// The tenant's accent, as it was when this browser last saw it.
try {
  const [hue, chroma] = (localStorage.getItem("fluo.brand") ?? "").split(" ").map(Number);
  if (chroma >= 0) {
    document.documentElement.style.setProperty("--brand-h", hue);
    document.documentElement.style.setProperty("--brand-c", chroma);
  }
} catch {}

apply();
darkSystem.addEventListener("change", apply);
moreContrast.addEventListener("change", apply);
addEventListener("storage", apply);
addEventListener("fluo:appearance", apply);
