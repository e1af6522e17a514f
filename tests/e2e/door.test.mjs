// The ways in: a password, a provider, an invitation; and the way back in over a page whose session ended.

import { test } from "node:test";
import assert from "node:assert/strict";

import { FakeConsole } from "./fake-console.mjs";
import { inTabs, onPage, shop, violations } from "./harness.mjs";

const outside = () => Object.assign(shop(5), { signedIn: false });
const OUT = { expectFailures: true };

async function signIn(page, email = "ana@example.com", password = "correct horse battery") {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const row = (page) => page.getByRole("row").nth(1);

test("a password opens the page that was asked for", async () => {
  await onPage(outside(), { ...OUT, path: "/rules" }, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    assert.equal(await page.locator("nav").count(), 0, "no navigation for strangers");
    await signIn(page);
    await page.getByRole("heading", { level: 1, name: "Rules" }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
  });
});

test("password managers find what they look for, and pasting works", async () => {
  await onPage(outside(), OUT, async (page) => {
    const email = page.getByLabel("E-mail address");
    const password = page.getByLabel(/^Password/);
    await email.waitFor();
    const known = (field) => field.evaluate((input) => [input.type, input.autocomplete, input.name !== "", input.form !== null]);
    assert.deepEqual(await known(email), ["email", "username", true, true]);
    assert.deepEqual(await known(password), ["password", "current-password", true, true]);
    await email.fill("ana@example.com");
    await password.focus();
    await page.evaluate((text) => document.execCommand("insertText", false, text), "correct horse battery");
    await password.press("Enter");
    await row(page).waitFor();
  });
});

test("a wrong password is said, the address stays, and the next try works", async () => {
  await onPage(outside(), OUT, async (page) => {
    await signIn(page, "ana@example.com", "wrong horse");
    const said = page.getByText("The e-mail address or the password is wrong.");
    await said.waitFor();
    assert.equal(await page.getByLabel("E-mail address").inputValue(), "ana@example.com");
    assert.equal(await page.getByLabel(/^Password/).inputValue(), "");
    assert.deepEqual(await violations(page), []);
    await signIn(page);
    await row(page).waitFor();
  });
});

test("what is missing is said at its field, and nothing is sent", async () => {
  await onPage(outside(), OUT, async (page) => {
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.locator("#sign-in-email-error").getByText("Enter your e-mail address").waitFor();
    await page.locator("#sign-in-password-error").getByText("Enter your password").waitFor();
  });
});

test("who tries too often is told when to try again, and may then", async () => {
  const console = outside();
  console.identity.rest = 2;
  await onPage(console, OUT, async (page) => {
    await signIn(page);
    await page.getByText("Too many attempts. Try again in 2 s.").waitFor();
    await page.getByRole("button", { name: /^Wait / }).waitFor();
    console.identity.rest = 0;
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await row(page).waitFor();
  });
});

test("a server that does not answer is no wrong password", async () => {
  const console = outside();
  await onPage(console, OUT, async (page) => {
    await page.getByLabel("E-mail address").waitFor();
    console.faults.set("POST /sign-in", { status: 500, code: "internal", message: "something went wrong on our side" });
    await signIn(page);
    await page.getByText("Something went wrong on our side (request req-door)").waitFor();
    assert.equal(await page.getByLabel(/^Password/).inputValue(), "correct horse battery");
  });
});

test("providers are links to where signing in through them begins", async () => {
  const console = outside();
  console.identity.providers = [{ id: "corp", name: "Corp SSO", path: "/sign-in/with/corp" }];
  await onPage(console, OUT, async (page) => {
    const link = page.getByRole("link", { name: "Sign in with Corp SSO" });
    await link.waitFor();
    assert.equal(await link.getAttribute("href"), "/sign-in/with/corp");
  });
});

test("an invitation makes an account and signs in", async () => {
  const console = Object.assign(new FakeConsole(), { signedIn: false });
  await onPage(console, { ...OUT, path: "/invitation#an-invitation" }, async (page) => {
    await page.getByLabel(/^Password/).fill("correct horse battery");
    await page.getByRole("button", { name: "Accept and sign in" }).click();
    await page.locator("#join-name-error").waitFor();
    await page.getByLabel(/^Name/).fill("Cho Min");
    await page.getByRole("button", { name: "Accept and sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  });
});

test("an invitation that is used up or cut short says so", async () => {
  const console = Object.assign(new FakeConsole(), { signedIn: false });
  await onPage(console, { ...OUT, path: "/invitation#another" }, async (page) => {
    await page.getByLabel(/^Name/).fill("Cho Min");
    await page.getByLabel(/^Password/).fill("correct horse battery");
    await page.getByRole("button", { name: "Accept and sign in" }).click();
    await page.getByText("This invitation was used, taken back, or has expired.").waitFor();
    await page.goto(`${console.url}/invitation`);
    await page.getByText("This link is not complete").waitFor();
    assert.deepEqual(await violations(page), []);
  });
});

test("a session that ends keeps the page, what was typed, and the change that met its end", async () => {
  const console = shop(5);
  console.permissions = [...console.permissions, "members:read", "members:manage"];
  console.user = { id: "ana", name: "Ana Lima" };
  await onPage(console, { ...OUT, path: "/settings/members" }, async (page) => {
    await page.getByRole("button", { name: "Invite", exact: true }).first().click();
    const form = page.locator("#invite-dialog");
    await form.getByLabel("E-mail address").fill("dan@example.com");
    await form.getByLabel("Viewer").check();
    console.signedIn = false;
    await form.getByRole("button", { name: "Invite", exact: true }).click();
    const again = page.getByRole("alertdialog", { name: "Your session has ended" });
    await again.waitFor();
    assert.deepEqual(await violations(page), []);
    // Escape is no way out of it.
    await page.keyboard.press("Escape");
    await again.getByLabel("E-mail address").fill("ana@example.com");
    await again.getByLabel(/^Password/).fill("correct horse battery");
    await again.getByRole("button", { name: "Sign in", exact: true }).click();
    await again.waitFor({ state: "hidden" });
    await page.getByText("/invitation#secret-i1").waitFor();
    const sent = console.requests.filter(({ name }) => name === "invitations.create");
    assert.equal(sent.length, 2);
    assert.equal(sent[0].headers["idempotency-key"], sent[1].headers["idempotency-key"]);
    assert.equal(console.identity.invitations.length, 1);
    await page.getByText("Live", { exact: true }).waitFor();
  });
});

test("somebody else in the place of who was here gets a page of their own", async () => {
  const console = shop(5);
  await onPage(console, OUT, async (page) => {
    await row(page).waitFor();
    await page.evaluate(() => (globalThis.isSamePage = true));
    console.signedIn = false;
    console.cutStreams();
    await page.getByRole("alertdialog").waitFor();
    console.user = { id: "ben", name: "Ben Okafor" };
    await signIn(page);
    await row(page).waitFor();
    await page.waitForFunction(() => !globalThis.isSamePage);
    await page.getByRole("button", { name: "Signed in as Ben Okafor" }).waitFor();
  });
});

test("signing in again in one tab opens the others, signing out closes them", async () => {
  const console = shop(5);
  await inTabs(console, 2, async ([one, other]) => {
    for (const page of [one, other]) {
      await page.getByText("Live", { exact: true }).waitFor();
      await page.getByRole("row").nth(1).waitFor();
    }
    console.signedIn = false;
    console.cutStreams();
    for (const page of [one, other]) await page.getByRole("alertdialog").waitFor();
    await one.bringToFront();
    await signIn(one);
    for (const page of [one, other]) await page.getByRole("alertdialog").waitFor({ state: "hidden" });
    await one.getByRole("button", { name: /^Signed in as/ }).click();
    await one.getByRole("button", { name: "Sign out" }).click();
    for (const page of [one, other]) {
      await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
      assert.equal(await page.getByRole("row").count(), 0, "nothing is left on the screen");
    }
  });
});
