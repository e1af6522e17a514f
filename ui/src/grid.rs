//! The big table: a header, rows that are drawn outside the virtual DOM, and what stands around them.
//!
//! A page makes a [`Grid`] of a [`Source`] and its [`Column`]s, keeps it, and shows it with [`GridView`]. The view draws
//! the frame; the grid owns the rows in the document (`body`, `draw`) and hears what hands do with them (`heard`,
//! `hand`). Cells, selections, copies, menus and changed columns are a part of their own (`tools`, and what only it
//! reaches: `bar`, `copy`, `menu`, `resize`). What stands in the place of the rows while there are none is up to the
//! page.
//!
//! A source whose rows stand below others makes it a tree: rows open and close, and arrows walk in and out.

mod bar;
mod body;
mod columns;
mod copy;
mod draw;
mod hand;
mod head;
mod heard;
mod measure;
mod menu;
mod paged;
mod pages;
mod resize;
mod row;
mod scroll;
mod selection;
mod source;
mod tools;
mod view;

pub(crate) use body::{Arrangement, Grid, Summary};
pub(crate) use columns::{Column, Density, Face, Sort};
pub(crate) use hand::Act;
pub(crate) use paged::{Fetch, Paged};
pub(crate) use selection::Selection;
pub(crate) use source::{Branch, Cell, Presence, Source, Total};
pub(crate) use tools::{Tools, tools};
pub(crate) use view::GridView;
