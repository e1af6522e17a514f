// How much memory a server holds that has nothing to do: console, embedded FLUO, one open page's stream.

import { readFile } from "node:fs/promises";

import { RealConsole } from "../real-console.mjs";

const PROMISED_MIB = 60;
const SETTLE_MS = 10_000;

const server = await RealConsole.start("--log", "error");
try {
  const stream = await fetch(`${server.url}/api/v1/stream/events`, {
    headers: { authorization: `Bearer ${(await readFile(`${server.data}/run/token`, "utf8")).trim()}` },
  });
  await new Promise((settled) => setTimeout(settled, SETTLE_MS));
  const status = await readFile(`/proc/${server.process.pid}/status`, "utf8");
  const mib = (name) => (Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024).toFixed(1);
  console.log(`idle server: ${mib("VmRSS")} MiB resident, ${mib("VmHWM")} MiB at most (promised: ${PROMISED_MIB} MiB)`);
  process.exitCode = Number(mib("VmRSS")) <= PROMISED_MIB ? 0 : 1;
  await stream.body.cancel();
} finally {
  await server.stop();
}
