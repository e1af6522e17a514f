// A console server as state: serves the built UI with its headers, answers the API from plain arrays, and keeps the
// event stream. Tests change the state while a page is open; what is hard to reach for real (slow, failing, empty,
// signed out) is a field here.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { extname, join, normalize } from "node:path";

import { columnsOf } from "./traces.mjs";
import { FakeAccount } from "./fake-account.mjs";
import { groupRoutes } from "./fake-groups.mjs";
import { FakeIdentity } from "./fake-identity.mjs";
import { FakeTenants } from "./fake-tenants.mjs";
import { MOVES, triageRoutes, triageState } from "./fake-triage.mjs";

/** Where `cargo xtask ui` puts a build: `ui`, or `gallery` with the gallery in it. `UI_DIST` takes the place of both. */
const built = (name) => process.env.UI_DIST ?? fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

export const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; " +
  "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

const PERMISSIONS = ["signals:read", "signals:triage", "rules:read", "traces:read", "fluo:read", "links:create", "members:read"];

export class FakeConsole {
  constructor({ dist = "ui" } = {}) {
    this.dist = built(dist);
    this.signals = [];
    this.rules = [];
    /** By id: rows of spans, or the columns of a trace. */
    this.traces = new Map();
    this.permissions = [...PERMISSIONS];
    /** People of the tenant besides the reader. */
    this.members = [{ id: "ana", name: "Ana Lopez" }, { id: "ben", name: "Ben Okoro" }];
    this.triage = triageState();
    this.signedIn = true;
    this.user = { id: "local", name: "Local operator" };
    this.identity = new FakeIdentity(this);
    this.account = new FakeAccount(this);
    this.tenants = new FakeTenants(this);
    this.freshness = { reach: "LIVE", behindMs: 400 };
    this.health = {};
    /** Operation name → how it answers: `hang` | `{ code, message, status }`. */
    this.faults = new Map();
    /** Operation name → milliseconds before it answers. */
    this.delays = new Map();
    this.streamRefused = false;
    this.requests = [];
    this.events = [];
    this.oldestKept = 1;
    this.streams = new Set();
    this.sockets = new Set();
    this.requestNumber = 0;
  }

  async start(port = 0) {
    this.server = createServer((request, response) => this.#handle(request, response));
    this.server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
    await new Promise((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    this.heart = setInterval(() => this.#beat(), 10_000);
    return this;
  }

  async stop() {
    clearInterval(this.heart);
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Adds a signal and tells the stream. */
  raise(signal) {
    this.signals.push(signal);
    this.publish("signal.created", signal.id, signal);
  }

  /** Changes a signal and tells the stream. */
  patch(id, patch) {
    const signal = this.signals.find((candidate) => candidate.id === id);
    Object.assign(signal, patch, { revision: signal.revision + 1, updatedAt: new Date().toISOString() });
    this.publish("signal.updated", id, { ...patch, revision: signal.revision, updatedAt: signal.updatedAt });
    return signal;
  }

  setFreshness(freshness) {
    this.freshness = freshness;
    this.publish("fluo.changed", "", this.#fresh());
  }

  /** Forgets the events so far: who resumes from before gets a reset. */
  forgetEvents() {
    this.oldestKept = this.events.length + 1;
  }

  cutStreams() {
    for (const stream of this.streams) stream.destroy();
  }

  #fresh() {
    const { reach, behindMs = 0, asOf } = this.freshness;
    return { reach, behindMs, asOf: asOf ?? new Date(Date.now() - behindMs).toISOString() };
  }

  /** Tells the stream. */
  publish(type, id, patch) {
    const event = { type, id, patch, ts: Date.now(), seq: this.events.length + 1 };
    this.events.push(event);
    for (const stream of this.streams) stream.write(frame(event));
  }

  #beat() {
    const event = { type: "heartbeat", id: "", patch: this.#fresh(), ts: Date.now(), seq: 0 };
    for (const stream of this.streams) stream.write(frame(event));
  }

  async #handle(request, response) {
    const url = new URL(request.url, this.url);
    if (url.pathname === "/api/v1/stream/events") return this.#stream(request, response);
    if (url.pathname.startsWith("/api/v1/")) return this.#api(request, response, url);
    if (await this.identity.visit(request, response, url)) return undefined;
    return this.#file(url, response);
  }

  async #file(url, response) {
    const path = normalize(join(this.dist, url.pathname));
    const wanted = path.startsWith(join(this.dist, "assets")) || extname(path) ? path : join(this.dist, "index.html");
    try {
      const body = await readFile(wanted);
      const immutable = wanted.startsWith(join(this.dist, "assets"));
      response.writeHead(200, {
        "content-type": TYPES[extname(wanted)] ?? "application/octet-stream",
        "content-security-policy": CSP,
        "cache-control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }

  #stream(request, response) {
    if (!this.signedIn) return response.writeHead(401).end();
    if (this.streamRefused) return response.writeHead(503).end();
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    response.write(": hello\n\n");
    const last = Number(request.headers["last-event-id"] ?? this.events.length);
    if (last + 1 < this.oldestKept) {
      response.write(frame({ type: "reset", id: "", patch: null, ts: Date.now(), seq: this.events.length }));
    } else {
      for (const event of this.events.slice(last)) response.write(frame(event));
    }
    this.streams.add(response);
    response.on("close", () => this.streams.delete(response));
  }

  async #api(request, response, url) {
    let body = "";
    for await (const chunk of request) body += chunk;
    const [name, params, answer] = this.#route(request.method, url);
    this.requests.push({ name, method: request.method, url: url.pathname + url.search, headers: request.headers, body });
    const requestId = `req-${++this.requestNumber}`;
    const send = (status, envelope) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ data: null, error: null, ...envelope, meta: { requestId, ...envelope.meta } }));
    };
    const refuse = (status, code, message) => send(status, { error: { code, message } });
    if (this.delays.has(name)) await new Promise((resolve) => setTimeout(resolve, this.delays.get(name)));
    if (!this.signedIn) return refuse(401, "unauthenticated", "Sign in first.");
    const fault = this.faults.get(name);
    if (fault === "hang") return undefined;
    if (fault) return refuse(fault.status, fault.code, fault.message);
    if (!answer) return refuse(404, "not_found", "there is no such operation");
    const state = request.method !== "GET" && request.headers["x-fluo-console"] !== "1";
    if (state) return refuse(403, "cross_site", "the request did not come from the console");
    return answer(params, url.searchParams, body ? JSON.parse(body) : {}, send, refuse);
  }

  #route(method, url) {
    const path = url.pathname.slice("/api/v1".length);
    const routes = [
      ["signals.list", "GET", /^\/signals$/, this.#listSignals],
      ["signals.count", "GET", /^\/signals\/count$/, this.#countSignals],
      ...groupRoutes(this, (query) => this.#matching(query), () => this.#fresh()),
      ["signals.get", "GET", /^\/signals\/([^/]+)$/, this.#getSignal],
      ["rules.stacks", "GET", /^\/rules\/stacks$/, this.#listRules],
      ["traces.columns", "GET", /^\/traces\/([^/]+)\/columns$/, this.#getTraceColumns],
      ["fluo.health", "GET", /^\/fluo\/health$/, this.#getHealth],
      ["session.me", "GET", /^\/session\/me$/, this.#getMe],
      ...this.identity.routes,
      ...this.account.routes,
      ...this.tenants.routes,
      ...triageRoutes(this, (query) => this.#matching(query)),
    ];
    for (const [name, wanted, pattern, answer] of routes) {
      const match = wanted === method && pattern.exec(path);
      if (match) return [name, match.slice(1).map(decodeURIComponent), answer.bind(this)];
    }
    return ["unknown", [], null];
  }

  /** The signals a query asks for; `without` is a key whose conditions are left out, as facets count. */
  #matching(query, without) {
    const reads = parseQuery(query.get("q") ?? "");
    const conditions = reads.filter(({ key }) => key !== without);
    return this.signals.filter((signal) => conditions.every(({ negated, holds }) => holds(signal) !== negated));
  }

  #listSignals(_params, query, _body, send) {
    const sort = query.get("sort") ?? "-time";
    const key = sortKey(sort.replace("-", ""));
    const falls = sort.startsWith("-");
    const rows = this.#matching(query).sort((a, b) => (key(a) < key(b) === falls ? 1 : -1));
    const isBehind = (row) => (falls ? key(row) < query.get("cursor") : key(row) > query.get("cursor"));
    const anchor = query.has("cursor") ? rows.findIndex(isBehind) : 0;
    const start = anchor < 0 ? anchor : anchor + Number(query.get("skip") ?? 0);
    const limit = Number(query.get("limit") ?? 50);
    const page = start < 0 ? [] : rows.slice(start, start + limit);
    const more = start >= 0 && start + limit < rows.length;
    send(200, { data: page, meta: { cursor: more ? key(page.at(-1)) : undefined, freshness: this.#fresh() } });
  }

  #countSignals(_params, query, _body, send) {
    const facet = (key, field) => {
      const counts = new Map();
      for (const signal of this.#matching(query, key)) counts.set(signal[field], (counts.get(signal[field]) ?? 0) + 1);
      return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
    };
    const data = {
      total: this.#matching(query).length,
      severity: facet("severity", "severity"),
      status: facet("status", "status"),
      service: facet("service", "service"),
      rule: facet("rule", "ruleId"),
    };
    send(200, { data, meta: { freshness: this.#fresh() } });
  }

  #getSignal([id], _query, _body, send, refuse) {
    const signal = this.signals.find((candidate) => candidate.id === id);
    if (!signal) return refuse(404, "not_found", "there is no such signal");
    return send(200, { data: signal, meta: { freshness: this.#fresh() } });
  }

  #listRules(_params, query, _body, send) {
    const text = query.get("text")?.toLowerCase() ?? "";
    const says = ({ id, versions }) => [id, ...versions.flatMap((rule) => [rule.description, rule.expression])].join("\n");
    const data = this.rules.filter((stack) => says(stack).toLowerCase().includes(text)).map((stack) => ({
      ...stack,
      signals: this.signals.filter((signal) => signal.ruleId === stack.id).length,
      lastSignalAt: this.signals.filter((signal) => signal.ruleId === stack.id).map((s) => s.raisedAt).sort().at(-1) ?? null,
    }));
    send(200, { data, meta: { freshness: this.#fresh() } });
  }

  #getTraceColumns([id], _query, _body, send, refuse) {
    const spans = this.traces.get(id);
    if (!spans) return refuse(404, "not_found", "the engine keeps spans for 24 hours and up to 256 MiB, and has none of this trace");
    return send(200, { data: Array.isArray(spans) ? columnsOf(id, spans) : spans });
  }

  #getHealth(_params, _query, _body, send) {
    send(200, {
      data: {
        url: "http://127.0.0.1:4318",
        embedded: true,
        dialect: "fluo-v1",
        capabilities: ["JSON_SIGNALS", "LIVE_FEED", "RULE_VERSIONS", "SIGNAL_STATUS", "TRACES"],
        freshness: this.#fresh(),
        problem: null,
        lastContact: this.freshness.asOf ?? new Date().toISOString(),
        checks: [{ name: "engine", up: true }, { name: "span store", up: true }],
        pending: 0,
        mirroredSignals: this.signals.length,
        mirroredRules: this.rules.length,
        ...this.health,
      },
      meta: { freshness: this.#fresh() },
    });
  }

  #getMe(_params, _query, _body, send) {
    send(200, { data: this.me() });
  }

  me() {
    const { user, permissions } = this;
    const tenant = this.tenants.current();
    return { user, tenant, role: this.role ?? null, permissions, platformAdmin: this.platformAdmin ?? false, secondFactorRequired: this.secondFactorRequired ?? false };
  }
}

const WORST_FIRST = ["CRITICAL", "ERROR", "WARNING", "INFO"];

/** What rows are sorted by, as text that compares the same; the worst severity is the most. */
function sortKey(name) {
  const first = {
    time: (signal) => signal.raisedAt,
    severity: (signal) => WORST_FIRST.length - WORST_FIRST.indexOf(signal.severity),
    service: (signal) => signal.service,
    rule: (signal) => signal.ruleId,
    status: (signal) => Object.keys(MOVES).indexOf(signal.status),
    updated: (signal) => signal.updatedAt,
  }[name];
  return (signal) => `${first(signal)} ${signal.raisedAt} ${signal.id}`;
}

/** The conditions of a query, as far as the tests write them: words, `key:a,b`, `!` or `-`, quotes. */
function parseQuery(text) {
  const tokens = text.match(/[!-]?(?:[a-z]+:)?(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g) ?? [];
  return tokens.map((token) => {
    const negated = /^[!-]/.test(token);
    const [, key, rest] = /^([a-z]+):(.*)$/.exec(token.replace(/^[!-]/, "")) ?? [null, "", token.replace(/^[!-]/, "")];
    const values = rest.match(/"(?:[^"\\]|\\.)*"|[^,]+/g)?.map((value) => value.replace(/^"|"$/g, "")) ?? [];
    return { key, negated, holds: (signal) => values.some((value) => hasValue(signal, key, value)) };
  });
}

function hasValue(signal, key, value) {
  const wanted = value.toLowerCase();
  const is = (text) => (text ?? "").toLowerCase() === wanted;
  switch (key) {
    case "severity":
      if (wanted.startsWith(">=")) return WORST_FIRST.indexOf(signal.severity) <= WORST_FIRST.indexOf(wanted.slice(2).toUpperCase());
      return is(signal.severity);
    case "status": return is(signal.status);
    case "service": return is(signal.service);
    case "rule": return is(signal.ruleId);
    case "span": return is(signal.spanName);
    case "trace": return is(signal.traceId);
    case "id": return is(signal.id) || is(signal.friendlyId);
    case "tag": return signal.tags.includes(wanted);
    case "snoozed": return Boolean(signal.snooze) === (wanted === "yes");
    case "assigned":
      if (wanted === "none" || wanted === "any") return Boolean(signal.owner) === (wanted === "any");
      return signal.owner?.id === (wanted === "me" ? "local" : value);
    case "from": return signal.raisedAt >= value;
    case "to": return signal.raisedAt < value;
    case "":
      return [signal.message, signal.service, signal.spanName, signal.ruleId, signal.traceId, signal.id, signal.friendlyId ?? ""]
        .some((text) => text.toLowerCase().includes(wanted));
    default: throw new Error(`the fake console does not know ${key}:`);
  }
}

function frame(event) {
  return `${event.seq ? `id: ${event.seq}\n` : ""}data: ${JSON.stringify(event)}\n\n`;
}
