// The tenant's own settings, going from one tenant to another, and administering the installation.

import { test } from "node:test";
import assert from "node:assert/strict";

import { FakeConsole } from "./fake-console.mjs";
import { ALL } from "./fake-identity.mjs";
import { onPage, violations } from "./harness.mjs";

function owned() {
  const console = new FakeConsole();
  console.user = { id: "ana", name: "Ana Lima" };
  console.role = { id: "owner", name: "Owner" };
  console.permissions = [...ALL];
  console.platformAdmin = true;
  return console;
}

const hue = (page) => page.evaluate(() => document.documentElement.style.getPropertyValue("--brand-h"));

test("the tenant gets another name", async () => {
  const console = owned();
  await onPage(console, { path: "/settings/tenant" }, async (page) => {
    await page.getByLabel(/^Name/).fill("Observatory");
    await page.getByLabel("Description").fill("Watches the shop");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.waitForFunction(() => document.querySelector("#tenant-name")?.value === "Observatory");
    assert.equal(console.tenants.current().name, "Observatory");
  });
});

test("closing a tenant asks for its name", async () => {
  const console = owned();
  await onPage(console, { path: "/settings/tenant" }, async (page) => {
    await page.locator("#tenant-close").click();
    const question = page.getByRole("alertdialog", { name: "Close Default?" });
    const close = question.getByRole("button", { name: "Close the tenant" });
    assert.ok(await close.isDisabled());
    await question.getByRole("textbox").fill("Default");
    assert.ok(await close.isEnabled());
    assert.deepEqual(await violations(page), []);
  });
});

test("an accent shows at once, says how readable it is, and goes back when it is not saved", async () => {
  const console = owned();
  await onPage(console, { path: "/settings/brand" }, async (page) => {
    await page.getByLabel("Colour").fill("#c2185b");
    await page.waitForFunction(() => Number(document.documentElement.style.getPropertyValue("--brand-h")) < 30);
    assert.equal(await page.getByText("readable", { exact: true }).count(), 4);
    await page.getByLabel("Colour").fill("#12");
    await page.getByText("This is no colour").waitFor();
    await page.getByLabel("Colour").fill("#c2185b");
    await page.getByRole("button", { name: "Save accent" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    const saved = console.tenants.all[0].brand;
    assert.ok(saved.hue > 0 && saved.chroma > 0.1);
    await page.reload();
    await page.getByLabel("Colour").waitFor();
    assert.ok(Math.abs(Number(await hue(page)) - saved.hue) < 0.01);
  });
});

test("going to another tenant leaves nothing of this one", async () => {
  const console = owned();
  await onPage(console, { path: "/rules" }, async (page) => {
    await page.evaluate(() => (globalThis.isSamePage = true));
    await page.getByRole("button", { name: "Switch tenant: Default" }).click();
    await page.getByRole("button", { name: /^Laboratory/ }).click();
    await page.getByRole("button", { name: "Switch tenant: Laboratory" }).waitFor();
    assert.ok(await page.evaluate(() => !globalThis.isSamePage));
  });
});

test("whoever administers the installation makes, suspends and resumes tenants", async () => {
  const console = owned();
  await onPage(console, { path: "/platform/tenants" }, async (page) => {
    await page.getByRole("button", { name: "New tenant" }).click();
    await page.locator("#new-tenant-name").fill("Workshop");
    await page.getByRole("button", { name: "Make tenant" }).click();
    await page.getByRole("row").filter({ hasText: "Workshop" }).waitFor();
    await page.getByRole("button", { name: "Suspend Laboratory" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Suspend" }).click();
    await page.getByText("Suspended").waitFor();
    await page.getByRole("button", { name: "Resume Laboratory" }).click();
    await page.getByText("Laboratory is open again").waitFor();
  });
});

test("users are found, let out and in, and made administrators", async () => {
  const console = owned();
  await onPage(console, { path: "/platform/users" }, async (page) => {
    await page.getByLabel("Find people by name or e-mail address").fill("eve");
    await page.getByText("ana@example.com").waitFor({ state: "detached" });
    const menu = page.getByRole("button", { name: "Actions on Eve Stone" });
    await menu.click();
    await page.getByRole("menuitem", { name: "Disable" }).click();
    await page.getByText("Eve Stone cannot sign in any more").waitFor();
    await menu.click();
    await page.getByRole("menuitem", { name: "Make administrator of the installation" }).click();
    await page.getByText("Eve Stone administers the installation now").waitFor();
    assert.deepEqual([console.tenants.users[1].disabled, console.tenants.users[1].platformAdmin], [true, true]);
  });
});

test("a connection is tried before it is kept, and its token never comes back", async () => {
  const console = owned();
  console.tenants.report = { works: false, problem: "nothing answers there", capabilities: [], checks: [], answeredInMs: null };
  await onPage(console, { path: "/settings/fluo" }, async (page) => {
    await page.getByLabel(/^Address/).first().fill("https://fluo.example");
    await page.locator("#fluo-bearer").fill("hunter2-hunter2");
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "nothing answers there" }).waitFor();
    assert.ok(console.tenants.connection.fromInstallation, "trying keeps nothing");
    console.tenants.report = { works: true, problem: null, capabilities: ["LIVE_FEED"], checks: [], answeredInMs: 12 };
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText("FLUO answered in 12 ms.").waitFor();
    await page.getByRole("button", { name: "Save connection" }).click();
    await page.getByText("One is kept. Leave this empty to go on using it.").waitFor();
    assert.equal(await page.locator("#fluo-bearer").inputValue(), "");
    assert.equal(console.tenants.connection.url, "https://fluo.example");
  });
});

test("how long what is kept stays within its bounds", async () => {
  const console = owned();
  await onPage(console, { path: "/settings/retention" }, async (page) => {
    const days = page.locator("#keep-signal-days");
    await days.fill("0");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.locator("#keep-signal-days-error").waitFor();
    await days.fill("30");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    assert.equal(console.tenants.retention.signalDays, 30);
  });
});
