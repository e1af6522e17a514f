// Starts the wasm module. WASM_URL is filled in by the build.
import init from "console-ui";

init({ module_or_path: WASM_URL }).catch((error) => {
  console.error(error);
  const note = document.getElementById("boot-note");
  if (note) note.textContent = "The console could not start in this browser: " + error;
});
