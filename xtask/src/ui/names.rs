//! Short names between the wasm module and its glue: wasm-bindgen's carry hashes, which compress badly and stand in
//! both files.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde_json::Value;

/// What wasm-opt calls the one module everything is imported from.
const MODULE: &str = "a";

/// Old names to new ones, as `wasm-opt --minify-imports-and-exports-and-modules` prints them.
#[derive(Debug, Default)]
pub(super) struct Renames {
    modules: Vec<String>,
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

impl Renames {
    pub(super) fn parse(printed: &str) -> Result<Self> {
        let printed: Value = serde_json::from_str(printed).context("wasm-opt printed no renames")?;
        let rows = |kind: &str| -> Vec<Vec<String>> {
            serde_json::from_value(printed[kind].clone()).unwrap_or_default()
        };
        let mut renames = Self::default();
        for row in rows("imports") {
            let [module, old, new] =
                <[String; 3]>::try_from(row).map_err(|_| anyhow::anyhow!("an odd import"))?;
            if !renames.modules.contains(&module) {
                renames.modules.push(module);
            }
            renames.imports.insert(old, new);
        }
        for row in rows("exports") {
            let [old, new] = <[String; 2]>::try_from(row).map_err(|_| anyhow::anyhow!("an odd export"))?;
            renames.exports.insert(old, new);
        }
        Ok(renames)
    }

    /// The short name of an export.
    pub(super) fn export<'a>(&'a self, name: &'a str) -> &'a str {
        self.exports.get(name).map_or(name, String::as_str)
    }

    /// The glue with the new names: imports wherever they stand, exports as members of `wasm`, and one object for the
    /// one module that everything is imported from.
    pub(super) fn apply(&self, glue: &str) -> Result<String> {
        let glue = self.rename(glue, |before| before.ends_with("wasm."));
        let mut objects = Vec::new();
        let mut merged = glue;
        for module in &self.modules {
            let key = format!("{module:?}: ");
            let at = merged.find(&key).with_context(|| format!("the glue does not hand over {module}"))?;
            let end = merged[at..].find(',').map_or(merged.len(), |length| at + length + 1);
            objects.push(format!("...{}", merged[at + key.len()..end].trim_end_matches(',')));
            let place = if objects.len() == self.modules.len() { "MERGED" } else { "" };
            merged.replace_range(at..end, place);
        }
        Ok(merged.replacen("MERGED", &format!("{MODULE:?}: {{ {} }},", objects.join(", ")), 1))
    }

    /// Another script with the new names of what it offers to the module.
    pub(super) fn apply_to_imports(&self, script: &str) -> String {
        self.rename(script, |_| false)
    }

    fn rename(&self, script: &str, is_export: impl Fn(&str) -> bool) -> String {
        let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '$');
        let mut out = String::with_capacity(script.len());
        let mut rest = script;
        while let Some(start) = rest.find(is_name) {
            out.push_str(&rest[..start]);
            let end = rest[start..]
                .find(|character| !is_name(character))
                .map_or(rest.len(), |length| start + length);
            let name = &rest[start..end];
            let export = self.exports.get(name).filter(|_| is_export(&out));
            out.push_str(self.imports.get(name).or(export).map_or(name, String::as_str));
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_exports_and_the_module_get_their_short_names() {
        let printed = r#"{"imports":[["./x_bg.js","__wbg_new_0a1b","$"],["./x_bg.js","__wbg_now_77","b"],
            ["./link.js","load","e"]],"exports":[["memory","c"],["main","d"]]}"#;
        let glue = "import * as import1 from \"./link.js\";\n\
                    const import0 = { __wbg_new_0a1b: function() {}, __wbg_now_77: 1 };\n\
                    return { \"./x_bg.js\": import0, \"./link.js\": import1, };\n\
                    wasm.main(wasm.memory.buffer, memory, __wbg_now_777);";
        let renames = Renames::parse(printed).unwrap();
        assert_eq!(
            renames.apply(glue).unwrap(),
            "import * as import1 from \"./link.js\";\n\
             const import0 = { $: function() {}, b: 1 };\n\
             return {  \"a\": { ...import0, ...import1 }, };\n\
             wasm.d(wasm.c.buffer, memory, __wbg_now_777);"
        );
        assert_eq!(renames.apply_to_imports("export const load = 1;"), "export const e = 1;");
    }
}
