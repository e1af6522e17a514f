//! Desktop notifications: one per rule, replaced by the rule's next one.

#[cfg(target_os = "linux")]
#[path = "notifier/linux.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "notifier/other.rs"]
mod platform;

pub(crate) use platform::Notifier;
