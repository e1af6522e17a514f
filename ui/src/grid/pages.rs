//! Pages of rows by their number, the most recently seen ones: what of a stretch is here and what to ask for.

use std::ops::Range;

use crate::client::CallError;

/// Rows of a page.
pub(crate) const PAGE: usize = 200;
/// Pages kept.
const KEPT: usize = 40;

#[derive(Clone, Debug)]
pub(super) enum Page<T> {
    Here(Vec<T>),
    Failed(CallError),
}

pub(crate) struct Pages<T> {
    /// The page seen last is last.
    kept: Vec<(usize, Page<T>)>,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { kept: Vec::new() }
    }
}

impl<T> Pages<T> {
    fn page(&self, number: usize) -> Option<&Page<T>> {
        self.kept.iter().rev().find(|(kept, _)| *kept == number).map(|(_, page)| page)
    }

    pub(crate) fn row(&self, index: usize) -> Option<&T> {
        match self.page(index / PAGE)? {
            Page::Here(rows) => rows.get(index % PAGE),
            Page::Failed(_) => None,
        }
    }

    /// Why the page of this row could not be read.
    pub(crate) fn failure(&self, index: usize) -> Option<&CallError> {
        match self.page(index / PAGE)? {
            Page::Here(_) => None,
            Page::Failed(error) => Some(error),
        }
    }

    /// Every row that is here, for changing it in place.
    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.kept.iter_mut().flat_map(|(_, page)| match page {
            Page::Here(rows) => rows.as_mut_slice(),
            Page::Failed(_) => &mut [],
        })
    }

    /// Every row that is here, with its index.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (usize, &T)> {
        self.kept.iter().flat_map(|(number, page)| {
            let rows = match page {
                Page::Here(rows) => rows.as_slice(),
                Page::Failed(_) => &[],
            };
            rows.iter().enumerate().map(move |(at, row)| (number * PAGE + at, row))
        })
    }

    /// How many rows there are, once a page was read that ends early.
    pub(crate) fn end(&self) -> Option<usize> {
        let ends = self.kept.iter().filter_map(|(number, page)| match page {
            Page::Here(rows) if rows.len() < PAGE => Some(number * PAGE + rows.len()),
            Page::Here(_) | Page::Failed(_) => None,
        });
        ends.min()
    }

    pub(super) fn put(&mut self, number: usize, page: Page<T>) {
        self.kept.retain(|(kept, _)| *kept != number);
        self.kept.push((number, page));
        if self.kept.len() > KEPT {
            self.kept.remove(0);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }

    pub(super) fn forget_failures(&mut self) {
        self.kept.retain(|(_, page)| matches!(page, Page::Here(_)));
    }

    /// The pages to ask for so that these rows can be shown: those of the rows first, then one ahead in the
    /// direction of travel. Counts the rows as seen.
    pub(super) fn missing(&mut self, rows: Range<usize>, forward: bool, total: usize) -> Vec<usize> {
        let end = rows.end.min(total);
        if rows.start >= end {
            return Vec::new();
        }
        let (first, last) = (rows.start / PAGE, (end - 1) / PAGE);
        let most = (total - 1) / PAGE;
        for number in first..=last {
            if let Some(at) = self.kept.iter().position(|(kept, _)| *kept == number) {
                let page = self.kept.remove(at);
                self.kept.push(page);
            }
        }
        let ahead = if forward { Some(last + 1).filter(|next| *next <= most) } else { first.checked_sub(1) };
        (first..=last).chain(ahead).filter(|number| self.page(*number).is_none()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: usize) -> Page<usize> {
        Page::Here((number * PAGE..(number + 1) * PAGE).collect())
    }

    #[test]
    fn a_stretch_needs_its_pages_and_the_next_one_on_the_way() {
        let mut pages = Pages::<usize>::default();
        assert_eq!(pages.missing(190..210, true, 1_000), [0, 1, 2]);
        assert_eq!(pages.missing(590..610, false, 1_000), [2, 3, 1]);
        assert_eq!(pages.missing(990..1_030, true, 1_000), [4]);
        assert_eq!(pages.missing(10..10, true, 0), [0_usize; 0]);
        pages.put(1, page(1));
        assert_eq!(pages.missing(190..210, true, 1_000), [0, 2]);
        assert_eq!((pages.row(250), pages.row(150)), (Some(&250), None));
    }

    #[test]
    fn what_was_not_seen_for_longest_goes_first() {
        let mut pages = Pages::<usize>::default();
        for number in 0..KEPT {
            pages.put(number, page(number));
        }
        pages.missing(0..10, true, 100_000);
        pages.put(KEPT, page(KEPT));
        assert_eq!(pages.row(0), Some(&0));
        assert_eq!(pages.row(PAGE), None);
        assert_eq!(pages.rows().count(), KEPT * PAGE);
    }

    #[test]
    fn a_page_that_failed_is_not_asked_for_again_unless_told() {
        let mut pages = Pages::<usize>::default();
        pages.put(0, Page::Failed(CallError::Unreached("away".to_owned())));
        assert!(pages.failure(5).is_some() && pages.missing(0..10, false, 100).is_empty());
        pages.forget_failures();
        assert_eq!(pages.missing(0..10, false, 100), [0]);
    }
}
