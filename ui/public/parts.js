// Fetches the parts the module was cut into. A part comes as one file: what only it needs, and its copies of the small
// chunks it shares with other parts. Large shared chunks are files of their own, so they are fetched once.
//
// Layout of a part: 4 bytes, little-endian, the length of what follows; JSON, an array of [name, length]; the wasm
// modules of those names, one behind the other. They only fill the table of the first module, in any order.

/**
 * The loaders of the parts. `exportsOf` answers what the first module exports; of it, `shared` names what parts import,
 * by its name there and its name here; `given` is handed to them besides. `parts` has the addresses of each part: its file, then its large chunks.
 */
export function loaders(exportsOf, shared, given, parts) {
  const modules = new Map();
  const loaded = new Map();
  let imports;

  function known() {
    const exported = exportsOf();
    imports ??= { __wasm_split: { ...given, ...Object.fromEntries(shared.map(([there, here]) => [here, exported[there]])) } };
    return imports;
  }

  /** Makes a module once, however many parts bring it. */
  function make(name, bytes) {
    return once(modules, name, () => WebAssembly.instantiate(bytes(), known()));
  }

  async function bytes(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  async function unpack(url) {
    const file = await bytes(url);
    const size = new DataView(file.buffer).getUint32(0, true);
    let at = 4 + size;
    const index = JSON.parse(new TextDecoder().decode(file.subarray(4, at)));
    return Promise.all(
      index.map(([name, length]) => {
        const start = at;
        at += length;
        return make(name, () => file.subarray(start, start + length));
      }),
    );
  }

  async function large(url) {
    if (!modules.has(url)) {
      const file = await bytes(url);
      await make(url, () => file);
    }
    return modules.get(url);
  }

  const load = (part) => {
    const [file, ...chunks] = parts[part];
    return once(loaded, part, () => Promise.all([unpack(file), ...chunks.map(large)]));
  };

  /** What the module calls: begins to load, and calls back with whether the part is here. */
  return (part) => async (callback, data) => {
    let arrived = true;
    await load(part).catch((error) => {
      console.error(error);
      arrived = false;
    });
    const { __indirect_function_table: table } = known().__wasm_split;
    table.get(callback)(data, arrived);
  };
}

/** What was begun under this name; a failure is forgotten, so the next one tries again. */
function once(begun, name, begin) {
  if (!begun.has(name)) {
    const task = begin();
    begun.set(name, task);
    task.catch(() => begun.delete(name));
  }
  return begun.get(name);
}
