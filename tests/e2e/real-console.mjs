// A real `fluo-console serve` on free ports and a folder of its own, and a browser signed in to it.

import { spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const UI = process.env.UI_DIST ?? path.join(ROOT, "dist/ui");
const PROGRAM = process.env.FLUO_CONSOLE ?? path.join(ROOT, "target/debug/fluo-console");

/** A port nobody listens on, below those that outgoing connections take: a killed server finds it free again. */
async function freePort() {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const server = net.createServer().listen(port, "127.0.0.1");
    const bound = await Promise.race([once(server, "listening").then(() => true), once(server, "error").then(() => false)]);
    if (!bound) continue;
    server.close();
    await once(server, "close");
    return port;
  }
}

export class RealConsole {
  /** Starts a server; `more` are further flags. */
  static async start(...more) {
    const data = await mkdtemp(path.join(os.tmpdir(), "fluo-console-"));
    const console = new RealConsole(data, await freePort(), await freePort(), more);
    await console.run();
    return console;
  }

  constructor(data, port, enginePort, more) {
    Object.assign(this, { data, more });
    this.url = `http://127.0.0.1:${port}`;
    this.engine = `http://127.0.0.1:${enginePort}`;
    this.addresses = ["--listen", `127.0.0.1:${port}`, "--engine-listen", `127.0.0.1:${enginePort}`];
  }

  async run() {
    const flags = ["serve", "--data", this.data, ...this.addresses, "--ui", UI, ...this.more];
    this.process = spawn(PROGRAM, flags, { stdio: ["ignore", "pipe", "pipe"] });
    this.log = "";
    this.process.stderr.on("data", (text) => (this.log += text));
    this.link = await new Promise((found, failed) => {
      let printed = "";
      this.process.stdout.on("data", (text) => {
        printed += text;
        const link = printed.match(/http\S+\/sign-in\?token=\S+/);
        if (link) found(link[0]);
      });
      this.process.once("exit", (code) => failed(new Error(`the server ended with ${code}:\n${this.log}`)));
    });
  }

  /** Ends the process as a power cut would. */
  async kill() {
    this.process.kill("SIGKILL");
    await once(this.process, "exit");
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGTERM");
      await once(this.process, "exit");
    }
    await rm(this.data, { recursive: true, force: true });
  }

  async addRule(rule) {
    const answer = await fetch(`${this.engine}/api/v1/rules`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(rule),
    });
    if (answer.status !== 201) throw new Error(`the rule was refused: ${answer.status} ${await answer.text()}`);
  }

  /** Sends one span as an SDK would, and answers its trace id once the engine has acknowledged it. */
  async span({ name = "payment.charge_card", service = "payments", ms = 800, attributes = {} } = {}) {
    const traceId = randomBytes(16).toString("hex");
    const start = BigInt(Date.now() - ms) * 1_000_000n;
    const keyValue = ([key, value]) => ({
      key,
      value: typeof value === "number" ? { doubleValue: value } : { stringValue: String(value) },
    });
    const span = {
      traceId,
      spanId: randomBytes(8).toString("hex"),
      name,
      kind: 2,
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(start + BigInt(ms) * 1_000_000n),
      attributes: Object.entries(attributes).map(keyValue),
      status: {},
    };
    const resource = { attributes: [keyValue(["service.name", service])] };
    const answer = await fetch(`${this.engine}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
    });
    if (answer.status !== 200) throw new Error(`the span was refused: ${answer.status} ${await answer.text()}`);
    return traceId;
  }

  /** Runs an operation with the token of this machine's operator. */
  async call(method, target, body) {
    const token = (await readFile(path.join(this.data, "run/token"), "utf8")).trim();
    const answer = await fetch(this.url + target, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
      body: body && JSON.stringify(body),
    });
    return answer.json();
  }
}

export const SLOW_CHARGE = {
  ruleId: "slow-charge",
  ognlCondition: 'operationName == "payment.charge_card" && durationMillis > 300',
  description: "A card charge took too long",
  severity: "ERROR",
};

export { launch } from "./browser.mjs";

/** A page signed in by the console's one-time link, with everything the browser complained about. */
export async function signedIn(browser, console, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(console.link);
  return { page, context, complaints };
}
