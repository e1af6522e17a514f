// A panic ends the wasm module: what is said then takes no wasm, only what is here.

let dead = false;
function stopped(message, stack) {
  if (dead) return;
  dead = true;
  const report = [
    message,
    "",
    `Page: ${location.href}`,
    `Build: ${document.documentElement.dataset.version ?? "unknown"}, ${import.meta.url.split("/").pop()}`,
    `Time: ${new Date().toISOString()}`,
    `Browser: ${navigator.userAgent}`,
    stack ?? "",
  ].join("\n");
  console.error(report);
  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  const title = Object.assign(make("h1", "crash-title", "The console stopped"), { tabIndex: -1 });
  const details = Object.assign(make("pre", "code crash-report", report), { tabIndex: 0 });
  details.setAttribute("role", "region");
  details.setAttribute("aria-label", "Report");
  const reload = make("button", "button button-primary", "Reload the page");
  reload.onclick = () => location.reload();
  const copy = make("button", "button button-outline", "Copy the report");
  copy.onclick = async () => {
    const copied = await navigator.clipboard?.writeText(report).then(() => true, () => false);
    note.textContent = copied ? "Copied" : "The browser does not allow copying: select the report instead";
    if (!copied) getSelection().selectAllChildren(details);
  };
  const home = Object.assign(make("a", "button button-outline", "Go to the start page"), { href: "/" });
  const note = make("span", "", "");
  note.setAttribute("role", "status");
  const actions = make("p", "crash-actions", "");
  actions.append(reload, copy, home, note);
  const page = make("main", "crash", "");
  const words = "This is a mistake of ours. What was saved is safe on the server. Reloading the page brings it back; if it stops again, send us the report.";
  page.append(title, make("p", "", words), actions, details);
  document.body.replaceChildren(page);
  document.title = "The console stopped · Fluo Console";
  title.focus();
}
addEventListener("fluo:panic", (event) => stopped(event.detail, new Error().stack));
for (const kind of ["error", "unhandledrejection"]) {
  addEventListener(kind, (event) => {
    const error = event.error ?? event.reason;
    if (error instanceof WebAssembly.RuntimeError) stopped(String(error), error.stack);
    // What the dead module still throws says nothing new, and nobody is there to hear it.
    if (dead) event.stopImmediatePropagation();
  }, true);
}
