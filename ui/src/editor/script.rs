//! The script `ui/js/editor.js`, and what it asks.

use std::rc::Rc;

use console_rules::assist::Kind;
use console_rules::{Language, Schema};
use js_sys::{Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::Element;

use super::answers::{self, Remark};
use crate::lazy::{self, Missing, function, object};

const SCRIPT: &str = "editor.js";

type Ask = Closure<dyn FnMut(JsValue, JsValue) -> JsValue>;

/// An editor or a comparison on the page; taken away with its owner.
pub(super) struct Script {
    script: JsValue,
    /// Called by the script for as long as it lives.
    _asked: Vec<Ask>,
}

/// What an editor is made with.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setup {
    pub(super) text: String,
    pub(super) label: String,
    pub(super) description: String,
    pub(super) read_only: bool,
    /// In rem.
    pub(super) min_height: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) before: String,
    pub(super) after: String,
    pub(super) before_label: String,
    pub(super) after_label: String,
    /// One below the other instead of side by side.
    pub(super) unified: bool,
}

impl Script {
    pub(super) async fn editor(
        host: Element,
        setup: &Setup,
        language: Language,
        schema: Option<Rc<Schema>>,
        changed: impl Fn(String) + 'static,
    ) -> Result<Self, Missing> {
        let module = lazy::module(SCRIPT).await?;
        let (ask, mut asked) = questions(language, schema);
        let heard = ask_of(move |text, _| {
            changed(text);
            JsValue::UNDEFINED
        });
        let options = object([
            ("doc", setup.text.as_str().into()),
            ("label", setup.label.as_str().into()),
            ("description", setup.description.as_str().into()),
            ("readOnly", setup.read_only.into()),
            ("minHeight", [&setup.min_height.to_string(), "rem"].concat().into()),
        ]);
        let create = function(&module, "createEditor")?;
        let script = create.apply(&module, &Array::of4(&host, &options, &ask, heard.as_ref()))?;
        asked.push(heard);
        Ok(Self { script, _asked: asked })
    }

    pub(super) async fn comparison(host: Element, pair: &Pair, language: Language) -> Result<Self, Missing> {
        let module = lazy::module(SCRIPT).await?;
        let (ask, asked) = questions(language, None);
        let options = object([
            ("before", pair.before.as_str().into()),
            ("after", pair.after.as_str().into()),
            ("beforeLabel", pair.before_label.as_str().into()),
            ("afterLabel", pair.after_label.as_str().into()),
            ("unified", pair.unified.into()),
        ]);
        let script = function(&module, "createDiff")?.call3(&module, &host, &options, &ask)?;
        Ok(Self { script, _asked: asked })
    }

    pub(super) fn set_text(&self, text: &str) {
        self.call("setText", &text.into());
    }

    pub(super) fn set_read_only(&self, locked: bool) {
        self.call("setReadOnly", &locked.into());
    }

    /// False where the text cannot be read.
    pub(super) fn format(&self) -> bool {
        self.call("format", &JsValue::UNDEFINED).is_truthy()
    }

    pub(super) fn search(&self) {
        self.call("search", &JsValue::UNDEFINED);
    }

    fn call(&self, name: &str, argument: &JsValue) -> JsValue {
        let answer =
            function(&self.script, name).and_then(|function| Ok(function.call1(&self.script, argument)?));
        answer.unwrap_or(JsValue::UNDEFINED)
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.call("destroy", &JsValue::UNDEFINED);
    }
}

fn ask_of(answer: impl Fn(String, u32) -> JsValue + 'static) -> Ask {
    Closure::new(move |text: JsValue, at: JsValue| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in a text")]
        answer(text.as_string().unwrap_or_default(), at.as_f64().unwrap_or(0.0) as u32)
    })
}

/// The object of questions, and what has to be kept for as long as they are asked.
fn questions(language: Language, schema: Option<Rc<Schema>>) -> (JsValue, Vec<Ask>) {
    let (for_lint, for_completion) = (schema.clone(), schema.clone());
    let asked = vec![
        ask_of(move |text, _| Uint32Array::from(answers::roles(language, &text).as_slice()).into()),
        ask_of(move |text, _| {
            let remarks = answers::diagnose(language, &text, for_lint.as_deref());
            remarks.iter().map(remark).collect::<Array>().into()
        }),
        ask_of(move |text, at| {
            let found = answers::complete(language, &text, at, for_completion.as_deref());
            let options: Array = found.items.iter().map(proposal).collect();
            object([("from", found.from.into()), ("options", options.into())])
        }),
        ask_of(move |text, at| match answers::hover(language, &text, at, schema.as_deref()) {
            Some(note) => {
                object([("from", note.from.into()), ("to", note.to.into()), ("text", note.text.into())])
            }
            None => JsValue::NULL,
        }),
        ask_of(move |text, _| language.format(&text).map_or(JsValue::NULL, JsValue::from)),
    ];
    let names = ["roles", "diagnose", "complete", "hover", "format"];
    (object(names.into_iter().zip(asked.iter().map(|ask| ask.as_ref().clone()))), asked)
}

fn remark(remark: &Remark) -> JsValue {
    let fix = remark.fix.as_ref().map_or(JsValue::UNDEFINED, |fix| {
        object([
            ("title", fix.title.as_str().into()),
            ("from", fix.from.into()),
            ("to", fix.to.into()),
            ("insert", fix.insert.as_str().into()),
        ])
    });
    object([
        ("from", remark.from.into()),
        ("to", remark.to.into()),
        ("severity", answers::severity_word(remark.severity).into()),
        ("message", remark.message.as_str().into()),
        ("code", remark.code.as_str().into()),
        ("fix", fix),
    ])
}

fn proposal(item: &console_rules::assist::Completion) -> JsValue {
    let kind = match item.kind {
        Kind::Field | Kind::Attribute => "property",
        Kind::Operation => "function",
        Kind::Method => "method",
        Kind::Operator | Kind::Keyword => "keyword",
        Kind::Value => "text",
    };
    let info = if item.doc.is_empty() { JsValue::UNDEFINED } else { item.doc.as_str().into() };
    object([
        ("label", item.label.as_str().into()),
        ("apply", item.insert.as_str().into()),
        ("type", kind.into()),
        ("detail", item.detail.as_str().into()),
        ("info", info),
    ])
}
