//! What the palette lists, and in which order.

use yew::AttrValue;

use super::fuzzy::{Haystack, Needle};
use super::line::{self, Action, Line, Verb};
use super::recent::{self, RULE, SIGNAL};
use super::search::Found;
use crate::commands::{Command, Commands, Scope, Section};
use crate::query_string;
use crate::route::Route;
use crate::undo::State;
use crate::words as w;

/// Options shown at once; nobody reads on, they type on.
const SHOWN: usize = 50;
/// What was chosen lately is lifted, within its tier.
const LIFT: i32 = 300;

/// What an entry does when it is chosen.
#[derive(Clone)]
pub(crate) enum Does {
    Run(Command),
    Act(Action),
    Visit(Route, String),
    /// Goes on with this line of the command mode.
    Complete(String),
    /// Takes back, or does again, what was done.
    Toggle(u32),
}

#[derive(Clone)]
pub(crate) struct Entry {
    /// Remembered under this, unless empty.
    pub(crate) id: AttrValue,
    pub(crate) title: AttrValue,
    /// Beside the title, quieter.
    pub(crate) detail: AttrValue,
    pub(crate) keys: String,
    pub(crate) section: &'static str,
    pub(crate) refusal: Option<AttrValue>,
    pub(crate) does: Does,
}

/// An entry that is listed, with the characters of its title that were typed.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) entry: Entry,
    pub(crate) at: Vec<usize>,
}

/// Everything there is, ready to be searched.
pub(crate) struct Index {
    entries: Vec<(Entry, Haystack)>,
    /// Place in `entries` of what was chosen lately, the last first.
    recent: Vec<usize>,
    verbs: Vec<Verb>,
}

fn entry(id: impl Into<AttrValue>, title: impl Into<AttrValue>, section: &'static str, does: Does) -> Entry {
    Entry {
        id: id.into(),
        title: title.into(),
        detail: AttrValue::Static(""),
        keys: String::new(),
        section,
        refusal: None,
        does,
    }
}

impl Index {
    pub(crate) fn new(commands: Option<&Commands>) -> Self {
        let Some(commands) = commands else { return Self::of(Vec::new(), &[], Vec::new()) };
        let mut all = commands.all();
        all.sort_by_key(|(_, command)| command.section);
        let places = all
            .iter()
            .filter(|(_, command)| command.section == Section::GoTo)
            .map(|(_, command)| (command.title.to_lowercase(), command.title.to_string(), command.id));
        let verbs = line::verbs(places.collect());
        let keymap = commands.keymap();
        let mut entries: Vec<Entry> = Vec::new();
        for (scope, command) in all {
            // Moves within a widget; by the time one could be chosen the focus is elsewhere.
            if matches!(scope, Scope::Within(_)) {
                continue;
            }
            let keys = keymap.keys(command.id, command.keys);
            let keys = if keymap.silences(keys) { String::new() } else { keys.to_owned() };
            let (title, refusal) = (command.title.clone(), command.refusal.clone());
            let (id, section) = (command.id, command.section.title());
            entries.push(Entry { keys, refusal, ..entry(id, title, section, Does::Run(command)) });
        }
        let choices = verbs.iter().filter(|verb| verb.word != "go").flat_map(|verb| {
            verb.values.iter().map(|value| {
                let id = ["line.", verb.word, ".", &value.word].concat();
                let title = w::palette_choice(verb.title, &value.title);
                let detail = [":", verb.word, " ", &value.word].concat().into();
                Entry { detail, ..entry(id, title, Section::View.title(), Does::Act(value.action.clone())) }
            })
        });
        entries.extend(choices);
        for deed in commands.undo().entries() {
            let (title, offered) = match deed.state {
                State::Done => (w::undo_of(&deed.label), true),
                State::Undone(_) => (w::redo_of(&deed.label), true),
                State::Past => (w::undone_of(&deed.label), false),
            };
            let refusal = if offered { deed.problem } else { Some(w::undo_past().to_owned()) };
            let detail = refusal.clone().filter(|_| offered).unwrap_or_default().into();
            let refusal = refusal.filter(|_| !offered).map(Into::into);
            entries.push(Entry {
                detail,
                refusal,
                ..entry("", title, w::section_history(), Does::Toggle(deed.id))
            });
        }
        Self::of(entries, &recent::recent(), verbs)
    }

    /// Of these entries; `recent` are ids with the titles of signals and rules.
    pub(crate) fn of(mut entries: Vec<Entry>, recent: &[(String, String)], verbs: Vec<Verb>) -> Self {
        let mut places = Vec::new();
        for (id, title) in recent {
            let known = entries.iter().position(|entry| entry.id == *id);
            let thing = || {
                let thing = remembered(id, title)?;
                entries.push(thing);
                Some(entries.len() - 1)
            };
            places.extend(known.or_else(thing));
        }
        let entries = entries.into_iter().map(|entry| {
            let haystack = Haystack::new(&entry.title);
            (entry, haystack)
        });
        Self { entries: entries.collect(), recent: places, verbs }
    }

    pub(super) fn verbs(&self) -> &[Verb] {
        &self.verbs
    }

    /// What fits, the best section first and in it the best entry; without a text everything, the recent first.
    pub(crate) fn find(&self, text: &str) -> Vec<Shown> {
        let needle = Needle::new(text);
        if needle.is_empty() {
            return self.everything();
        }
        let mut found: Vec<(i32, usize, Vec<usize>)> = Vec::new();
        for (index, (_, haystack)) in self.entries.iter().enumerate() {
            if let Some(hit) = needle.find(haystack) {
                let lift = if self.recent.contains(&index) { LIFT } else { 0 };
                found.push((hit.score + lift, index, hit.at));
            }
        }
        let order = |one: &(i32, usize, Vec<usize>), other: &(i32, usize, Vec<usize>)| {
            other.0.cmp(&one.0).then(one.1.cmp(&other.1))
        };
        if found.len() > SHOWN {
            found.select_nth_unstable_by(SHOWN, order);
            found.truncate(SHOWN);
        }
        found.sort_by(order);
        // A section stands where its best entry does.
        let mut sections: Vec<&str> = Vec::new();
        for (_, index, _) in &found {
            let section = self.entries[*index].0.section;
            if !sections.contains(&section) {
                sections.push(section);
            }
        }
        let place = |section: &str| sections.iter().position(|other| *other == section);
        found.sort_by_key(|(_, index, _)| place(self.entries[*index].0.section));
        found.into_iter().map(|(_, index, at)| Shown { entry: self.entries[index].0.clone(), at }).collect()
    }

    fn everything(&self) -> Vec<Shown> {
        let recent = self.recent.iter().map(|index| {
            let entry = Entry { section: w::section_recent(), ..self.entries[*index].0.clone() };
            Shown { entry, at: Vec::new() }
        });
        let others = self
            .entries
            .iter()
            .enumerate()
            // What is known only because it was chosen lately stands there already.
            .filter(|(index, (entry, _))| !self.recent.contains(index) || !is_thing(&entry.id))
            .map(|(_, (entry, _))| Shown { entry: entry.clone(), at: Vec::new() });
        recent.chain(others).take(SHOWN).collect()
    }
}

fn is_thing(id: &str) -> bool {
    id.starts_with(SIGNAL) || id.starts_with(RULE)
}

/// A signal or rule that was gone to before.
fn remembered(id: &str, title: &str) -> Option<Entry> {
    if let Some(signal) = id.strip_prefix(SIGNAL) {
        let query = query_string::build([("sel", signal)]);
        return Some(entry(
            id.to_owned(),
            title.to_owned(),
            w::section_signals(),
            Does::Visit(Route::Signals, query),
        ));
    }
    let rule = id.strip_prefix(RULE)?;
    let query = query_string::build([("rule", rule)]);
    Some(entry(id.to_owned(), title.to_owned(), w::section_rules(), Does::Visit(Route::Signals, query)))
}

/// How a line of the command mode can go on, or what it does.
pub(super) fn of_line(text: &str, verbs: &[Verb]) -> Vec<Shown> {
    let section = w::section_line();
    let whole = match line::read(text, verbs) {
        Line::Whole(action) => Some(action),
        Line::Unfinished | Line::Wrong { .. } => None,
    };
    let completions = line::completions(text, verbs).into_iter();
    completions
        .map(|completion| {
            let does = match line::read(&completion.line, verbs) {
                Line::Whole(action) if completion.is_whole => Does::Act(action),
                _ => Does::Complete(completion.line.clone()),
            };
            let detail = AttrValue::from([":", completion.line.trim_end()].concat());
            Entry { detail, ..entry("", completion.title, section, does) }
        })
        .filter(|entry| match (&whole, &entry.does) {
            (Some(whole), Does::Act(action)) => whole == action,
            _ => true,
        })
        .map(|entry| Shown { entry, at: Vec::new() })
        .collect()
}

/// Signals and rules that the console found.
pub(super) fn of_found(found: &Found, text: &str) -> Vec<Shown> {
    let needle = Needle::new(text);
    let marked = |entry: Entry| {
        let at = needle.find(&Haystack::new(&entry.title)).map(|hit| hit.at).unwrap_or_default();
        Shown { entry, at }
    };
    let signals = found.signals.iter().flatten().map(|signal| {
        let name = signal.friendly_id.clone().unwrap_or_else(|| signal.id.0.clone());
        let query = query_string::build([("sel", signal.id.as_str())]);
        let id = [SIGNAL, signal.id.as_str()].concat();
        let detail = [signal.service.as_str(), " · ", &signal.message].concat().into();
        Entry { detail, ..entry(id, name, w::section_signals(), Does::Visit(Route::Signals, query)) }
    });
    let rules = found.rules.iter().flatten().map(|rule| {
        let query = query_string::build([("rule", rule.id.as_str())]);
        let description = rule.versions.first().and_then(|version| version.description.clone());
        let id = [RULE, rule.id.as_str()].concat();
        let detail = description.unwrap_or_default().into();
        Entry {
            detail,
            ..entry(id, rule.id.0.clone(), w::section_rules(), Does::Visit(Route::Signals, query))
        }
    });
    signals.chain(rules).map(marked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(titles: &[(&'static str, &'static str)], recent: &[&str]) -> Index {
        let entries = titles.iter().map(|(id, title)| {
            let section = id.split('.').next().unwrap_or_default();
            entry(*id, *title, section, Does::Complete(String::new()))
        });
        let recent: Vec<_> = recent.iter().map(|id| ((*id).to_owned(), "name".to_owned())).collect();
        Index::of(entries.collect(), &recent, Vec::new())
    }

    fn ids(shown: &[Shown]) -> Vec<&str> {
        shown.iter().map(|shown| shown.entry.id.as_str()).collect()
    }

    #[test]
    fn sections_stay_together_the_best_first() {
        let index = index(
            &[("go.rules", "Rules"), ("go.other", "Overrule"), ("view.ruler", "Show ruler"), ("view.x", "x")],
            &[],
        );
        assert_eq!(ids(&index.find("rul")), ["go.rules", "go.other", "view.ruler"]);
        assert_eq!(ids(&index.find("show")), ["view.ruler"]);
    }

    #[test]
    fn what_was_chosen_lately_comes_before_its_equals_but_not_before_a_better_fit() {
        let titles = [("a.one", "Theme: dark"), ("a.two", "Theme: soft"), ("a.three", "Light theme")];
        assert_eq!(ids(&index(&titles, &["a.two"]).find("theme")), ["a.two", "a.one", "a.three"]);
        assert_eq!(ids(&index(&titles, &["a.three"]).find("theme")), ["a.one", "a.two", "a.three"]);
    }

    #[test]
    fn without_a_text_the_recent_stand_first_and_a_thing_once() {
        let index = index(&[("go.rules", "Rules"), ("go.fluo", "FLUO")], &["signal:7", "go.fluo", "gone"]);
        assert_eq!(ids(&index.find("")), ["signal:7", "go.fluo", "go.rules", "go.fluo"]);
        assert_eq!(ids(&index.find("name")), ["signal:7"]);
    }

    #[test]
    fn a_whole_line_leaves_one_way_to_go() {
        let verbs = line::verbs(Vec::new());
        assert_eq!(of_line("theme dark", &verbs).len(), 1);
        assert_eq!(of_line("theme ", &verbs).len(), 3);
        assert!(of_line("theme drak", &verbs).is_empty());
    }
}
