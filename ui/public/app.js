// Starts the wasm module, and fetches for it what it asks for later, by the names of ui/js and ui/style. WASM_URL is
// filled in by the build.
import "./stopped.js";
import init from "console-ui";

const urls = JSON.parse(document.getElementById("later").textContent);
const sheets = new Map();

/** A script of ui/js, as a module. */
globalThis.fluoModule = (name) => import(urls[name]);

/** A sheet of ui/style; settled when it is in force. */
globalThis.fluoSheet = (name) => {
  if (!sheets.has(name)) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: urls[name] });
    const loaded = new Promise((resolve, reject) => {
      link.onload = resolve;
      link.onerror = () => {
        link.remove();
        sheets.delete(name);
        reject(new Error(`could not load ${name}`));
      };
    });
    sheets.set(name, loaded);
    document.head.append(link);
  }
  return sheets.get(name);
};

let locale;
let words;
let formats = new Map();

/** A formatter of Intl, made once per language. */
function format(kind, options) {
  const key = kind + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl[kind](locale, options));
  return formats.get(key);
}

/** What the reader chose, or the first language of the browser that there are words for. */
function chosenLanguage() {
  let chosen;
  try {
    chosen = localStorage.getItem("fluo.language");
  } catch {}
  for (const tag of chosen && chosen !== "system" ? [chosen] : navigator.languages) {
    const known = [tag, tag.split("-")[0]].find((known) => known === "en" || urls[`words-${known}.json`]);
    if (known) return [tag, known];
  }
  return ["en", "en"];
}

/** Fetches the words of the chosen language; whether it is another one than before. English comes with the module. */
globalThis.fluoSpeak = async () => {
  let [tag, known] = chosenLanguage();
  if (tag === locale) return false;
  let patterns;
  try {
    if (known !== "en") patterns = await (await fetch(urls[`words-${known}.json`])).json();
  } catch {
    tag = "en";
  }
  [locale, words, formats] = [tag, patterns, new Map()];
  document.documentElement.lang = tag;
  return true;
};
globalThis.fluoWords = () => words;
globalThis.fluoIsForeign = () => !/^en\b/.test(locale) || format("NumberFormat", {}).format(1234567.8) !== "1,234,567.8";
globalThis.fluoPlural = (count, ordinal) =>
  format("PluralRules", { type: ordinal ? "ordinal" : "cardinal" }).select(count);
globalThis.fluoNumber = (value, decimals, unit) => {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  try {
    return format("NumberFormat", unit ? { ...digits, style: "unit", unit } : digits).format(value);
  } catch {
    return `${value} ${unit}`; // An engine that does not know microseconds yet.
  }
};
globalThis.fluoAge = (count, unit) =>
  format("RelativeTimeFormat", { style: "short", numeric: count ? "always" : "auto" }).format(-count, unit);
const PARTS = {
  day: { day: "numeric", month: "long", year: "numeric" },
  "day-short": { day: "numeric", month: "short" },
  month: { month: "long", year: "numeric" },
  weekday: { weekday: "long" },
  "weekday-short": { weekday: "short" },
};
globalThis.fluoDate = (millis, part) =>
  format("DateTimeFormat", { timeZone: "UTC", calendar: "gregory", ...PARTS[part] }).format(millis);
/** The languages there are words for, with their own names for themselves. */
globalThis.fluoLanguages = () => {
  const known = Object.keys(urls).map((name) => /^words-(.+)\.json$/.exec(name)?.[1]);
  return ["en", ...known.filter(Boolean)].map((tag) => [tag, new Intl.DisplayNames([tag], { type: "language" }).of(tag)]);
};
globalThis.fluoZones = () => Intl.supportedValuesOf("timeZone");

const offsets = new Map();
/** Minutes east of UTC in a named zone. Kept per quarter of an hour: no zone changes within one. */
globalThis.fluoOffset = (zone, millis) => {
  const at = Math.floor(millis / 900_000) * 900_000;
  const key = zone + at;
  if (!offsets.has(key)) {
    if (offsets.size > 5_000) offsets.clear();
    offsets.set(key, offset(zone, at));
  }
  return offsets.get(key);
};

function offset(timeZone, at) {
  const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  try {
    const wall = {};
    for (const { type, value } of format("DateTimeFormat", { timeZone, hourCycle: "h23", numberingSystem: "latn", calendar: "gregory", ...parts }).formatToParts(at)) {
      wall[type] = Number(value);
    }
    return Math.round((Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) - at) / 60_000);
  } catch {
    return NaN;
  }
}

await fluoSpeak();

init({ module_or_path: WASM_URL }).catch((error) => {
  console.error(error);
  const note = document.getElementById("boot-note");
  if (note) note.textContent = "The console could not start in this browser: " + error;
});
