//! The rows of a page, in order.

use std::cmp::Ordering;

use console_api::signal::SignalSort;

use super::select::Selection;
use super::table::{Table, severity_code, status_code};
use console_api::{Severity, SignalStatus};

/// Which part of the rows, in which order. Rows of the same value are in the order of time, newest first.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    pub(crate) sort: SignalSort,
    pub(crate) ascending: bool,
    /// The row after which it begins.
    pub(crate) after: Option<Place>,
    pub(crate) skip: usize,
    pub(crate) limit: usize,
}

/// Where a row stands in an order. It says so even when the row has gone elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Place {
    /// What is sorted by, as text; empty for the order of time.
    pub(crate) value: String,
    pub(crate) raised: i64,
    pub(crate) id: String,
}

/// The ids of the rows, and where the last of them stands if others follow.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) ids: Vec<String>,
    pub(crate) last: Option<Place>,
}

pub(super) fn page(table: &Table, selection: &Selection, slice: &Slice) -> Page {
    // One more than asked for tells whether another page follows.
    let wanted = slice.limit + 1;
    let mut rows = match slice.sort {
        SignalSort::Time => by_time(table, selection, slice, wanted),
        SignalSort::Updated => by_number(table, selection, slice, wanted),
        SignalSort::Severity => {
            let compared = |place: &Place| {
                let other = Severity::parse(&place.value).map_or(0, severity_code);
                (0..Severity::ALL.len() as u8).map(|code| other.cmp(&code)).collect()
            };
            // The worst is the most.
            let ranks = vec![3, 2, 1, 0];
            by_rank(table, selection, slice, wanted, &table.severity, &ranks, compared)
        }
        SignalSort::Status => {
            let compared = |place: &Place| {
                let other = SignalStatus::parse(&place.value).map_or(0, status_code);
                (0..SignalStatus::ALL.len() as u8).map(|code| code.cmp(&other)).collect()
            };
            by_rank(table, selection, slice, wanted, &table.status, &[0, 1, 2, 3], compared)
        }
        SignalSort::Service | SignalSort::Rule => {
            let words = if slice.sort == SignalSort::Service { &table.service } else { &table.rule };
            let compared = |place: &Place| words.compared(&place.value);
            by_rank(table, selection, slice, wanted, words.rows(), &words.ranks(), compared)
        }
    };
    let more = rows.len() > slice.limit;
    rows.truncate(slice.limit);
    let last = rows.last().filter(|_| more).map(|row| place(table, slice.sort, *row));
    Page { ids: rows.into_iter().map(|row| table.ids[row as usize].to_string()).collect(), last }
}

fn place(table: &Table, sort: SignalSort, row: u32) -> Place {
    let at = row as usize;
    let value = match sort {
        SignalSort::Time => String::new(),
        SignalSort::Updated => table.updated[at].to_string(),
        SignalSort::Severity => Severity::ALL[usize::from(table.severity[at])].as_str().to_owned(),
        SignalSort::Status => SignalStatus::ALL[usize::from(table.status[at])].as_str().to_owned(),
        SignalSort::Service => table.service.of(row).to_owned(),
        SignalSort::Rule => table.rule.of(row).to_owned(),
    };
    Place { value, raised: table.raised[at], id: table.ids[at].to_string() }
}

fn by_time(table: &Table, selection: &Selection, slice: &Slice, wanted: usize) -> Vec<u32> {
    let order = &table.order;
    let before = |place: &Place| table.before(place.raised, &place.id);
    let taken = |rows: &mut dyn Iterator<Item = u32>| {
        if matches!(selection, Selection::All(_)) {
            return rows.skip(slice.skip).take(wanted).collect();
        }
        rows.filter(|row| selection.holds(*row)).skip(slice.skip).take(wanted).collect()
    };
    if slice.ascending {
        let start = slice.after.as_ref().map_or(0, |place| {
            let at = before(place);
            at + usize::from(order.get(at).is_some_and(|row| *table.ids[*row as usize] == *place.id))
        });
        return taken(&mut order[start..].iter().copied());
    }
    let end = slice.after.as_ref().map_or(order.len(), before);
    taken(&mut order[..end].iter().rev().copied())
}

/// The selected rows, newest first.
fn newest_first<'a>(table: &'a Table, selection: &'a Selection) -> impl Iterator<Item = u32> + 'a {
    table.order.iter().rev().copied().filter(|row| selection.holds(*row))
}

/// Whether the row, of the same value, comes after the place.
fn is_older(table: &Table, row: u32, place: &Place) -> bool {
    let at = row as usize;
    (table.raised[at], &*table.ids[at]) < (place.raised, place.id.as_str())
}

/// By a column of few values. `ranks` is the order of its codes; `compared` says how each stands to a place.
fn by_rank<C: Copy + Into<u32>>(
    table: &Table,
    selection: &Selection,
    slice: &Slice,
    wanted: usize,
    column: &[C],
    ranks: &[u32],
    compared: impl Fn(&Place) -> Vec<Ordering>,
) -> Vec<u32> {
    let code = |row: u32| -> usize { column[row as usize].into() as usize };
    let compared = slice.after.as_ref().map(|place| (place, compared(place)));
    let is_after = |row: u32| {
        let Some((place, compared)) = &compared else { return true };
        match compared[code(row)] {
            Ordering::Equal => is_older(table, row, place),
            Ordering::Greater => slice.ascending,
            Ordering::Less => !slice.ascending,
        }
    };
    let mut counts = vec![0_usize; ranks.len()];
    selection.for_each(|row| {
        if compared.is_none() || is_after(row as u32) {
            counts[ranks[code(row as u32)] as usize] += 1;
        }
    });
    // The ranks that the page lies in, and how many of their rows come before it.
    let mut in_order: Vec<usize> = (0..counts.len()).collect();
    if !slice.ascending {
        in_order.reverse();
    }
    let (mut skip, mut missing) = (slice.skip, wanted);
    let mut parts: Vec<Option<(usize, usize, Vec<u32>)>> = vec![None; counts.len()];
    for rank in &in_order {
        let here = counts[*rank].saturating_sub(skip).min(missing);
        if here > 0 {
            parts[*rank] = Some((skip, here, Vec::with_capacity(here)));
        }
        skip = skip.saturating_sub(counts[*rank]);
        missing -= here;
    }
    let mut open = parts.iter().flatten().count();
    for row in newest_first(table, selection) {
        if open == 0 {
            break;
        }
        let Some((skip, here, rows)) = &mut parts[ranks[code(row)] as usize] else { continue };
        if rows.len() == *here || !is_after(row) {
            continue;
        }
        if *skip > 0 {
            *skip -= 1;
            continue;
        }
        rows.push(row);
        open -= usize::from(rows.len() == *here);
    }
    in_order
        .into_iter()
        .flat_map(|rank| parts[rank].take().map_or_else(Vec::new, |(.., rows)| rows))
        .collect()
}

/// By when they last changed.
fn by_number(table: &Table, selection: &Selection, slice: &Slice, wanted: usize) -> Vec<u32> {
    let at = |row: u32| table.updated[row as usize];
    let after = slice.after.as_ref().map(|place| (place, place.value.parse().unwrap_or(0)));
    let is_after = |row: u32| {
        let Some((place, value)) = after else { return true };
        match at(row).cmp(&value) {
            Ordering::Equal => is_older(table, row, place),
            Ordering::Greater => slice.ascending,
            Ordering::Less => !slice.ascending,
        }
    };
    // The number and the place among the newest: what is smallest comes first.
    let key = |(newer, row): (usize, u32)| {
        let number = at(row);
        (if slice.ascending { number } else { !number }, newer as u32, row)
    };
    let rows = newest_first(table, selection).filter(|row| is_after(*row)).enumerate();
    let mut rows: Vec<_> = rows.map(key).collect();
    let end = slice.skip.saturating_add(wanted).min(rows.len());
    let start = slice.skip.min(end);
    if end < rows.len() && end > 0 {
        rows.select_nth_unstable(end - 1);
    }
    rows.truncate(end);
    if start > 0 && start < rows.len() {
        rows.select_nth_unstable(start);
    }
    let mut rows = rows.split_off(start);
    rows.sort_unstable();
    rows.into_iter().map(|(.., row)| row).collect()
}
