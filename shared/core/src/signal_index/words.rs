//! A column of texts that repeat: each row holds a small number, each text stands once.

use std::collections::HashMap;
use std::sync::Arc;

use console_api::query::fold;

#[derive(Default)]
pub(super) struct Words {
    codes: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    folded: Vec<String>,
    /// Of each code, the first whose text is the same in lower case.
    alike: Vec<u32>,
    first_alike: HashMap<String, u32>,
    rows: Vec<u32>,
}

impl Words {
    pub(super) fn put(&mut self, row: usize, text: &str) {
        let code = match self.codes.get(text) {
            Some(code) => *code,
            None => {
                let code = self.texts.len() as u32;
                let text: Arc<str> = text.into();
                let folded = fold(&text);
                self.alike.push(*self.first_alike.entry(folded.clone()).or_insert(code));
                self.folded.push(folded);
                self.texts.push(Arc::clone(&text));
                self.codes.insert(text, code);
                code
            }
        };
        if row == self.rows.len() {
            self.rows.push(code);
        } else {
            self.rows[row] = code;
        }
    }

    /// The code of each row.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    pub(super) fn text(&self, code: u32) -> &str {
        &self.texts[code as usize]
    }

    /// The text in lower case.
    pub(super) fn folded(&self, code: u32) -> &str {
        &self.folded[code as usize]
    }

    /// The code that stands for all whose text differs from the row's in case only.
    pub(super) fn alike(&self, row: usize) -> u32 {
        self.alike[self.rows[row] as usize]
    }

    pub(super) fn of(&self, row: u32) -> &str {
        self.text(self.rows[row as usize])
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Of each code, whether its text, in lower case, passes.
    pub(super) fn passing(&self, test: impl Fn(&str) -> bool) -> Vec<bool> {
        self.folded.iter().map(|text| test(text)).collect()
    }

    /// Of each code, its place among the texts in order.
    pub(super) fn ranks(&self) -> Vec<u32> {
        let mut codes: Vec<u32> = (0..self.texts.len() as u32).collect();
        codes.sort_unstable_by_key(|code| self.sorting(*code));
        let mut ranks = vec![0; codes.len()];
        for (rank, code) in codes.into_iter().enumerate() {
            ranks[code as usize] = rank as u32;
        }
        ranks
    }

    /// What texts are sorted by.
    fn sorting(&self, code: u32) -> (&str, &str) {
        (&self.folded[code as usize], &self.texts[code as usize])
    }

    /// Of each code, how its text stands to another one in order.
    pub(super) fn compared(&self, other: &str) -> Vec<std::cmp::Ordering> {
        let folded = fold(other);
        (0..self.texts.len() as u32).map(|code| self.sorting(code).cmp(&(&folded, other))).collect()
    }
}
