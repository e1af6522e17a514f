// Signals taken together, as the fake console answers it: groups, what a group shares, and the start page.

const BUCKETS = 24;
const HOUR = 3_600_000;
const SEVERITIES = ["CRITICAL", "ERROR", "WARNING", "INFO"];
const STATUSES = ["OPEN", "INVESTIGATING", "RESOLVED", "FALSE_POSITIVE"];

const quoted = (text) => (/^[^\s"*(),<>]+$/.test(text) ? text : JSON.stringify(text));
const facets = (values, members, field) =>
  values
    .map((value) => ({ value, count: members.filter((signal) => signal[field] === value).length }))
    .filter(({ count }) => count > 0);

/**
 * Routes in the shape of `FakeConsole`; `matching` answers a query. `console.storms` are the rules that storm;
 * `console.now` is the time where it stands still.
 */
export function groupRoutes(console, matching, fresh) {
  const clock = () => console.now ?? Date.now();
  const meta = () => ({ freshness: fresh() });

  function groupsOf(query) {
    const members = new Map();
    for (const signal of matching(query)) {
      const key = JSON.stringify([signal.ruleId, signal.service, signal.spanName]);
      members.set(key, [...(members.get(key) ?? []), signal]);
    }
    const times = [...members.values()].flat().map((signal) => Date.parse(signal.raisedAt));
    const [from, to] = times.length ? [Math.min(...times), Math.max(...times)] : [clock(), clock()];
    const groups = [...members].map(([key, signals]) => {
      const [ruleId, service, spanName] = JSON.parse(key);
      const sorted = signals.toSorted((a, b) => (a.raisedAt < b.raisedAt ? -1 : 1));
      const buckets = Array(BUCKETS).fill(0);
      for (const signal of signals) {
        buckets[Math.floor(((Date.parse(signal.raisedAt) - from) / (to - from + 1)) * BUCKETS)] += 1;
      }
      return {
        ruleId, service, spanName, buckets,
        q: `rule:${quoted(ruleId)} service:${quoted(service)} span:${quoted(spanName)}`,
        count: signals.length,
        firstSeen: sorted[0].raisedAt,
        lastSeen: sorted.at(-1).raisedAt,
        severity: facets(SEVERITIES, signals, "severity"),
        status: facets(STATUSES, signals, "status"),
        newest: sorted.at(-1).id,
        stormingSince: (console.storms ?? []).includes(ruleId) ? sorted[0].raisedAt : null,
      };
    });
    return { groups, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  }

  function listGroups(_params, query, _body, send) {
    const { groups, from, to } = groupsOf(query);
    const key = query.get("sort") === "lastSeen" ? "lastSeen" : "count";
    groups.sort((a, b) => (a[key] < b[key] ? 1 : -1));
    const signals = groups.reduce((sum, group) => sum + group.count, 0);
    const data = { groups: groups.slice(0, Number(query.get("limit") ?? 50)), total: groups.length, signals, from, to, storms: [] };
    send(200, { data, meta: meta() });
  }

  function getGroup(_params, query, _body, send, refuse) {
    const { groups, from, to } = groupsOf(query);
    const wanted = ["rule", "service", "spanName"].map((key) => query.get(key)).join("\n");
    const group = groups.find((one) => [one.ruleId, one.service, one.spanName].join("\n") === wanted);
    if (!group) return refuse(404, "not_found", "there is no such group of signals");
    const lookedAt = Math.min(group.count, 20);
    const common = [{ of: "resource", key: "service.version", value: "2.4.1" }];
    const values = [{ value: "visa", count: lookedAt - 1 }, { value: "amex", count: 1 }];
    const different = [{ of: "span", key: "card.network", present: lookedAt, distinct: 2, values }];
    return send(200, { data: { group, from, to, lookedAt, gone: 1, notRead: 0, problem: null, common, different }, meta: meta() });
  }

  function getOverview(_params, _query, _body, send) {
    const at = Math.floor(clock() / 60_000) * 60_000;
    const ago = (hours) => new Date(at - hours * HOUR).toISOString();
    const figure = (signals, q) => ({ count: signals.length, q });
    const open = console.signals.filter((signal) => ["OPEN", "INVESTIGATING"].includes(signal.status) && !signal.snooze);
    const row = (severity) => {
      const all = open.filter((signal) => !severity || signal.severity === severity);
      const q = `status:open,investigating snoozed:no${severity ? ` severity:${severity.toLowerCase()}` : ""}`;
      return {
        severity,
        hour: figure(all.filter((signal) => signal.raisedAt >= ago(1)), `${q} from:${ago(1)}`),
        day: figure(all.filter((signal) => signal.raisedAt < ago(1) && signal.raisedAt >= ago(24)), `${q} from:${ago(24)} to:${ago(1)}`),
        older: figure(all.filter((signal) => signal.raisedAt < ago(24)), `${q} to:${ago(24)}`),
        all: figure(all, q),
      };
    };
    const lately = console.signals.filter((signal) => signal.raisedAt >= ago(24));
    const day = `from:${ago(24)} snoozed:yes,no`;
    const named = (key, field) =>
      [...new Set(lately.map((signal) => signal[field]))].map((name) => ({
        name,
        raised: figure(lately.filter((signal) => signal[field] === name), `${key}:${quoted(name)} ${day}`),
      })).sort((a, b) => b.raised.count - a.raised.count).slice(0, 8);
    const current = Math.floor(at / (2 * HOUR)) * 2 * HOUR;
    const arrivals = Array.from({ length: 12 }, (_, place) => {
      const [from, to] = [11 - place, 10 - place].map((back) => new Date(current - back * 2 * HOUR).toISOString());
      const raised = console.signals.filter((signal) => signal.raisedAt >= from && signal.raisedAt < to);
      return { from, to, raised: figure(raised, `from:${from} to:${to} snoozed:yes,no`) };
    });
    const decided = console.signals.filter((signal) => ["RESOLVED", "FALSE_POSITIVE"].includes(signal.status));
    const decisions = [
      { decided: figure(decided, "status:resolved,false_positive snoozed:yes,no"), meanMs: 5_400_000, medianMs: 1_260_000 },
      { decided: { count: 0, q: "" }, meanMs: null, medianMs: null },
    ];
    const data = {
      at: new Date(at).toISOString(),
      total: console.signals.length,
      open: [...SEVERITIES, null].map(row),
      day: figure(lately, day),
      arrivals,
      rules: named("rule", "ruleId"),
      services: named("service", "service"),
      decisions,
      storms: [],
    };
    send(200, { data, meta: meta() });
  }

  return [
    ["signals.groups", "GET", /^\/signals\/groups$/, listGroups],
    ["signals.group", "GET", /^\/signals\/group$/, getGroup],
    ["signals.overview", "GET", /^\/signals\/overview$/, getOverview],
  ];
}
