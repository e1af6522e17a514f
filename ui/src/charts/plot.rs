//! The script that draws: `ui/js/charts.js`, with what it reports back.

use js_sys::{Array, Float64Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::Element;
use yew::UseReducerDispatcher;

use super::axis::Tick;
use super::frame::{Frame, RIGHT, View};
use super::model::{Kind, Level, Threshold};
use super::state::{Action, By, State};
use crate::lazy::{self, Missing, function, object};
use crate::words as w;

const SCRIPT: &str = "charts.js";

/// What cannot change without drawing another chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spec {
    pub(super) height: f64,
    pub(super) log: bool,
    pub(super) group: Option<String>,
    pub(super) kinds: Vec<Kind>,
    /// Upper and lower series.
    pub(super) bands: Vec<(usize, usize)>,
}

/// A chart on the page; taken away with its owner.
pub(super) struct Plot {
    script: JsValue,
    /// Called by the script for as long as it lives.
    _events: [Closure<dyn FnMut(JsValue, JsValue)>; 5],
}

impl Plot {
    pub(super) async fn create(
        host: Element,
        spec: &Spec,
        dispatch: UseReducerDispatcher<State>,
        zoomed: impl Fn((f64, f64)) + 'static,
    ) -> Result<Self, Missing> {
        let module = lazy::module(SCRIPT).await?;
        let heard = |action: fn(Option<f64>, Option<f64>) -> Option<Action>| {
            let dispatch = dispatch.clone();
            Closure::<dyn FnMut(JsValue, JsValue)>::new(move |a: JsValue, b: JsValue| {
                if let Some(action) = action(a.as_f64(), b.as_f64()) {
                    dispatch.dispatch(action);
                }
            })
        };
        let events = [
            heard(|time, _| Some(Action::Pointed(By::Pointer, time))),
            heard(|_, _| Some(Action::Pointed(By::Pointer, None))),
            heard(|time, _| Some(Action::Pointed(By::Group, time))),
            heard(|width, _| width.map(Action::Resized)),
            Closure::new(move |from: JsValue, to: JsValue| {
                if let (Some(from), Some(to)) = (from.as_f64(), to.as_f64()) {
                    zoomed((from, to));
                }
            }),
        ];
        let names = ["pointed", "left", "echoed", "resized", "zoomed"];
        let listeners = object(names.into_iter().zip(events.iter().map(|event| event.as_ref().clone())));
        let script = function(&module, "createChart")?.call3(
            &JsValue::UNDEFINED,
            &host,
            &spec.to_script(),
            &listeners,
        )?;
        Ok(Self { script, _events: events })
    }

    pub(super) fn update(&self, frame: &Frame, view: &View) {
        self.call("update", &[frame.to_script(view)]);
    }

    /// Marks a moment and the values there; nothing takes the mark away.
    pub(super) fn mark(&self, at: Option<(f64, Vec<f64>)>) {
        match at {
            Some((time, values)) => self.call("mark", &[time.into(), numbers(&values)]),
            None => self.call("mark", &[]),
        }
    }

    /// Moves the cursor of the other charts of the group.
    pub(super) fn echo(&self, time: f64) {
        self.call("echo", &[time.into()]);
    }

    pub(super) fn highlight(&self, series: Option<usize>) {
        self.call("highlight", &[series.map_or(-1.0, |series| series as f64).into()]);
    }

    fn call(&self, name: &str, arguments: &[JsValue]) {
        if let Ok(function) = function(&self.script, name) {
            let arguments: Array = arguments.iter().collect();
            let _ = function.apply(&self.script, &arguments);
        }
    }
}

impl Drop for Plot {
    fn drop(&mut self) {
        self.call("destroy", &[]);
    }
}

fn list(items: impl IntoIterator<Item = JsValue>) -> JsValue {
    items.into_iter().collect::<Array>().into()
}

fn numbers(values: &[f64]) -> JsValue {
    Float64Array::from(values).into()
}

impl Spec {
    fn to_script(&self) -> JsValue {
        let series = self.kinds.iter().map(|kind| object([("kind", kind.name().into())]));
        let bands = self.bands.iter().map(|(upper, lower)| numbers(&[*upper as f64, *lower as f64]));
        object([
            ("height", self.height.into()),
            ("log", self.log.into()),
            ("group", self.group.as_deref().map_or(JsValue::NULL, JsValue::from)),
            ("series", list(series)),
            ("bands", list(bands)),
        ])
    }
}

impl Frame {
    fn to_script(&self, view: &View) -> JsValue {
        let ticks = |ticks: &[Tick]| {
            list(
                ticks
                    .iter()
                    .map(|tick| object([("at", tick.at.into()), ("label", tick.label.as_str().into())])),
            )
        };
        let threshold = |threshold: &Threshold| {
            let value = view.unit.exact(threshold.value);
            let label = match threshold.level {
                Level::Warning => w::threshold_warning(&value),
                Level::Critical => w::threshold_critical(&value),
            };
            let level = threshold.level.name();
            object([("value", threshold.value.into()), ("level", level.into()), ("label", label.into())])
        };
        object([
            ("left", self.left.into()),
            ("right", RIGHT.into()),
            ("x", list([self.x.0.into(), self.x.1.into()])),
            ("y", list([self.y.0.into(), self.y.1.into()])),
            ("xTicks", ticks(&self.x_ticks)),
            ("yTicks", ticks(&self.y_ticks)),
            ("times", numbers(&self.drawn.times)),
            ("values", list(self.drawn.values.iter().map(|values| numbers(values)))),
            ("shown", list(view.shown.iter().map(|shown| JsValue::from(*shown)))),
            ("thresholds", list(view.thresholds.iter().map(threshold))),
        ])
    }
}
