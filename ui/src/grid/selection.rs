//! Which rows are selected: by key, so that rows may come, go and change meanwhile; or all that match, whether they
//! are loaded or not.

use std::rc::Rc;

/// Keys in order. Shared, because every frame compares and passes on what is selected.
pub(crate) type Keys = Rc<Vec<String>>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Selection {
    #[default]
    None,
    These(Keys),
    AllBut(Keys),
}

impl Selection {
    pub(crate) fn has(&self, key: &str) -> bool {
        match self {
            Self::None => false,
            Self::These(keys) => place(keys, key).is_ok(),
            Self::AllBut(keys) => place(keys, key).is_err(),
        }
    }

    /// The same with this row in or out.
    pub(super) fn with(self, key: &str, selected: bool) -> Self {
        match self {
            Self::None if selected => Self::These(Rc::new(vec![key.to_owned()])),
            Self::None => Self::None,
            Self::These(mut keys) => {
                change(&mut keys, key, selected);
                if keys.is_empty() { Self::None } else { Self::These(keys) }
            }
            Self::AllBut(mut keys) => {
                change(&mut keys, key, !selected);
                Self::AllBut(keys)
            }
        }
    }

    pub(super) fn toggled(self, key: &str) -> Self {
        let selected = self.has(key);
        self.with(key, !selected)
    }

    /// How many of `total` rows; unknown when all of an unknown number are.
    pub(crate) fn count(&self, total: Option<usize>) -> Option<usize> {
        match self {
            Self::None => Some(0),
            Self::These(keys) => Some(keys.len()),
            Self::AllBut(keys) => total.map(|total| total.saturating_sub(keys.len())),
        }
    }

    pub(crate) fn is_all(&self) -> bool {
        matches!(self, Self::AllBut(keys) if keys.is_empty())
    }
}

/// Where the key is, or where it belongs.
fn place(keys: &[String], key: &str) -> Result<usize, usize> {
    keys.binary_search_by(|known| known.as_str().cmp(key))
}

fn change(keys: &mut Keys, key: &str, present: bool) {
    match (place(keys, key), present) {
        (Err(at), true) => Rc::make_mut(keys).insert(at, key.to_owned()),
        (Ok(at), false) => drop(Rc::make_mut(keys).remove(at)),
        (Ok(_), true) | (Err(_), false) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_in_and_out() {
        let two = Selection::None.toggled("a").toggled("b");
        assert_eq!((two.count(None), two.has("a"), two.has("c")), (Some(2), true, false));
        assert_eq!(two.clone().with("a", true), two);
        assert_eq!(two.toggled("a").toggled("b"), Selection::None);
    }

    #[test]
    fn all_means_rows_that_are_not_loaded_and_rows_to_come() {
        let all = Selection::AllBut(Keys::default());
        assert!(all.is_all() && all.has("never seen"));
        let most = all.toggled("a");
        assert!(!most.is_all() && !most.has("a") && most.has("b"));
        assert_eq!((most.count(Some(1_284)), most.count(None)), (Some(1_283), None));
        assert!(most.toggled("a").is_all());
    }
}
