import { start } from "./engines/webkit.mjs";
import { runIn } from "./journeys/run.mjs";
import { THOROUGH } from "./sweep/stage.mjs";

await runIn(start, THOROUGH);
