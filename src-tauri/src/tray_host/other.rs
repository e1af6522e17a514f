//! These platforms always have a place for tray icons.

pub(crate) async fn is_present() -> bool {
    true
}
