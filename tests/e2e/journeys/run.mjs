// Tells every journey in an engine, on a console that each finds fresh.

import { after, test } from "node:test";

import { Screen } from "../engines/screen.mjs";
import { shop } from "../shop.mjs";
import { JOURNEYS as PAGES } from "./pages.mjs";
import { JOURNEYS as SIGNALS } from "./signals.mjs";
import { widgetJourneys } from "./widgets.mjs";

async function sections(screen) {
  const asking = await shop(0, { dist: "gallery" }).start();
  try {
    return await widgetJourneys(screen, asking.url);
  } finally {
    await asking.stop();
  }
}

/** How many journeys one browser is taken on. */
const PER_BROWSER = 20;

/** Tells the stories of pages, of signals, and `ofWidgets` of every section of the gallery. */
export async function runIn(start, ofWidgets) {
  let engine = await start();
  after(() => engine.close());
  const screen = new Screen(engine);
  const widgets = ofWidgets ? await sections(screen) : [];
  let journeys = 0;
  for (const { name, go } of [...SIGNALS, ...PAGES, ...widgets]) {
    test(`${engine.name}: ${name}`, async () => {
      // WebKit's process of pages gives up after a hundred of them, each with a module of its own.
      if (++journeys % PER_BROWSER === 0) {
        await engine.close();
        screen.engine = engine = await start();
      }
      const console = await shop(60, { dist: "gallery" }).start();
      try {
        await go(screen, { origin: console.url, console });
      } finally {
        await console.stop();
      }
    });
  }
}
