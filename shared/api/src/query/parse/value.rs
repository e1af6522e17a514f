//! What the values of each key may be.

use super::{Parser, Raw};
use crate::query::expr::{Assignee, Elapsed, Feature, Key, Moment, Test, TextKey};
use crate::query::fault::{Fault, Problem};
use crate::query::pattern::Pattern;
use crate::query::read;
use crate::{Severity, SignalStatus};

/// What a value may be compared by.
enum Comparison<'v> {
    Is(&'v str),
    Over(&'v str),
    AtLeast(&'v str),
    Under(&'v str),
    AtMost(&'v str),
    Between(&'v str, &'v str),
}

impl Parser<'_> {
    pub(super) fn each<T>(
        &self,
        raws: &[Raw],
        value: impl Fn(&Raw) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        raws.iter().map(value).collect()
    }

    fn wrong(&self, raw: &Raw, problem: Problem) -> Fault {
        self.fault(raw.span.start, raw.span.end, problem)
    }

    fn unknown(&self, raw: &Raw, key: Key) -> Fault {
        let value = raw.plain();
        let near = read::nearest(&value, key.words().iter().copied());
        self.wrong(raw, Problem::UnknownValue(key, value, near))
    }

    pub(super) fn pattern(&self, raw: &Raw, key: TextKey) -> Result<Pattern, Fault> {
        if self.text[raw.span.start..].starts_with(['>', '<']) {
            return Err(self.wrong(raw, Problem::NotOrdered(key.key())));
        }
        Ok(Pattern::of(raw.pieces.clone()))
    }

    pub(super) fn severity(&self, raw: &Raw) -> Result<Test<Severity>, Fault> {
        let test = self.test(
            raw,
            Key::Severity,
            |word| Severity::parse(&word.to_ascii_uppercase()),
            |_| self.unknown(raw, Key::Severity),
        )?;
        match test {
            Test::Between(least, most) if least < most => {
                Err(self.wrong(raw, Problem::Backwards(Key::Severity)))
            }
            test => Ok(test),
        }
    }

    pub(super) fn status(&self, raw: &Raw) -> Result<SignalStatus, Fault> {
        self.unordered(raw, Key::Status)?;
        let word = raw.plain().to_ascii_uppercase().replace('-', "_");
        SignalStatus::parse(&word).ok_or_else(|| self.unknown(raw, Key::Status))
    }

    pub(super) fn assignee(&self, raw: &Raw) -> Result<Assignee, Fault> {
        self.unordered(raw, Key::Assigned)?;
        let word = raw.plain().to_ascii_lowercase();
        Ok(match word.as_str() {
            "me" if !raw.quoted => Assignee::Me,
            "none" if !raw.quoted => Assignee::Nobody,
            "any" if !raw.quoted => Assignee::Anybody,
            _ => Assignee::Is(Pattern::of(raw.pieces.clone())),
        })
    }

    pub(super) fn feature(&self, raw: &Raw) -> Result<Feature, Fault> {
        self.unordered(raw, Key::Has)?;
        let word = raw.plain().to_ascii_lowercase();
        Feature::ALL
            .into_iter()
            .find(|feature| feature.as_str() == word)
            .ok_or_else(|| self.unknown(raw, Key::Has))
    }

    pub(super) fn yes_or_no(&self, raw: &Raw) -> Result<bool, Fault> {
        self.unordered(raw, Key::Snoozed)?;
        match raw.plain().to_ascii_lowercase().as_str() {
            "yes" | "true" => Ok(true),
            "no" | "false" => Ok(false),
            _ => Err(self.unknown(raw, Key::Snoozed)),
        }
    }

    fn unordered(&self, raw: &Raw, key: Key) -> Result<(), Fault> {
        let compares = self.text[raw.span.start..].starts_with(['>', '<']);
        if compares { Err(self.wrong(raw, Problem::NotOrdered(key))) } else { Ok(()) }
    }

    pub(super) fn age(&self, raw: &Raw) -> Result<Test<Elapsed>, Fault> {
        let test = self.test(raw, Key::Age, read::elapsed, |value| {
            self.wrong(raw, Problem::NotADuration(Key::Age, value.to_owned()))
        })?;
        match test {
            // Nothing is exactly as old as that.
            Test::Is(age) => Ok(Test::Under(age)),
            Test::Between(least, most) if least > most => Err(self.wrong(raw, Problem::Backwards(Key::Age))),
            test => Ok(test),
        }
    }

    pub(super) fn time(&self, raw: &Raw, key: Key) -> Result<Test<Moment>, Fault> {
        let bad_time = |value: &str| self.wrong(raw, Problem::NotATime(key, value.to_owned()));
        match self.test(raw, key, read::moment, bad_time)? {
            // Since then.
            Test::Is(ago @ Moment::Ago(_)) => Ok(Test::Under(ago)),
            Test::Is(moment) => Ok(Test::AtLeast(moment)),
            Test::Between(least, most) => {
                let forwards = match (least, most) {
                    (Moment::Ago(least), Moment::Ago(most)) => least <= most,
                    (Moment::At(least), Moment::At(most)) => least <= most,
                    // What comes first depends on when it is asked.
                    _ => true,
                };
                if forwards {
                    Ok(Test::Between(least, most))
                } else {
                    Err(self.wrong(raw, Problem::Backwards(key)))
                }
            }
            test => Ok(test),
        }
    }

    pub(super) fn only_moment(&self, raws: &[Raw], key: Key) -> Result<Moment, Fault> {
        let [raw] = raws else {
            return Err(self.fault(raws[1].span.start, raws[1].span.end, Problem::OneValue(key)));
        };
        let value = raw.plain();
        read::moment(&value).ok_or_else(|| self.wrong(raw, Problem::NotATime(key, value)))
    }

    fn test<T>(
        &self,
        raw: &Raw,
        key: Key,
        read: impl Fn(&str) -> Option<T>,
        wrong: impl Fn(&str) -> Fault,
    ) -> Result<Test<T>, Fault> {
        let plain = raw.plain();
        let value = |text: &str| {
            if text.is_empty() {
                return Err(self.wrong(raw, Problem::NoValue(key)));
            }
            read(text).ok_or_else(|| wrong(text))
        };
        Ok(match comparison(&plain) {
            Comparison::Is(text) => Test::Is(value(text)?),
            Comparison::Over(text) => Test::Over(value(text)?),
            Comparison::AtLeast(text) => Test::AtLeast(value(text)?),
            Comparison::Under(text) => Test::Under(value(text)?),
            Comparison::AtMost(text) => Test::AtMost(value(text)?),
            Comparison::Between("", most) => Test::AtMost(value(most)?),
            Comparison::Between(least, "") => Test::AtLeast(value(least)?),
            Comparison::Between(least, most) => Test::Between(value(least)?, value(most)?),
        })
    }
}

fn comparison(text: &str) -> Comparison<'_> {
    if let Some(rest) = text.strip_prefix(">=") {
        Comparison::AtLeast(rest)
    } else if let Some(rest) = text.strip_prefix('>') {
        Comparison::Over(rest)
    } else if let Some(rest) = text.strip_prefix("<=") {
        Comparison::AtMost(rest)
    } else if let Some(rest) = text.strip_prefix('<') {
        Comparison::Under(rest)
    } else if let Some((least, most)) = text.split_once("..") {
        Comparison::Between(least, most)
    } else {
        Comparison::Is(text.strip_prefix('=').unwrap_or(text))
    }
}
