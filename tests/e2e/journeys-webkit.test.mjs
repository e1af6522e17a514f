import { start } from "./engines/webkit.mjs";
import { runIn } from "./journeys/run.mjs";

await runIn(start);
