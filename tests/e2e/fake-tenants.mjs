// The tenants of the fake console, as state: the one that is acted in, the others, and the installation around them.

export class FakeTenants {
  constructor(console, now = Date.now()) {
    this.console = console;
    this.now = now;
    const createdAt = new Date(now - 90 * 86_400_000).toISOString();
    const tenant = (id, name, status = "active") => ({ id, name, description: "", brand: null, theme: null, logo: null, status, members: 3, createdAt });
    this.all = [tenant("default", "Default"), tenant("lab", "Laboratory")];
    this.here = "default";
    this.connection = {
      dialect: "fluo-v1",
      url: "http://127.0.0.1:4318",
      livePath: "/ws/signals",
      tracesUrl: null,
      tenantHeader: null,
      hasBearer: false,
      links: [],
      fromInstallation: true,
      updatedAt: null,
    };
    /** What a try finds. */
    this.report = { works: true, problem: null, capabilities: ["LIVE_FEED"], checks: [], answeredInMs: 12 };
    this.retention = { signalDays: 90, signals: 1_000_000, eventDays: 30, sessionDays: 90 };
    this.users = [
      { user: { id: "ana", name: "Ana Lima" }, email: "ana@example.com", disabled: false, platformAdmin: true, memberships: [this.#place("default", "owner", "Owner")], createdAt },
      { user: { id: "eve", name: "Eve Stone" }, email: "eve@example.com", disabled: false, platformAdmin: false, memberships: [], createdAt },
    ];
  }

  #place(tenant, id, name) {
    const { name: called } = this.all.find((one) => one.id === tenant);
    return { tenant: { id: tenant, name: called }, role: { id, name } };
  }

  current() {
    const { id, name } = this.#own();
    return { id, name };
  }

  #own() {
    return this.all.find(({ id }) => id === this.here);
  }

  get routes() {
    const own = () => {
      const { status: _status, members: _members, ...profile } = this.#own();
      return profile;
    };
    const change = (apply) => (_params, _query, body, send, refuse) => {
      const problem = apply(this.#own(), body);
      return problem ? refuse(409, "conflict", problem) : send(200, { data: own() });
    };
    const platform = ({ id, name, status, members, createdAt }) => ({ id, name, status, members, createdAt });
    const setStatus = (status) => ([id], _query, _body, send) => {
      const tenant = this.all.find((one) => one.id === id);
      tenant.status = status;
      return send(200, { data: platform(tenant) });
    };
    const user = (change, answer = (found) => found) => ([id], _query, _body, send) => {
      const found = this.users.find((one) => one.user.id === id);
      Object.assign(found, change);
      return send(200, { data: answer(found) });
    };
    const administrator = (found) => ({ user: found.user, email: found.email, grantedBy: "ana", grantedAt: new Date(this.now).toISOString() });
    return [
      ["tenant.get", "GET", /^\/tenant$/, (_p, _q, _b, send) => send(200, { data: own() })],
      ["tenant.update", "PUT", /^\/tenant$/, change((tenant, { name, description }) => void Object.assign(tenant, { name, description }))],
      ["tenant.set_brand", "PUT", /^\/tenant\/brand$/, change((tenant, brand) => void (tenant.brand = "hue" in brand ? brand : null))],
      ["tenant.set_logo", "PUT", /^\/tenant\/logo$/, change((tenant, { mediaType, data }) => void (tenant.logo = `data:${mediaType};base64,${data}`))],
      ["tenant.remove_logo", "DELETE", /^\/tenant\/logo$/, change((tenant) => void (tenant.logo = null))],
      ["tenant.transfer", "POST", /^\/tenant\/transfer$/, (_p, _q, _b, send) => send(200, { data: {} })],
      ["tenant.close", "POST", /^\/tenant\/close$/, (_p, _q, _b, send) => send(200, { data: {} })],
      ["connection.get", "GET", /^\/connection$/, (_p, _q, _b, send) => send(200, { data: this.connection })],
      ["connection.test", "POST", /^\/connection\/test$/, (_p, _q, _b, send) => send(200, { data: this.report })],
      ["connection.set", "PUT", /^\/connection$/, this.#connect.bind(this)],
      ["retention.get", "GET", /^\/retention$/, (_p, _q, _b, send) => send(200, { data: this.retention })],
      ["retention.set", "PUT", /^\/retention$/, (_p, _q, body, send) => send(200, { data: Object.assign(this.retention, body) })],
      ["tenants.list", "GET", /^\/tenants$/, this.#list.bind(this)],
      ["tenants.switch", "POST", /^\/tenants\/([^/]+)\/switch$/, this.#switch.bind(this)],
      ["platform_tenants.list", "GET", /^\/platform\/tenants$/, (_p, _q, _b, send) => send(200, { data: this.all.map(platform) })],
      ["platform_tenants.create", "POST", /^\/platform\/tenants$/, this.#create.bind(this)],
      ["platform_tenants.suspend", "POST", /^\/platform\/tenants\/([^/]+)\/suspend$/, setStatus("suspended")],
      ["platform_tenants.resume", "POST", /^\/platform\/tenants\/([^/]+)\/resume$/, setStatus("active")],
      ["platform_users.list", "GET", /^\/platform\/users$/, this.#users.bind(this)],
      ["platform_users.disable", "POST", /^\/platform\/users\/([^/]+)\/disable$/, user({ disabled: true })],
      ["platform_users.enable", "POST", /^\/platform\/users\/([^/]+)\/enable$/, user({ disabled: false })],
      ["platform_admins.grant", "PUT", /^\/platform\/admins\/([^/]+)$/, user({ platformAdmin: true }, administrator)],
      ["platform_admins.revoke", "DELETE", /^\/platform\/admins\/([^/]+)$/, user({ platformAdmin: false }, () => ({}))],
    ];
  }

  #connect(_params, _query, { bearer, ...body }, send) {
    const hasBearer = bearer === undefined ? this.connection.hasBearer : bearer !== "";
    Object.assign(this.connection, body, { hasBearer, fromInstallation: false, updatedAt: new Date(this.now).toISOString() });
    send(200, { data: this.connection });
  }

  #list(_params, _query, _body, send) {
    const role = this.console.role ?? null;
    send(200, { data: this.all.map(({ id, name }) => ({ tenant: { id, name }, role, current: id === this.here })) });
  }

  #switch([id], _query, _body, send) {
    this.here = id;
    send(200, { data: this.console.me() });
  }

  #create(_params, _query, { name }, send) {
    const tenant = { ...this.all[0], id: name.toLowerCase(), name, members: 1 };
    this.all.push(tenant);
    const { id, status, members, createdAt } = tenant;
    send(200, { data: { id, name, status, members, createdAt } });
  }

  #users(_params, query, _body, send) {
    const text = query.get("text")?.toLowerCase() ?? "";
    send(200, { data: this.users.filter(({ user, email }) => `${user.name} ${email}`.toLowerCase().includes(text)) });
  }
}
