// What the fake console keeps of an account beyond its password, as state: the second factor, ways back by mail, a program
// that waits to be let in, what the tenant asks of who signs in, and who was said to be right about access.

const RIGHT_CODE = "123456";

export class FakeAccount {
  constructor(console, now = Date.now()) {
    this.console = console;
    this.at = new Date(now).toISOString();
    this.factor = { since: null, recoveryCodesLeft: 0, required: false };
    this.profile = { id: "ana", name: "Ana Lima", email: "ana@example.com", pendingEmail: null, hasPassword: true };
    this.policy = { secondFactor: "off", idleMinutes: 1_440, lifetimeHours: 720 };
    this.reviews = [];
    this.device = { userCode: "WDJB-MJHT", client: "fluo-console on build-7", address: "192.0.2.9", createdAt: this.at, expiresAt: this.at };
    this.decided = null;
    /** Operations that ask for the password again, until it was given. */
    this.asksForProof = new Set();
    this.mails = [];
  }

  /** The ways in and back that are no operations; undefined when the request was none of them. */
  visit(what, body, send, refuse) {
    const gone = () => refuse(404, "not_found", "there is no such link");
    switch (what) {
      case "POST /sign-in/second-step":
        if (body.code !== RIGHT_CODE) return refuse(401, "unauthenticated", "the code is wrong");
        this.console.signedIn = true;
        return send(200, { data: this.console.me() });
      case "POST /forgot":
        this.mails.push(body.email);
        return send(200, { data: {} });
      case "POST /reset":
        return body.secret === "a-link" ? send(200, { data: {} }) : gone();
      case "POST /confirm-email":
        return body.secret === "a-link" ? send(200, { data: { complete: false } }) : gone();
      default:
        return undefined;
    }
  }

  get routes() {
    const is = (data) => (_params, _query, _body, send) => send(200, { data: data() });
    const codes = () => ({ recoveryCodes: Array.from({ length: 10 }, (_, n) => `aaaa-bbb${n}`) });
    const withCode = (answer) => (_params, _query, body, send, refuse) =>
      body.code === RIGHT_CODE ? send(200, { data: answer() }) : refuse(400, "invalid", "the `code` is wrong");
    const enrolment = () => ({
      secret: "JBSWY3DPEHPK3PXP",
      uri: "otpauth://totp/Fluo:ana?secret=JBSWY3DPEHPK3PXP",
      qrSvg: "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><path d='M0 0h4v4h-4z'/></svg>",
    });
    const enrolled = () => {
      Object.assign(this.factor, { since: this.at, recoveryCodesLeft: 10 });
      this.console.secondFactorRequired = false;
      return codes();
    };
    const disabled = () => void Object.assign(this.factor, { since: null, recoveryCodesLeft: 0 }) ?? {};
    return [
      ["account.get", "GET", /^\/account$/, is(() => this.profile)],
      ["account.rename", "PUT", /^\/account\/name$/, (_p, _q, { name }, send) => send(200, { data: Object.assign(this.profile, { name }) })],
      ["account.change_email", "POST", /^\/account\/email$/, this.#move.bind(this)],
      ["session.prove", "POST", /^\/session\/prove$/, this.#prove.bind(this)],
      ["second_factor.get", "GET", /^\/account\/second-factor$/, is(() => this.factor)],
      ["second_factor.enrol", "POST", /^\/account\/second-factor$/, is(enrolment)],
      ["second_factor.confirm", "POST", /^\/account\/second-factor\/confirm$/, withCode(enrolled)],
      ["second_factor.disable", "POST", /^\/account\/second-factor\/disable$/, withCode(disabled)],
      ["recovery_codes.renew", "POST", /^\/account\/recovery-codes$/, withCode(codes)],
      ["sign_in_policy.get", "GET", /^\/sign-in-policy$/, is(() => this.policy)],
      ["sign_in_policy.put", "PUT", /^\/sign-in-policy$/, (_p, _q, body, send) => send(200, { data: Object.assign(this.policy, body) })],
      ["device_logins.get", "GET", /^\/device-logins\/([^/]+)$/, this.#waiting.bind(this)],
      ["device_logins.approve", "POST", /^\/device-logins\/([^/]+)\/approve$/, this.#decide.bind(this)],
      ["device_logins.deny", "POST", /^\/device-logins\/([^/]+)\/deny$/, (_p, _q, _b, send) => ((this.decided = "denied"), send(200, { data: {} }))],
      ["access.review", "GET", /^\/access-review$/, is(() => this.#review())],
      ["access.reviews", "GET", /^\/access-reviews$/, is(() => this.reviews)],
      ["access.confirm", "POST", /^\/access-reviews$/, this.#confirm.bind(this)],
    ];
  }

  #move(_params, _query, { email }, send, refuse) {
    if (this.asksForProof.has("account.change_email")) {
      return refuse(403, "proof_required", "show again who you are");
    }
    this.profile.pendingEmail = email;
    return send(200, { data: {} });
  }

  #prove(_params, _query, { password }, send, refuse) {
    if (password !== this.console.identity.passwords.get("ana@example.com")) {
      return refuse(400, "invalid", "the `password` is wrong");
    }
    this.asksForProof.clear();
    return send(200, { data: {} });
  }

  #waiting([code], _query, _body, send, refuse) {
    if (code !== this.device.userCode) return refuse(404, "not_found", "there is no such program");
    return send(200, { data: { ...this.device, permissions: this.console.permissions } });
  }

  #decide(_params, _query, { permissions, days }, send) {
    this.decided = { permissions, days };
    return send(200, { data: {} });
  }

  #review() {
    const members = this.console.identity.members.map(({ user, email, role, joinedAt }) => ({
      kind: "member",
      id: user.id,
      name: user.name,
      email,
      owner: null,
      role,
      permissions: ["signals:read"],
      secondFactor: user.id === "ana",
      since: joinedAt,
      lastUsedAt: null,
      expiresAt: null,
    }));
    return { rows: members, digest: `d${members.length}` };
  }

  #confirm(_params, _query, { digest, note }, send) {
    const user = this.console.user;
    const review = { id: `r${this.reviews.length}`, reviewedAt: this.at, reviewedBy: user, members: 3, tokens: 0, note, digest };
    this.reviews.unshift(review);
    return send(200, { data: review });
  }
}
