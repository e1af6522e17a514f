// A small shop to look at: signals, rules and a trace that look like the recorded ones.

const RULES = [
  ["slow-charge", "WARNING", "payment", "charge card", 'operationName == "charge card" && durationMillis > 400', "Card charges slower than 400 ms"],
  ["declined-card", "ERROR", "payment", "charge card", 'isError && #this["payment.decline_code"] != null', "The provider declined a card"],
  ["failed-login", "WARNING", "identity", "POST /login", '#this["http.status_code"] == 401', "A login that failed"],
  ["charge-over-500", "INFO", "payment", "charge card", '#this["payment.amount"] > 500', "Charges above 500 need a fraud check before them"],
  ["server-error", "ERROR", "checkout", "POST /checkout", '#this["http.status_code"] >= 500', "Any request answered with a 5xx"],
  ["stock-race", "CRITICAL", "inventory", "reserve stock", '#this["stock.left"] < 0', "More reserved than there is"],
];

const MESSAGES = {
  "slow-charge": (n) => `Charging took ${400 + ((n * 37) % 900)} ms`,
  "declined-card": (n) => `Card declined: ${["insufficient_funds", "expired_card", "do_not_honor"][n % 3]}`,
  "failed-login": () => "Login answered 401",
  "charge-over-500": (n) => `Charge of ${500 + ((n * 91) % 1500)}.00 EUR without a preceding fraud check`,
  "server-error": () => "POST /checkout answered 503 while the payment service was restarting",
  "stock-race": (n) => `Stock of item ${1000 + (n % 40)} fell to -${1 + (n % 3)}`,
};

const WORDS = ["brave", "calm", "eager", "gentle", "jolly", "keen", "lucky", "proud"];
const BEASTS = ["otter", "heron", "lynx", "badger", "finch", "marten"];
const STATUSES = ["OPEN", "OPEN", "OPEN", "INVESTIGATING", "OPEN", "RESOLVED", "OPEN", "FALSE_POSITIVE"];

const hex = (n, length) => ((n + 1) * 2654435761 * 40503).toString(16).padEnd(length, "7e3a91c4d0").slice(0, length);

/** The n-th signal, raised `ageMs` ago. */
export function signal(n, ageMs = n * 47_000, now = Date.now()) {
  const [ruleId, severity, service, spanName] = RULES[(n * 7 + (n >> 2)) % RULES.length];
  const raisedAt = new Date(now - ageMs).toISOString().replace("Z", "000Z");
  return {
    id: `0199f000-0000-7000-8000-${String(n).padStart(12, "0")}`,
    friendlyId: `${WORDS[n % 8]}-${BEASTS[n % 6]}-${10 + (n % 90)}`,
    severity,
    severityText: null,
    status: STATUSES[n % STATUSES.length],
    pending: null,
    ruleId,
    ruleVersion: "2",
    message: MESSAGES[ruleId](n),
    service,
    spanName,
    traceId: hex(n, 32),
    spanId: hex(n + 7, 16),
    raisedAt,
    updatedAt: raisedAt,
    revision: 1,
    owner: null,
    snooze: null,
    reason: null,
    decidedAt: null,
    tags: [],
    notes: 0,
    links: 0,
  };
}

export function rules(now = Date.now()) {
  const at = (days) => new Date(now - days * 86_400_000).toISOString();
  return RULES.map(([id, severity, , , expression, description], n) => {
    const version = (version, status, text, days) => ({
      id, version, expression: text, description, status, severity, createdAt: at(days), modifiedAt: at(days),
    });
    const versions = [version("2", n === 3 ? "INACTIVE" : "ACTIVE", expression, 3 + n)];
    if (n % 2 === 0) versions.push(version("1", "DELETED", expression.replace(/4|5/, "9"), 40 + n));
    return { id, versions, signals: 0, lastSignalAt: null };
  });
}

/** Spans of a checkout in which the span of `signal` is the matched one. */
export function trace(signal) {
  const start = Date.parse(signal.raisedAt);
  const span = (id, parentId, name, service, kind, offsetMs, ms, status = "UNSET", attributes = [], events = []) => ({
    id, parentId, name, service, kind, status,
    statusMessage: status === "ERROR" ? "upstream answered 503" : null,
    start: new Date(start + offsetMs).toISOString(),
    durationNs: Math.round(ms * 1e6),
    attributes,
    events,
  });
  return [
    span("a000000000000001", null, "POST /checkout", "frontend", "SERVER", 0, 812, "ERROR"),
    span("a000000000000002", "a000000000000001", "checkout", "checkout", "SERVER", 6, 798, "ERROR"),
    span("a000000000000003", "a000000000000002", "SELECT cart", "checkout", "CLIENT", 9, 4.2),
    span("a000000000000004", "a000000000000002", "reserve stock", "inventory", "SERVER", 18, 61),
    span("a000000000000005", "a000000000000004", "UPDATE stock", "inventory", "CLIENT", 22, 48),
    span(signal.spanId, "a000000000000002", signal.spanName, signal.service, "CLIENT", 90, 640, "ERROR", [
      { key: "payment.amount", value: 612.5 },
      { key: "payment.currency", value: "EUR" },
      { key: "http.status_code", value: 503 },
    ], [{ name: "retry", start: new Date(start + 300).toISOString(), attributes: [{ key: "attempt", value: 2 }] }]),
    span("a000000000000007", signal.spanId, "POST /v1/charges", "payment", "CLIENT", 101, 611, "ERROR"),
    span("a000000000000008", "a000000000000002", "publish order.failed", "checkout", "PRODUCER", 741, 7),
  ];
}
