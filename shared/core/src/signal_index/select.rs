//! Which rows a query asks for: one bit per row.

use console_api::query::{Assignee, Expr, Feature, Field, Pattern, Query, Reader, TextKey, Window};
use console_api::{Severity, SignalStatus};

use super::table::{self, Table};
use super::words::Words;

/// The rows that are asked for: all, or those whose bit is set.
pub(super) enum Selection {
    All(usize),
    Some(Bits),
}

impl Selection {
    pub(super) fn holds(&self, row: u32) -> bool {
        match self {
            Self::All(_) => true,
            Self::Some(bits) => bits.get(row as usize),
        }
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Self::All(rows) => *rows,
            Self::Some(bits) => bits.count(),
        }
    }

    pub(super) fn for_each(&self, mut with: impl FnMut(usize)) {
        match self {
            Self::All(rows) => (0..*rows).for_each(with),
            Self::Some(bits) => {
                for (at, word) in bits.words.iter().enumerate() {
                    let mut word = *word;
                    while word != 0 {
                        with(at * 64 + word.trailing_zeros() as usize);
                        word &= word - 1;
                    }
                }
            }
        }
    }
}

#[derive(Clone)]
pub(super) struct Bits {
    words: Vec<u64>,
    rows: usize,
}

impl Bits {
    fn none(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(64)], rows }
    }

    /// Of each row, whether the value passes.
    fn of<T: Copy>(column: &[T], passes: impl Fn(T) -> bool) -> Self {
        let word = |values: &[T]| {
            values.iter().enumerate().fold(0, |word, (at, value)| word | (u64::from(passes(*value)) << at))
        };
        Self { words: column.chunks(64).map(word).collect(), rows: column.len() }
    }

    pub(super) fn set(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    fn get(&self, row: usize) -> bool {
        self.words[row / 64] >> (row % 64) & 1 == 1
    }

    fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    fn and(mut self, other: &Self) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
        self
    }

    fn or(mut self, other: &Self) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
        self
    }

    fn not(mut self) -> Self {
        self.words.iter_mut().for_each(|word| *word = !*word);
        let beyond = self.rows % 64;
        if let Some(last) = self.words.last_mut().filter(|_| beyond > 0) {
            *last &= (1 << beyond) - 1;
        }
        self
    }
}

pub(super) fn select(table: &Table, query: &Query, reader: Reader<'_>) -> Selection {
    let there = table.gone().map(|gone| Bits::of(gone, |gone| !gone));
    let asked = query.expr().map(|expr| Select { table, reader }.expr(expr));
    match (asked, there) {
        (None, None) => Selection::All(table.len()),
        (Some(bits), None) | (None, Some(bits)) => Selection::Some(bits),
        (Some(asked), Some(there)) => Selection::Some(asked.and(&there)),
    }
}

struct Select<'a> {
    table: &'a Table,
    reader: Reader<'a>,
}

impl Select<'_> {
    fn expr(&self, expr: &Expr) -> Bits {
        match expr {
            Expr::All(parts) => self.combined(parts, Bits::and),
            Expr::Any(parts) => self.combined(parts, Bits::or),
            Expr::Not(inner) => self.expr(inner).not(),
            Expr::Text(pattern) => self.text(pattern),
            Expr::Field(field) => self.field(field),
        }
    }

    fn combined(&self, parts: &[Expr], combine: fn(Bits, &Bits) -> Bits) -> Bits {
        let mut parts = parts.iter().map(|part| self.expr(part));
        let first = parts.next().unwrap_or_else(|| self.none());
        parts.fold(first, |bits, other| combine(bits, &other))
    }

    fn none(&self) -> Bits {
        Bits::none(self.table.len())
    }

    fn text(&self, pattern: &Pattern) -> Bits {
        let Table { service, rule, span, message, friendly, id, trace, .. } = self.table;
        let mut found = [service, rule, span]
            .into_iter()
            .map(|words| in_words(words, |text| pattern.is_in_folded(text)))
            .fold(self.none(), |bits, other| bits.or(&other));
        for texts in [message, friendly, id, trace] {
            texts.mark(pattern, false, &mut found);
        }
        found
    }

    fn field(&self, field: &Field) -> Bits {
        let Table { severity, status, flags, raised, updated, decided, .. } = self.table;
        match field {
            Field::Severity(tests) => {
                let passes = Severity::ALL.map(|severity| tests.iter().any(|test| test.holds(severity)));
                Bits::of(severity, |code| passes[usize::from(code)])
            }
            Field::Status(statuses) => {
                let passes = SignalStatus::ALL.map(|status| statuses.contains(&status));
                Bits::of(status, |code| passes[usize::from(code)])
            }
            Field::Text(key, patterns) => self.texts(*key, patterns),
            Field::Assigned(people) => {
                people.iter().map(|who| self.assigned(who)).fold(self.none(), |bits, other| bits.or(&other))
            }
            Field::Has(features) => {
                let wanted = features.iter().fold(0, |wanted, feature| wanted | flag(*feature));
                Bits::of(flags, |flags| flags & wanted != 0)
            }
            Field::Snoozed(values) => {
                Bits::of(flags, |flags| values.contains(&(flags & table::IS_SNOOZED != 0)))
            }
            Field::Age(tests) => {
                let windows: Vec<_> = tests.iter().map(|test| test.window(self.reader.now)).collect();
                within(raised, &windows)
            }
            Field::From(moment) => {
                let from = moment.resolve(self.reader.now).micros();
                Bits::of(raised, |at| at >= from)
            }
            Field::To(moment) => {
                let to = moment.resolve(self.reader.now).micros();
                Bits::of(raised, |at| at < to)
            }
            Field::Updated(tests) => {
                let windows: Vec<_> = tests.iter().map(|test| test.window(self.reader.now)).collect();
                within(updated, &windows)
            }
            Field::Decided(tests) => {
                let windows: Vec<_> = tests.iter().map(|test| test.window(self.reader.now)).collect();
                within(decided, &windows).and(&Bits::of(decided, |at| at != 0))
            }
        }
    }

    fn texts(&self, key: TextKey, patterns: &[Pattern]) -> Bits {
        let Table { service, rule, span, tags, message, friendly, id, trace, .. } = self.table;
        let is_any = |text: &str| patterns.iter().any(|pattern| pattern.is_folded(text));
        let (texts, whole) = match key {
            TextKey::Service => return in_words(service, is_any),
            TextKey::Rule => return in_words(rule, is_any),
            TextKey::Span => return in_words(span, is_any),
            TextKey::Tag => return in_words(tags, |tags| tags.split_terminator('\n').any(is_any)),
            TextKey::Message => (vec![message], false),
            TextKey::Id => (vec![id, friendly], true),
            TextKey::Trace => (vec![trace], true),
        };
        let mut found = self.none();
        for pattern in patterns {
            texts.iter().for_each(|texts| texts.mark(pattern, whole, &mut found));
        }
        found
    }

    fn assigned(&self, who: &Assignee) -> Bits {
        let Table { owner, owner_name, flags, .. } = self.table;
        let owned = |yes: bool| Bits::of(flags, move |flags| (flags & table::HAS_OWNER != 0) == yes);
        match who {
            Assignee::Nobody => owned(false),
            Assignee::Anybody => owned(true),
            Assignee::Me => {
                let mine: Vec<bool> =
                    (0..owner.len() as u32).map(|code| owner.text(code) == self.reader.me).collect();
                Bits::of(owner.rows(), |code| mine[code as usize]).and(&owned(true))
            }
            Assignee::Is(pattern) => in_words(owner, |text| pattern.is_folded(text))
                .or(&in_words(owner_name, |text| pattern.is_folded(text)))
                .and(&owned(true)),
        }
    }
}

fn in_words(words: &Words, test: impl Fn(&str) -> bool) -> Bits {
    let passing = words.passing(test);
    Bits::of(words.rows(), |code| passing[code as usize])
}

fn within(column: &[i64], windows: &[Window]) -> Bits {
    Bits::of(column, |at| windows.iter().any(|window| window.from <= at && at <= window.until))
}

fn flag(feature: Feature) -> u8 {
    match feature {
        Feature::Note => table::HAS_NOTE,
        Feature::Link => table::HAS_LINK,
        Feature::Owner => table::HAS_OWNER,
        Feature::Tag => table::HAS_TAG,
        Feature::Snooze => table::IS_SNOOZED,
        Feature::Reason => table::HAS_REASON,
        Feature::Pending => table::IS_PENDING,
        Feature::Problem => table::HAS_PROBLEM,
    }
}
