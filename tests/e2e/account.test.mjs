// The account beyond its password: a second factor, ways back by mail, programs that are let in, what the tenant asks.

import { test } from "node:test";
import assert from "node:assert/strict";

import { FakeConsole } from "./fake-console.mjs";
import { ALL } from "./fake-identity.mjs";
import { onPage, shop, violations } from "./harness.mjs";

const OUT = { expectFailures: true };

function ana() {
  const console = new FakeConsole();
  console.user = { id: "ana", name: "Ana Lima" };
  console.permissions = [...ALL];
  return console;
}

test("who has a second factor is asked for its code, and a wrong one is said at its field", async () => {
  const console = Object.assign(shop(5), { signedIn: false });
  console.account.factor.since = console.account.at;
  await onPage(console, OUT, async (page) => {
    await page.getByLabel("E-mail address").fill("ana@example.com");
    await page.getByLabel(/^Password/).fill("correct horse battery");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    const code = page.locator("#second-step-code");
    await code.waitFor();
    assert.equal(await code.getAttribute("autocomplete"), "one-time-code");
    await code.fill("000000");
    await code.press("Enter");
    await page.locator("#second-step-code-error").getByText("The code is wrong").waitFor();
    assert.deepEqual(await violations(page), []);
    await code.fill("123456");
    await code.press("Enter");
    await page.getByRole("row").nth(1).waitFor();
  });
});

test("an app is enrolled, its recovery codes are shown once, and it can be done without", async () => {
  const console = ana();
  await onPage(console, { ...OUT, path: "/settings/security" }, async (page) => {
    await page.getByRole("button", { name: "Set up an authenticator app" }).click();
    await page.getByText("JBSWY3DPEHPK3PXP").waitFor();
    assert.ok(await page.getByRole("img", { name: /^A QR code/ }).evaluate((image) => image.naturalWidth > 0));
    await page.locator("#enrol-code").fill("123456");
    await page.getByRole("button", { name: "Confirm the code" }).click();
    assert.equal(await page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").count(), 10);
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.getByText("10 recovery codes left").waitFor();
    assert.equal(await page.getByText("aaaa-bbb0").count(), 0);
    await page.getByRole("button", { name: "Do without" }).click();
    const dialog = page.getByRole("dialog", { name: "Do without" });
    await dialog.locator("#factor-password").fill("correct horse battery");
    await dialog.locator("#factor-code").fill("123456");
    await dialog.getByRole("button", { name: "Do without" }).click();
    await page.getByRole("button", { name: "Set up an authenticator app" }).waitFor();
  });
});

test("whoever has to have a second factor sets it up before anything else", async () => {
  const console = Object.assign(ana(), { secondFactorRequired: true });
  console.account.factor.required = true;
  await onPage(console, { path: "/rules" }, async (page) => {
    await page.getByText("Your tenant asks you for one").waitFor();
    await page.getByRole("button", { name: "Set up an authenticator app" }).click();
    await page.locator("#enrol-code").fill("123456");
    await page.getByRole("button", { name: "Confirm the code" }).click();
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.getByRole("heading", { level: 1, name: "Rules" }).waitFor();
  });
});

test("a forgotten password is chosen anew by a link", async () => {
  const console = Object.assign(ana(), { signedIn: false });
  await onPage(console, OUT, async (page) => {
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("E-mail address").fill("ana@example.com");
    await page.getByRole("button", { name: "Send link" }).click();
    await page.getByText("Look into your mail").waitFor();
    assert.deepEqual(console.account.mails, ["ana@example.com"]);
    await page.goto(`${console.url}/reset#another`);
    await page.locator("#reset-password").fill("a better horse battery");
    await page.getByRole("button", { name: "Save password" }).click();
    await page.getByText("This link was used or has expired.").waitFor();
    await page.goto(`${console.url}/forgot`);
    await page.goto(`${console.url}/reset#a-link`);
    await page.locator("#reset-password").fill("a better horse battery");
    await page.getByRole("button", { name: "Save password" }).click();
    await page.getByText("Your password is changed").waitFor();
  });
});

test("another address is confirmed by pressing, not by opening the link", async () => {
  await onPage(ana(), { path: "/confirm-email#a-link" }, async (page) => {
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("Confirmed here").waitFor();
  });
});

test("what is dangerous asks again who one is, and then goes on", async () => {
  const console = ana();
  console.account.asksForProof.add("account.change_email");
  await onPage(console, { ...OUT, path: "/settings/profile" }, async (page) => {
    await page.locator("#account-email").fill("ana@new.example");
    await page.getByRole("button", { name: "Change address" }).click();
    const proof = page.getByRole("dialog", { name: "Is it still you?" });
    await proof.locator("#proof-password").fill("correct horse battery");
    await proof.getByRole("button", { name: "Go on" }).click();
    await page.getByText("It becomes ana@new.example once both links were followed.").waitFor();
    assert.equal(console.account.profile.pendingEmail, "ana@new.example");
  });
});

test("a program is let in with what is chosen for it", async () => {
  const console = ana();
  await onPage(console, { ...OUT, path: "/device" }, async (page) => {
    await page.getByLabel(/^Code/).fill("WDJB-MJHT");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("fluo-console on build-7").waitFor();
    await page.getByRole("button", { name: "Only reading" }).click();
    await page.getByRole("button", { name: "Let it in" }).click();
    await page.getByText("It is in", { exact: true }).waitFor();
    assert.equal(console.account.decided.days, 30);
    await page.goto(`${console.url}/device?code=X`);
    await page.getByText("No program shows this code").waitFor();
  });
});

test("the tenant's policy and its access review are kept", async () => {
  const console = ana();
  await onPage(console, { path: "/settings/sign-in" }, async (page) => {
    await page.getByLabel("Admins and owners").check();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    assert.equal(console.account.policy.secondFactor, "admins");
    await page.getByRole("link", { name: "Access review" }).click();
    await page.getByLabel("Note").fill("All as it should be");
    await page.getByRole("button", { name: "Confirm that this is right" }).click();
    await page.getByText("All as it should be").last().waitFor();
    assert.equal(console.account.reviews[0].digest, "d3");
  });
});
