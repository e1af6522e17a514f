//! What presents: tabs, disclosures, places, figures, people and things, and JSON as a tree.

pub(crate) mod disclosure;
pub(crate) mod entity;
pub(crate) mod figures;
pub(crate) mod json_rows;
pub(crate) mod json_view;
pub(crate) mod moment;
pub(crate) mod pages;
pub(crate) mod permission;
pub(crate) mod plain;
pub(crate) mod tabs;
