import { start } from "./engines/chromium.mjs";
import { runIn } from "./journeys/run.mjs";

await runIn(start, true);
