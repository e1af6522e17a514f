// The people of the fake console, as state: who is a member in which role, invitations, tokens, sessions, the audit
// trail, and the ways in.

/** Every permission, with the least built-in role that has it. */
const LEAST = {
  "signals:read": "viewer",
  "signals:triage": "member",
  "rules:read": "viewer",
  "traces:read": "viewer",
  "fluo:read": "viewer",
  "members:read": "member",
  "members:manage": "admin",
  "roles:manage": "admin",
  "audit:read": "admin",
  "tokens:manage": "admin",
  "links:create": "owner",
  "tenant:manage": "admin",
  "tenant:own": "owner",
  "fluo:manage": "admin",
  "security:manage": "admin",
};
export const ALL = Object.keys(LEAST);

const RANK = ["viewer", "member", "admin", "owner"];
const NAMES = { viewer: "Viewer", member: "Member", admin: "Admin", owner: "Owner" };
const ACCOUNT_PATHS = ["/sign-in/second-step", "/forgot", "/reset", "/confirm-email"];
const DAY = 24 * 3_600_000;

const builtIn = (id) => ({
  id,
  name: NAMES[id],
  builtIn: true,
  permissions: ALL.filter((permission) => RANK.indexOf(LEAST[permission]) <= RANK.indexOf(id)),
});

export class FakeIdentity {
  constructor(console, now = Date.now()) {
    this.console = console;
    this.now = now;
    this.passwords = new Map([["ana@example.com", "correct horse battery"]]);
    /** Seconds of rest that the next sign-in is told to take. */
    this.rest = 0;
    this.providers = [];
    this.invitation = "an-invitation";
    this.roles = RANK.map(builtIn);
    this.members = [
      this.#member("ana", "Ana Lima", "ana@example.com", "owner", 90),
      this.#member("ben", "Ben Okafor", "ben@example.com", "admin", 60),
      this.#member("cho", "Cho Min", "cho@example.com", "viewer", 3),
    ];
    this.invitations = [];
    this.tokens = [];
    this.serviceTokens = [];
    this.sessions = [
      this.#session("s1", true, "10.0.0.7", "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0 Safari/537.36", 1),
      this.#session("s2", false, "192.0.2.4", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", 26),
    ];
    this.audit = [];
    this.number = 0;
  }

  /** Entries of the audit trail, the oldest first. */
  record(action, { outcome = "done", actor = "ana", subject, detail = {} } = {}) {
    const seq = this.audit.length + 1;
    const member = this.members.find(({ user }) => user.id === actor);
    this.audit.push({
      seq,
      at: this.#ago(0.001 * (1_000 - seq)),
      actor: { kind: actor === "system" ? "system" : "user", id: actor },
      action,
      subject,
      outcome,
      requestId: `req-${seq}`,
      detail,
      personal: member && { name: member.user.name, email: member.email, address: "10.0.0.7", userAgent: "curl/8" },
      hash: String(seq).padStart(64, "0"),
    });
  }

  #ago(days) {
    return new Date(this.now - days * DAY).toISOString();
  }

  #member(id, name, email, role, days) {
    return { user: { id, name }, email, role: { id: role, name: NAMES[role] }, joinedAt: this.#ago(days) };
  }

  #session(id, current, address, client, hours) {
    const at = this.#ago(hours / 24);
    return { id, current, address, client, createdAt: at, lastSeenAt: at, expiresAt: this.#ago(-20) };
  }

  /** The ways in and out, which are no operations. True when the request was one. */
  async visit(request, response, url) {
    const send = (status, envelope, headers = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify({ data: null, error: null, meta: { requestId: "req-door" }, ...envelope }));
      return true;
    };
    const refuse = (status, code, message, headers) => send(status, { error: { code, message } }, headers);
    const what = `${request.method} ${url.pathname}`;
    const fault = this.console.faults.get(what);
    if (fault) return refuse(fault.status, fault.code, fault.message);
    const body = async () => {
      let text = "";
      for await (const chunk of request) text += chunk;
      return JSON.parse(text);
    };
    switch (what) {
      case "GET /sign-in/providers":
        return send(200, { data: this.providers });
      case "POST /sign-in": {
        const { email, password } = await body();
        if (this.rest > 0) {
          const message = `too many attempts; try again in ${this.rest} s`;
          return refuse(429, "rate_limited", message, { "retry-after": String(this.rest) });
        }
        if (this.passwords.get(email) !== password) {
          return refuse(401, "unauthenticated", "the e-mail address or the password is wrong");
        }
        if (this.console.account.factor.since) {
          return send(200, { data: { secondStepUntil: new Date(this.now + 300_000).toISOString() } });
        }
        this.console.signedIn = true;
        return send(200, { data: this.console.me() });
      }
      case "POST /sign-out":
        this.console.signedIn = false;
        return send(200, { data: { url: null } });
      case "POST /invitation": {
        const { secret, name } = await body();
        if (secret !== this.invitation) return refuse(404, "not_found", "there is no such invitation");
        if (!name) return refuse(400, "invalid", "a `name` is one line of 1 to 80 characters");
        this.console.signedIn = true;
        return send(200, { data: this.console.me() });
      }
      default:
        if (!ACCOUNT_PATHS.includes(url.pathname) || request.method !== "POST") return false;
        this.console.account.visit(what, await body(), send, refuse);
        return true;
    }
  }

  get routes() {
    const list = (what) => (_params, _query, _body, send) => send(200, { data: what() });
    const remove = (from, { key = (thing) => thing.id, answers = false } = {}) => ([id], _query, _body, send, refuse) => {
      const at = from().findIndex((thing) => key(thing) === id);
      if (at < 0) return refuse(404, "not_found", "there is no such thing");
      const [gone] = from().splice(at, 1);
      this.console.publish("access.changed", "", null);
      return send(200, { data: answers ? gone : {} });
    };
    const make = (into) => (_params, _query, body, send) => {
      const id = `t${++this.number}`;
      const token = { id, ...body, createdBy: "ana", createdAt: this.#ago(0), expiresAt: this.#ago(-body.days), lastUsedAt: null };
      into().unshift(token);
      return send(200, { data: { token, secret: `fluo_secret_${id}` } });
    };
    const ofUser = (member) => member.user.id;
    return [
      ["members.list", "GET", /^\/members$/, list(() => this.members)],
      ["members.set_role", "PUT", /^\/members\/([^/]+)\/role$/, this.#setRole.bind(this)],
      ["members.leave", "POST", /^\/members\/leave$/, (_p, _q, _b, send) => send(200, { data: {} })],
      ["members.remove", "DELETE", /^\/members\/([^/]+)$/, remove(() => this.members, { key: ofUser })],
      ["invitations.list", "GET", /^\/invitations$/, list(() => this.invitations)],
      ["invitations.create", "POST", /^\/invitations$/, this.#invite.bind(this)],
      ["invitations.revoke", "DELETE", /^\/invitations\/([^/]+)$/, remove(() => this.invitations)],
      ["roles.list", "GET", /^\/roles$/, list(() => this.roles)],
      ["roles.put", "PUT", /^\/roles\/([^/]+)$/, this.#putRole.bind(this)],
      ["roles.delete", "DELETE", /^\/roles\/([^/]+)$/, remove(() => this.roles, { answers: true })],
      ["tokens.list", "GET", /^\/tokens$/, list(() => this.tokens)],
      ["tokens.create", "POST", /^\/tokens$/, make(() => this.tokens)],
      ["tokens.revoke", "DELETE", /^\/tokens\/([^/]+)$/, remove(() => this.tokens)],
      ["service_tokens.list", "GET", /^\/service-tokens$/, list(() => this.serviceTokens)],
      ["service_tokens.create", "POST", /^\/service-tokens$/, make(() => this.serviceTokens)],
      ["service_tokens.revoke", "DELETE", /^\/service-tokens\/([^/]+)$/, remove(() => this.serviceTokens)],
      ["sessions.list", "GET", /^\/sessions$/, list(() => this.sessions)],
      ["sessions.revoke_others", "POST", /^\/sessions\/revoke-others$/, this.#revokeOthers.bind(this)],
      ["sessions.revoke", "DELETE", /^\/sessions\/([^/]+)$/, remove(() => this.sessions)],
      ["account.change_password", "POST", /^\/account\/password$/, this.#changePassword.bind(this)],
      ["permissions.explain", "GET", /^\/permissions\/([^/]+)$/, this.#explain.bind(this)],
      ["audit.list", "GET", /^\/audit$/, this.#listAudit.bind(this)],
    ];
  }

  #setRole([id], _query, { role }, send, refuse) {
    const member = this.members.find(({ user }) => user.id === id);
    const owners = this.members.filter((one) => one.role.id === "owner");
    if (owners.length === 1 && owners[0] === member) {
      return refuse(409, "conflict", "the last owner stays: make somebody else an owner first");
    }
    const { name } = this.roles.find((one) => one.id === role);
    member.role = { id: role, name };
    return send(200, { data: member });
  }

  #invite(_params, _query, { email, role }, send, refuse) {
    if (!email.includes("@")) return refuse(400, "invalid", "this is no `email` address");
    const id = `i${++this.number}`;
    const invitation = { id, email, role, invitedBy: "ana", createdAt: this.#ago(0), expiresAt: this.#ago(-7) };
    this.invitations.unshift(invitation);
    this.console.publish("access.changed", "", null);
    return send(200, { data: { invitation, secret: `secret-${id}` } });
  }

  #putRole([id], _query, { name, permissions }, send) {
    const role = { id, name, builtIn: false, permissions };
    const at = this.roles.findIndex((one) => one.id === id);
    if (at < 0) this.roles.push(role);
    else this.roles[at] = role;
    return send(200, { data: role });
  }

  #revokeOthers(_params, _query, _body, send) {
    const revoked = this.sessions.filter(({ current }) => !current).length;
    this.sessions = this.sessions.filter(({ current }) => current);
    return send(200, { data: { revoked } });
  }

  #changePassword(_params, _query, body, send, refuse) {
    if (body.current !== this.passwords.get("ana@example.com")) {
      return refuse(400, "invalid", "the `current` password is wrong");
    }
    this.passwords.set("ana@example.com", body.new);
    return send(200, { data: {} });
  }

  #explain([permission], _query, _body, send) {
    const roles = this.roles.filter((role) => role.permissions.includes(permission));
    const has = (member) => roles.some((role) => role.id === member.role.id);
    return send(200, {
      data: {
        permission,
        granted: this.console.permissions.includes(permission),
        role: { id: "viewer", name: "Viewer" },
        roles: roles.map(({ id, name }) => ({ id, name })),
        holders: this.members.filter(has).map(({ user, role }) => ({ user, role })),
      },
    });
  }

  #listAudit(_params, query, _body, send) {
    const any = (key, value) => !query.has(key) || query.getAll(key).includes(value);
    const text = query.get("text")?.toLowerCase();
    const rows = this.audit.filter(
      (entry) =>
        any("outcome", entry.outcome) &&
        any("action", entry.action) &&
        any("actor", entry.actor.id) &&
        any("subject", entry.subject?.id) &&
        (!text || JSON.stringify(entry).toLowerCase().includes(text)) &&
        (!query.has("cursor") || entry.seq < Number(query.get("cursor"))),
    );
    const limit = Number(query.get("limit") ?? 50);
    const page = rows.reverse().slice(0, limit);
    send(200, { data: page, meta: { cursor: rows.length > limit ? String(page.at(-1).seq) : undefined } });
  }
}
