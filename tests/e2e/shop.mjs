// A console with a small shop's signals, the rules that raised them and the traces they were found in.

import { FakeConsole } from "./fake-console.mjs";
import * as scenery from "./scenery.mjs";

export function shop(count = 60, { now = Date.now(), dist = "ui" } = {}) {
  const console = new FakeConsole({ dist });
  for (let n = count - 1; n >= 0; n--) console.signals.push(scenery.signal(n, n * 47_000, now));
  console.rules = scenery.rules(now);
  for (const signal of console.signals) console.traces.set(signal.traceId, scenery.trace(signal));
  return console;
}
