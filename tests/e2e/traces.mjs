// Traces for the fake console and for files: rows to columns, rows to OTLP, and a trace as large as is promised.

const KINDS = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
const STATUSES = ["UNSET", "OK", "ERROR"];

/** By what `key` says of each, in the order in which they come. */
function grouped(list, key) {
  const groups = new Map();
  for (const one of list) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

/** Rows (`id, parentId, name, service, kind, status, start, durationNs, attributes, events`) as `traces.columns` answers. */
export function columnsOf(id, spans, truncated = false) {
  const startNs = (span) => span.startNs ?? Date.parse(span.start) * 1e6;
  const first = Math.min(...spans.map(startNs));
  const table = () => {
    const places = new Map();
    const list = [];
    return {
      list,
      place(value) {
        const key = JSON.stringify(value);
        if (!places.has(key)) places.set(key, list.push(value) - 1);
        return places.get(key);
      },
    };
  };
  const [texts, values, origins] = [table(), table(), table()];
  const pairs = (attributes) => attributes.flatMap(({ key, value }) => [texts.place(key), values.place(value)]);
  const children = grouped(spans, (span) => span.parentId);
  const known = new Set(spans.map((span) => span.id));
  const byStart = (list) => list.toSorted((a, b) => startNs(a) - startNs(b));
  const columns = {
    id, truncated, start: new Date(first / 1e6).toISOString(), texts: texts.list, values: values.list, origins: origins.list,
    ids: [], parents: [], starts: [], durations: [], names: [], originOf: [], kinds: [], statuses: [],
    attributeCounts: [], attributes: [], messages: [], missingParents: [], events: [], links: [],
  };
  const stack = byStart(spans.filter((span) => !known.has(span.parentId))).map((span) => [span, -1]).reverse();
  while (stack.length > 0) {
    const [span, parent] = stack.pop();
    const place = columns.ids.push(span.id) - 1;
    columns.parents.push(parent);
    columns.starts.push(startNs(span) - first);
    columns.durations.push(span.durationNs);
    columns.names.push(texts.place(span.name));
    const attributes = [{ key: "service.name", value: span.service }];
    columns.originOf.push(origins.place({ service: span.service, scope: null, attributes }));
    columns.kinds.push(Math.max(KINDS.indexOf(span.kind), 0));
    columns.statuses.push(Math.max(STATUSES.indexOf(span.status), 0));
    columns.attributeCounts.push(span.attributes.length);
    columns.attributes.push(...pairs(span.attributes));
    if (span.statusMessage) columns.messages.push({ span: place, text: texts.place(span.statusMessage) });
    if (parent < 0 && span.parentId) columns.missingParents.push({ span: place, parent: span.parentId });
    for (const event of span.events ?? []) {
      columns.events.push({ span: place, name: texts.place(event.name), at: startNs(event) - first, attributes: pairs(event.attributes ?? []) });
    }
    for (const child of byStart(children.get(span.id) ?? []).reverse()) stack.push([child, place]);
  }
  return columns;
}

/** Rows as one OTLP request. */
export function otlpOf(id, spans) {
  const value = (value) => (typeof value === "string" ? { stringValue: value } : Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value });
  const pairs = (attributes) => attributes.map(({ key, value: held }) => ({ key, value: value(held) }));
  const nanos = (span) => String(span.startNs ?? BigInt(Date.parse(span.start)) * 1_000_000n);
  const resourceSpans = [...grouped(spans, (span) => span.service)].map(([service, spans]) => ({
    resource: { attributes: pairs([{ key: "service.name", value: service }]) },
    scopeSpans: [{
      spans: spans.map((span) => ({
        traceId: id,
        spanId: span.id,
        ...(span.parentId ? { parentSpanId: span.parentId } : {}),
        name: span.name,
        kind: KINDS.indexOf(span.kind),
        startTimeUnixNano: nanos(span),
        endTimeUnixNano: String(BigInt(nanos(span)) + BigInt(span.durationNs)),
        attributes: pairs(span.attributes),
        status: { code: STATUSES.indexOf(span.status) },
      })),
    }],
  }));
  return { resourceSpans };
}

/** A trace of so many spans, the same each time: a batch over orders, each with the calls that an order takes. */
export function largeTrace(count) {
  const services = ["batch", "orders", "stock", "payment", "mail", "search", "ledger", "audit", "users", "rates"];
  const start = Date.parse("2026-03-05T09:00:00Z");
  const spans = [];
  const add = (parentId, name, service, startMs, ms, attributes, status = "UNSET") => {
    const id = (spans.length + 1).toString(16).padStart(16, "0");
    const startNs = start * 1e6 + Math.round(startMs * 1e3) * 1e3;
    spans.push({ id, parentId, name, service, kind: parentId ? "CLIENT" : "SERVER", status, statusMessage: null, startNs, durationNs: Math.round(ms * 1e6), attributes, events: [] });
    return id;
  };
  const orders = Math.ceil((count - 1) / 10);
  const root = add(null, "nightly orders", "batch", 0, orders * 2 + 5, []);
  for (let order = 0; spans.length < count; order += 1) {
    const at = order * 2;
    const facts = [{ key: "order.id", value: `order-${order}` }, { key: "order.lines", value: order % 7 }];
    const parent = add(root, "settle order", "orders", at, 1.9, facts);
    for (let call = 0; call < 9 && spans.length < count; call += 1) {
      const service = services[1 + ((order + call) % 9)];
      const attributes = [
        { key: "http.request.method", value: call % 2 ? "GET" : "POST" },
        { key: "http.route", value: `/v1/${service}/{id}` },
        { key: "http.response.status_code", value: order % 97 === 0 && call === 4 ? 503 : 200 },
        { key: "order.id", value: `order-${order}` },
      ];
      const failed = order % 97 === 0 && call === 4;
      add(parent, `${call % 2 ? "GET" : "POST"} /v1/${service}`, service, at + call * 0.2, 0.18, attributes, failed ? "ERROR" : "UNSET");
    }
  }
  return spans;
}
