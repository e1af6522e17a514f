// Settings: people, invitations, roles, tokens, sessions, the password; and what is missing where somebody may not.

import { test } from "node:test";
import assert from "node:assert/strict";

import { FakeConsole } from "./fake-console.mjs";
import { ALL } from "./fake-identity.mjs";
import { onPage, violations } from "./harness.mjs";

const FAILS = { expectFailures: true };

/** Ana, who owns the tenant. */
function owned() {
  const console = new FakeConsole();
  console.user = { id: "ana", name: "Ana Lima" };
  console.role = { id: "owner", name: "Owner" };
  console.permissions = [...ALL];
  return console;
}

/** Cho, who may look. */
function viewed() {
  const console = new FakeConsole();
  console.user = { id: "cho", name: "Cho Min" };
  console.role = { id: "viewer", name: "Viewer" };
  console.permissions = ["signals:read", "rules:read", "traces:read", "fluo:read", "members:read"];
  return console;
}

const menuOf = (page, name) => page.getByRole("button", { name: `Actions on ${name}` });

test("a member gets another role, and it can be taken back", async () => {
  const console = owned();
  await onPage(console, { path: "/settings/members" }, async (page) => {
    await menuOf(page, "Cho Min").click();
    await page.getByRole("menuitem", { name: "Change role…" }).click();
    await page.getByRole("dialog", { name: "Role of Cho Min" }).getByLabel("Admin").check();
    await page.getByRole("button", { name: "Change role", exact: true }).click();
    const cho = page.getByRole("row").filter({ hasText: "Cho Min" });
    await cho.getByText("Admin").waitFor();
    await page.getByText("Made Cho Min Admin").first().waitFor();
    await page.keyboard.press("z");
    await cho.getByText("Viewer").waitFor();
    assert.equal(console.identity.members[2].role.id, "viewer");
  });
});

test("the last owner stays, and the dialog says so", async () => {
  await onPage(owned(), { ...FAILS, path: "/settings/members" }, async (page) => {
    await menuOf(page, "Ana Lima").click();
    await page.getByRole("menuitem", { name: "Change role…" }).click();
    const dialog = page.getByRole("dialog", { name: "Role of Ana Lima" });
    await dialog.getByLabel("Viewer").check();
    await dialog.getByRole("button", { name: "Change role", exact: true }).click();
    await dialog.getByText("The last owner stays: make somebody else an owner first").waitFor();
    assert.deepEqual(await violations(page), []);
  });
});

test("a member is removed after a question that begins on Cancel", async () => {
  const console = owned();
  await onPage(console, { path: "/settings/members" }, async (page) => {
    await menuOf(page, "Ben Okafor").click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    const question = page.getByRole("alertdialog", { name: "Remove Ben Okafor?" });
    await question.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Cancel");
    await question.getByRole("button", { name: "Remove" }).click();
    await question.waitFor({ state: "hidden" });
    assert.deepEqual(console.identity.members.map(({ user }) => user.id), ["ana", "cho"]);
    await page.getByText("Ben Okafor").waitFor({ state: "detached" });
  });
});

test("an invitation is a link that is shown once, waits in the list, and can be taken back", async () => {
  const console = owned();
  await onPage(console, { path: "/settings/members" }, async (page) => {
    await page.getByText("Nobody is invited.").waitFor();
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    const dialog = page.locator("#invite-dialog");
    await dialog.getByLabel("E-mail address").fill("dan@example.com");
    await dialog.getByLabel("Member").check();
    await dialog.getByRole("button", { name: "Invite", exact: true }).click();
    await dialog.getByText(`${console.url}/invitation#secret-i1`).waitFor();
    await dialog.getByRole("button", { name: "Close" }).first().click();
    await page.getByText("dan@example.com").filter({ visible: true }).first().waitFor();
    assert.equal(await page.getByText("secret-i1").count(), 0);
    await page.getByRole("button", { name: "Take back the invitation of dan@example.com" }).click();
    await page.getByText("Nobody is invited.").waitFor();
  });
});

test("a role is made from another, changed and deleted", async () => {
  const console = owned();
  await onPage(console, { path: "/settings/roles" }, async (page) => {
    await menuOf(page, "Viewer").click();
    await page.getByRole("menuitem", { name: "Copy…" }).click();
    const editor = page.getByRole("dialog", { name: "New role" });
    await editor.locator("#role-name").fill("On call");
    await editor.getByLabel("Change a signal’s status").check();
    await editor.getByRole("button", { name: "Save role" }).click();
    await editor.waitFor({ state: "hidden" });
    assert.deepEqual(console.identity.roles.at(-1), {
      id: "on-call",
      name: "On call",
      builtIn: false,
      permissions: ["signals:read", "signals:triage", "rules:read", "traces:read", "fluo:read"],
    });
    await menuOf(page, "On call").click();
    await page.getByRole("menuitem", { name: "Change…" }).click();
    await page.getByLabel("Change a signal’s status").uncheck();
    await page.getByRole("button", { name: "Save role" }).click();
    await page.getByRole("dialog", { name: "Change On call" }).waitFor({ state: "hidden" });
    assert.ok(!console.identity.roles.at(-1).permissions.includes("signals:triage"));
    await menuOf(page, "On call").click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("this tenant’s").waitFor({ state: "detached" });
  });
});

test("built-in roles say why they stay as they are", async () => {
  await onPage(owned(), { path: "/settings/roles" }, async (page) => {
    await menuOf(page, "Owner").click();
    const change = page.getByRole("menuitem", { name: /^Change…/ });
    assert.equal(await change.getAttribute("aria-disabled"), "true");
    await page.getByText("It comes with the product").filter({ visible: true }).first().waitFor();
  });
});

for (const [kind, path, list] of [["one's own", "/settings/tokens", "tokens"], ["a service's", "/settings/service-tokens", "serviceTokens"]]) {
  test(`${kind} token is made, its secret shown once, and revoked`, async () => {
    const console = owned();
    await onPage(console, { path }, async (page) => {
      await page.getByText("No tokens yet").waitFor();
      await page.getByRole("button", { name: "New token" }).click();
      const sheet = page.locator("#token-new");
      await sheet.getByRole("button", { name: "Make token" }).click();
      await sheet.getByText("Say what it is for").first().waitFor();
      await sheet.getByText("Choose at least one").first().waitFor();
      await sheet.locator("#token-name").fill("grafana");
      await sheet.getByRole("button", { name: "Only reading" }).click();
      await sheet.getByRole("button", { name: "Make token" }).click();
      await sheet.getByText("fluo_secret_t1", { exact: true }).waitFor();
      assert.deepEqual(await violations(page), []);
      assert.ok(console.identity[list][0].permissions.every((permission) => permission.endsWith(":read")));
      assert.equal(console.identity[list][0].days, 90);
      await sheet.getByRole("button", { name: "I have copied it" }).click();
      await page.getByText("Never used").waitFor();
      assert.equal(await page.getByText("fluo_secret_t1").count(), 0);
      await page.getByRole("button", { name: "Revoke grafana" }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
      await page.getByText("No tokens yet").waitFor();
    });
  });
}

test("sessions are told apart, and the others can be ended", async () => {
  const console = owned();
  await onPage(console, { path: "/settings/security" }, async (page) => {
    await page.getByText("Chrome on Linux").waitFor();
    await page.getByText("Safari on iPhone").waitFor();
    await page.getByText("This browser").waitFor();
    await page.getByRole("button", { name: "End all others" }).click();
    await page.getByText("One session ended").waitFor();
    await page.getByText("Safari on iPhone").waitFor({ state: "detached" });
    await page.getByText("There are no others.").waitFor();
  });
});

test("the password changes; a wrong one is said at its field", async () => {
  const console = owned();
  await onPage(console, { ...FAILS, path: "/settings/security" }, async (page) => {
    await page.locator("#password-current").fill("wrong");
    await page.locator("#password-new").fill("a better horse battery");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.locator("#password-current-error").waitFor();
    await page.locator("#password-current").fill("correct horse battery");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Changed. Your other sessions have ended.").waitFor();
    assert.equal(await page.locator("#password-new").inputValue(), "");
    assert.equal(console.identity.passwords.get("ana@example.com"), "a better horse battery");
  });
});

test("who may not is told what is missing, and who can grant it", async () => {
  await onPage(viewed(), { ...FAILS, path: "/settings/members" }, async (page) => {
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "A permission is missing" });
    await dialog.getByText("members:manage").waitFor();
    await dialog.getByText("Roles that have it: Admin, Owner").waitFor();
    await dialog.getByText("Ben Okafor").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  });
});

test("a page that may not be seen is not offered, and says why when it is opened all the same", async () => {
  const console = viewed();
  console.faults.set("audit.list", { status: 403, code: "forbidden", message: "this needs the permission audit:read" });
  await onPage(console, { ...FAILS, path: "/audit" }, async (page) => {
    const panel = page.getByRole("alert").filter({ hasText: "You may not see the audit trail" });
    await panel.getByText("Read and export the audit trail").waitFor();
    await panel.getByText("Ana Lima").waitFor();
    assert.equal(await page.locator("nav[aria-label=Main] a[title=Audit]").count(), 0);
    assert.deepEqual(await violations(page), []);
  });
});

test("help leads to the keys and the documentation", async () => {
  await onPage(owned(), {}, async (page) => {
    await page.getByRole("button", { name: "Help" }).click();
    assert.equal(await page.getByRole("link", { name: "Documentation" }).getAttribute("href"), "/docs");
    await page.getByRole("button", { name: /^Keyboard shortcuts/ }).last().click();
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  });
});
