// WebKitGTK through its WebDriver, in a display of its own. It is the engine of the desktop program on Linux.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import net from "node:net";
import path from "node:path";

const LIBRARIES = "/usr/lib";

/** WebDriver's code points for keys that are no characters. */
const KEYS = {
  Backspace: "\uE003", Tab: "\uE004", Enter: "\uE007", Shift: "\uE008", Control: "\uE009", Alt: "\uE00A",
  Escape: "\uE00C", Space: " ", PageUp: "\uE00E", PageDown: "\uE00F", End: "\uE010", Home: "\uE011",
  ArrowLeft: "\uE012", ArrowUp: "\uE013", ArrowRight: "\uE014", ArrowDown: "\uE015", Delete: "\uE017",
};

/** MiniBrowser is no command on the path: distributions keep it beside the library, in a folder of the architecture. */
function miniBrowser() {
  const places = readdirSync(LIBRARIES).map((folder) => path.join(LIBRARIES, folder, "webkit2gtk-4.1/MiniBrowser"));
  const found = [process.env.MINI_BROWSER, ...places].find((place) => place && existsSync(place));
  if (!found) throw new Error("MiniBrowser is missing: install webkit2gtk-driver, or say where it is in MINI_BROWSER");
  return found;
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export async function start() {
  const port = await freePort();
  const flags = ["--auto-servernum", "--server-args=-screen 0 1280x900x24", "WebKitWebDriver", `--port=${port}`];
  // A group of its own: ending it ends the display too.
  const driver = spawn("xvfb-run", flags, { stdio: "ignore", detached: true });
  const end = () => {
    try {
      process.kill(-driver.pid, "SIGTERM");
    } catch {
      // It has ended already.
    }
  };
  process.once("exit", end);
  // A runner that gives up sends a signal, which alone would leave the display behind.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

  const address = `http://127.0.0.1:${port}`;
  const ask = async (method, target, body) => {
    const answer = await fetch(address + target, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${method} ${target}: ${value.error}: ${value.message}`);
    return value;
  };
  for (let patience = 400; ; patience--) {
    const ready = await ask("GET", "/status").then(({ ready }) => ready, () => false);
    if (ready) break;
    if (patience === 0 || driver.exitCode !== null) throw new Error("WebKitWebDriver does not start");
    await new Promise((later) => setTimeout(later, 50));
  }
  const { sessionId } = await ask("POST", "/session", {
    capabilities: {
      alwaysMatch: { "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] } },
    },
  });
  const session = (method, target, body) => ask(method, `/session/${sessionId}${target}`, body);
  const keys = (actions) => session("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  await session("POST", "/window/rect", { x: 0, y: 0, width: 1280, height: 860 });

  return {
    name: "WebKitGTK",
    open: (url) => session("POST", "/url", { url }),
    press(key) {
      const held = key.length > 1 ? key.split("+") : [key];
      const codes = held.map((name) => KEYS[name] ?? name);
      const down = codes.map((value) => ({ type: "keyDown", value }));
      const up = codes.toReversed().map((value) => ({ type: "keyUp", value }));
      return keys([...down, ...up]);
    },
    type: (text) => keys([...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }])),
    run: (inPage, ...args) => session("POST", "/execute/sync", { script: `return (${inPage})(...arguments)`, args }),
    picture: async () => Buffer.from(await session("GET", "/screenshot"), "base64"),
    async close() {
      // Its windows go with the display; asked to end, a session may take for ever.
      end();
      if (driver.exitCode === null && driver.signalCode === null) await once(driver, "exit");
    },
  };
}
