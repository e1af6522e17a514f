// What people do with signals, as the fake console answers it: owners, snoozes, tags, notes, links, jobs over many, and
// saved views. State is in the console it is given; each change keeps what was there before, for undoing.

export const MOVES = {
  OPEN: ["INVESTIGATING", "RESOLVED", "FALSE_POSITIVE"],
  INVESTIGATING: ["RESOLVED", "FALSE_POSITIVE", "OPEN"],
  RESOLVED: ["OPEN"],
  FALSE_POSITIVE: ["OPEN"],
};

const ME = { id: "local", name: "Local operator" };
const REASONS = ["Expected behaviour", "Test traffic", "Planned maintenance", "Known issue", "Duplicate"];
const WORDS = { OPEN: "Open", INVESTIGATING: "Investigating", RESOLVED: "Resolved", FALSE_POSITIVE: "False positive" };
const now = () => new Date().toISOString();

/** The state that a console keeps beside its signals. */
export const triageState = () => ({
  notes: [],
  links: [],
  happenings: [],
  people: new Map(),
  jobs: [],
  views: [],
  /** `${id} ${revision}` of a change → the fields before it and after it. */
  changes: new Map(),
  counter: 0,
});

/** Routes in the shape of `FakeConsole`: name, method, pattern, answer. `matching` answers a query. */
export function triageRoutes(console, matching) {
  const state = console.triage;
  const newId = (kind) => `${kind}-${++state.counter}`;
  const find = (id) => console.signals.find((signal) => signal.id === id);

  /** Changes fields of a signal, remembering the way back. */
  function change(signal, fields, what) {
    const before = Object.fromEntries(Object.keys(fields).map((key) => [key, signal[key]]));
    console.patch(signal.id, fields);
    state.changes.set(`${signal.id} ${signal.revision}`, { before, after: fields });
    state.happenings.push({ signal: signal.id, at: signal.updatedAt, by: ME, revision: signal.revision, what });
    return signal;
  }

  /** Answers with a change of the signal in the path, unless its revision is another one by now. */
  const changing = (make) => ([id], _query, body, send, refuse) => {
    const signal = find(id);
    if (!signal) return refuse(404, "not_found", "there is no such signal");
    if (body.revision !== undefined && body.revision !== signal.revision) {
      return refuse(409, "conflict", "the signal changed since you read it");
    }
    const made = make(signal, body);
    if (made.conflict) return refuse(409, "conflict", made.conflict);
    return send(200, { data: change(signal, made.fields, made.what) });
  };

  function moved(signal, { status, reason = null }) {
    if (status !== signal.status && !MOVES[signal.status].includes(status)) {
      return { conflict: `a signal that is ${signal.status} cannot become ${status}` };
    }
    const what = { kind: "status", from: signal.status, to: status, reason, pending: false };
    return { fields: { status, reason: status === "FALSE_POSITIVE" ? reason : null }, what };
  }
  function owned(signal, { to = null }) {
    const owner = to === null ? null : console.members.find((user) => user.id === to) ?? ME;
    return { fields: { owner }, what: { kind: "owner", from: signal.owner, to: owner } };
  }
  function snoozed(_signal, { until, group = false, why = null }) {
    const snooze = { until, group, by: ME, at: now(), why, wouldHaveHidden: 12 };
    return { fields: { snooze }, what: { kind: "snoozed", snooze } };
  }
  function woken(signal) {
    return { fields: { snooze: null }, what: { kind: "woken", because: "person", snooze: signal.snooze } };
  }
  function tagged(signal, { add = [], remove = [] }) {
    const tags = [...new Set([...signal.tags.filter((tag) => !remove.includes(tag)), ...add])].sort();
    return { fields: { tags }, what: { kind: "tags", added: add, removed: remove } };
  }

  function undo([id], _query, body, send, refuse) {
    const signal = find(id);
    const made = state.changes.get(`${id} ${body.change}`);
    if (!signal || !made) return refuse(404, "not_found", "there is no such change");
    for (const [key, value] of Object.entries(made.after)) {
      if (JSON.stringify(signal[key]) !== JSON.stringify(value)) {
        return refuse(409, "conflict", key === "status" ? `It is ${WORDS[signal.status]} by now` : `its ${key} changed since`);
      }
    }
    return send(200, { data: change(signal, made.before, { kind: "undone", fields: ["status"] }) });
  }

  const counted = (id, key, by) => console.patch(id, { [key]: find(id)[key] + by });
  function addNote([id], _query, { text }, send) {
    const note = { id: newId("note"), signal: id, text, by: ME, at: now(), revision: 1, editedAt: null, editedBy: null, versions: [] };
    state.notes.push(note);
    counted(id, "notes", 1);
    send(200, { data: note });
  }
  function editNote([, id], _query, { text, revision }, send, refuse) {
    const note = state.notes.find((note) => note.id === id);
    if (note.revision !== revision) return refuse(409, "conflict", "the note changed since you read it");
    note.versions.push({ revision: note.revision, text: note.text, by: note.by, at: note.at });
    Object.assign(note, { text, revision: revision + 1, editedAt: now(), editedBy: ME });
    return send(200, { data: note });
  }
  function deleteNote([id, note], _query, _body, send) {
    state.notes = state.notes.filter((other) => other.id !== note);
    counted(id, "notes", -1);
    send(200, { data: {} });
  }
  function addLink([id], _query, { url, title }, send, refuse) {
    if (!/^https?:\/\//.test(url)) return refuse(400, "invalid", "an address begins with http:// or https://");
    const link = { id: newId("link"), signal: id, url, title: title ?? url, by: ME, at: now(), sent: { state: "sent" } };
    state.links.push(link);
    counted(id, "links", 1);
    return send(200, { data: link });
  }
  function removeLink([id, link], _query, _body, send) {
    state.links = state.links.filter((other) => other.id !== link);
    counted(id, "links", -1);
    send(200, { data: {} });
  }
  const ofSignal = (list) => ([id], _query, _body, send) => send(200, { data: state[list].filter((item) => item.signal === id) });

  function related([id], _query, _body, send) {
    const signal = find(id);
    const others = console.signals.filter((other) => other.id !== id);
    const group = others.filter((other) => other.ruleId === signal.ruleId && other.service === signal.service).slice(0, 20);
    send(200, { data: { trace: others.filter((other) => other.traceId === signal.traceId), group, near: [] } });
  }

  const CHANGES = { status: (signal, { to, reason }) => moved(signal, { status: to, reason }), assign: owned, snooze: snoozed, wake: woken, tag: tagged };
  const meant = ({ ids = [], matching: wanted }) =>
    wanted
      ? matching(new URLSearchParams({ q: wanted.filter?.q ?? "" })).filter(({ id }) => !(wanted.except ?? []).includes(id))
      : ids.map(find);
  const outcome = (signal, action) => {
    if (action.kind === "status" && action.to === signal.status) return { skipped: `it is ${WORDS[signal.status]} already` };
    const made = CHANGES[action.kind](signal, action);
    return made.conflict ? { skipped: made.conflict } : made;
  };
  function preview(_params, _query, body, send) {
    const signals = meant(body);
    const reasons = new Map();
    for (const signal of signals) {
      const { skipped } = outcome(signal, body.action);
      if (skipped) reasons.set(skipped, (reasons.get(skipped) ?? 0) + 1);
    }
    const skipped = [...reasons].map(([reason, count]) => ({ reason, count }));
    const changes = signals.length - skipped.reduce((sum, { count }) => sum + count, 0);
    send(200, { data: { total: signals.length, changes, skipped } });
  }
  function job(action, signals, work) {
    const bulk = {
      id: newId("bulk"), action, state: "running", by: ME, at: now(), endedAt: null,
      total: signals.length, applied: 0, pending: 0, skipped: 0, conflicts: 0, undoneBy: null,
    };
    const items = [];
    state.jobs.push({ bulk, items });
    for (const signal of signals) {
      const reason = work(signal);
      items.push({ signal: signal.id, outcome: reason ? "skipped" : "applied", reason: reason ?? null });
      bulk[reason ? "skipped" : "applied"] += 1;
    }
    Object.assign(bulk, { state: "done", endedAt: now() });
    console.publish("bulk.updated", bulk.id, bulk);
    return bulk;
  }
  function start(_params, _query, body, send) {
    const made = [];
    const bulk = job(body.action, meant(body), (signal) => {
      const { skipped, fields, what } = outcome(signal, body.action);
      if (skipped) return skipped;
      change(signal, fields, what);
      made.push([signal.id, signal.revision]);
      return null;
    });
    state.jobs.at(-1).made = made;
    send(200, { data: bulk });
  }
  function undoJob([id], _query, _body, send) {
    const { made } = state.jobs.find(({ bulk }) => bulk.id === id);
    const remade = [];
    const bulk = job({ kind: "undo", bulk: id }, made.map(([signal]) => find(signal)), (signal) => {
      const revision = made.find(([other]) => other === signal.id)[1];
      change(signal, state.changes.get(`${signal.id} ${revision}`).before, { kind: "undone", fields: ["status"] });
      remade.push([signal.id, signal.revision]);
      return null;
    });
    state.jobs.at(-1).made = remade;
    send(200, { data: bulk });
  }
  const jobOf = (id) => state.jobs.find(({ bulk }) => bulk.id === id);

  function createView(_params, _query, body, send) {
    const view = {
      columns: [], sort: null, team: false, ...body,
      id: newId("view"), owner: ME, pinned: false, default: false, at: now(), updatedAt: now(), revision: 1,
    };
    state.views.push(view);
    console.publish("view.updated", view.id, null);
    send(200, { data: view });
  }
  const changeView = (keys) => ([id], _query, body, send) => {
    const view = state.views.find((view) => view.id === id);
    if (body.default) for (const other of state.views) other.default = false;
    for (const key of keys) if (body[key] !== undefined) view[key] = body[key];
    view.revision += 1;
    console.publish("view.updated", id, null);
    send(200, { data: view });
  };
  function deleteView([id], _query, _body, send) {
    state.views = state.views.filter((view) => view.id !== id);
    console.publish("view.updated", id, null);
    send(200, { data: {} });
  }

  return [
    ["signals.set_status", "PUT", /^\/signals\/([^/]+)\/status$/, changing(moved)],
    ["signals.assign", "PUT", /^\/signals\/([^/]+)\/owner$/, changing(owned)],
    ["signals.snooze", "PUT", /^\/signals\/([^/]+)\/snooze$/, changing(snoozed)],
    ["signals.wake", "DELETE", /^\/signals\/([^/]+)\/snooze$/, changing(woken)],
    ["signals.tag", "POST", /^\/signals\/([^/]+)\/tags$/, changing(tagged)],
    ["signals.undo", "POST", /^\/signals\/([^/]+)\/undo$/, undo],
    ["signals.notes", "GET", /^\/signals\/([^/]+)\/notes$/, ofSignal("notes")],
    ["signals.add_note", "POST", /^\/signals\/([^/]+)\/notes$/, addNote],
    ["signals.edit_note", "PUT", /^\/signals\/([^/]+)\/notes\/([^/]+)$/, editNote],
    ["signals.delete_note", "DELETE", /^\/signals\/([^/]+)\/notes\/([^/]+)$/, deleteNote],
    ["signals.note_versions", "GET", /^\/signals\/([^/]+)\/notes\/([^/]+)\/versions$/, ([, id], _query, _body, send) =>
      send(200, { data: state.notes.find((note) => note.id === id).versions })],
    ["signals.links", "GET", /^\/signals\/([^/]+)\/links$/, ofSignal("links")],
    ["signals.add_link", "POST", /^\/signals\/([^/]+)\/links$/, addLink],
    ["signals.remove_link", "DELETE", /^\/signals\/([^/]+)\/links\/([^/]+)$/, removeLink],
    ["signals.timeline", "GET", /^\/signals\/([^/]+)\/timeline$/, ([id], _query, _body, send) =>
      send(200, { data: state.happenings.filter(({ signal }) => signal === id).reverse() })],
    ["signals.related", "GET", /^\/signals\/([^/]+)\/related$/, related],
    ["signals.presence", "GET", /^\/signals\/([^/]+)\/presence$/, ([id], _query, _body, send) =>
      send(200, { data: { signal: id, people: state.people.get(id) ?? [] } })],
    ["signals.reasons", "GET", /^\/triage\/reasons$/, (_params, _query, _body, send) => send(200, { data: REASONS })],
    ["members.list", "GET", /^\/members$/, (_params, _query, _body, send) =>
      send(200, { data: console.members.map((user) => ({ user, email: `${user.id}@example.com`, role: { id: "member", name: "Member" }, joinedAt: now() })) })],
    ["bulk.preview", "POST", /^\/bulk\/preview$/, preview],
    ["bulk.start", "POST", /^\/bulk$/, start],
    ["bulk.get", "GET", /^\/bulk\/([^/]+)$/, ([id], _query, _body, send) => send(200, { data: jobOf(id).bulk })],
    ["bulk.items", "GET", /^\/bulk\/([^/]+)\/items$/, ([id], query, _body, send) =>
      send(200, { data: jobOf(id).items.filter((item) => item.outcome === (query.get("outcome") ?? item.outcome)) })],
    ["bulk.cancel", "POST", /^\/bulk\/([^/]+)\/cancel$/, ([id], _query, _body, send) => send(200, { data: jobOf(id).bulk })],
    ["bulk.undo", "POST", /^\/bulk\/([^/]+)\/undo$/, undoJob],
    ["views.list", "GET", /^\/views$/, (_params, _query, _body, send) => send(200, { data: state.views })],
    ["views.create", "POST", /^\/views$/, createView],
    ["views.update", "PUT", /^\/views\/([^/]+)$/, changeView(["name", "query", "columns", "sort", "team"])],
    ["views.mark", "PUT", /^\/views\/([^/]+)\/mark$/, changeView(["pinned", "default"])],
    ["views.delete", "DELETE", /^\/views\/([^/]+)$/, deleteView],
  ];
}
