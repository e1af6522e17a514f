//! Whether tray icons are shown at all: without, a hidden window could not be found again.

#[cfg(target_os = "linux")]
#[path = "tray_host/linux.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "tray_host/other.rs"]
mod platform;

pub(crate) use platform::is_present;
