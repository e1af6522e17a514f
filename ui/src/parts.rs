//! What is fetched when it is first shown: each part of the interface that a first visit can do without.
//!
//! Adding one: a function marked `wasm_split` that returns how to draw it, and beside it the function a page calls.

use std::rc::Rc;

use console_api::session::Me;
use wasm_split_helpers::wasm_split;
use yew::prelude::*;

#[cfg(feature = "gallery")]
use crate::charts::{Chart, ChartProps};
use crate::client::{Shell, shell};
use crate::commands::Hands;
use crate::components::ToastList;
use crate::components::form::{TimePanel, TimePanelProps};
#[cfg(feature = "gallery")]
use crate::editor::{Compare, CompareProps, Editor, EditorProps};
use crate::grid::{Tools, tools};
use crate::key_sheet::KeySheet;
use crate::lazy::{Draw, Missing, fetch, in_popover, later, quietly, styles};
#[cfg(feature = "gallery")]
use crate::markdown::markdown as draw_markdown;
#[cfg(feature = "gallery")]
use crate::pages::gallery::GalleryPage;
use crate::pages::health::HealthPage;
use crate::pages::rules::RulesPage;
use crate::pages::sign_in::{SignInPage, SignInPageProps};
use crate::pages::signals::{Detail, DetailProps, FacetProps, facet, first_use};
use crate::palette::{Palette, PaletteProps};
use crate::shell::{Choices, History, account_card};
use crate::undo::ChangeHistory;

#[wasm_split(health, fallible)]
fn health() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <HealthPage /> })
}

pub(crate) fn health_page() -> Html {
    later(|| Box::pin(health()), ())
}

#[wasm_split(rules, fallible)]
fn rules() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <RulesPage /> })
}

pub(crate) fn rules_page() -> Html {
    later(|| Box::pin(rules()), ())
}

#[wasm_split(sign_in, fallible)]
fn sign_in() -> Result<Draw<SignInPageProps>, Missing> {
    Ok(|props| html! { <SignInPage ..props.clone() /> })
}

pub(crate) fn sign_in_page(props: SignInPageProps) -> Html {
    later(|| Box::pin(sign_in()), props)
}

#[wasm_split(detail, fallible)]
fn detail() -> Result<Draw<DetailProps>, Missing> {
    Ok(|props| html! { <Detail ..props.clone() /> })
}

pub(crate) fn signal_detail(props: DetailProps) -> Html {
    later(|| Box::pin(detail()), props)
}

#[wasm_split(first_use, fallible)]
fn first_use_part() -> Result<Draw<()>, Missing> {
    Ok(|()| first_use())
}

pub(crate) fn signals_first_use() -> Html {
    later(|| Box::pin(first_use_part()), ())
}

#[wasm_split(facet, fallible)]
fn facet_part() -> Result<Draw<FacetProps>, Missing> {
    Ok(facet)
}

pub(crate) fn signals_facet(popover: &'static str, props: FacetProps) -> Html {
    in_popover(popover, || Box::pin(facet_part()), props)
}

#[wasm_split(account, fallible)]
fn account() -> Result<Draw<Rc<Me>>, Missing> {
    Ok(|me| account_card(me))
}

pub(crate) fn account_card_of(popover: &'static str, me: Rc<Me>) -> Html {
    in_popover(popover, || Box::pin(account()), me)
}

#[wasm_split(notifications, fallible)]
fn notifications() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <History /> })
}

pub(crate) fn notification_history(popover: &'static str) -> Html {
    in_popover(popover, || Box::pin(notifications()), ())
}

#[wasm_split(hands, fallible)]
fn hands_part() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <Hands /> })
}

pub(crate) fn hands() -> Html {
    quietly(|| Box::pin(hands_part()), ())
}

#[wasm_split(toasts, fallible)]
fn toasts_part() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <ToastList /> })
}

pub(crate) fn toasts() -> Html {
    quietly(|| Box::pin(toasts_part()), ())
}

#[wasm_split(appearance, fallible)]
fn appearance() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <Choices /> })
}

pub(crate) fn appearance_choices(popover: &'static str) -> Html {
    in_popover(popover, || Box::pin(appearance()), ())
}

#[wasm_split(palette, fallible)]
fn palette_part() -> Result<Draw<PaletteProps>, Missing> {
    Ok(|props| html! { <Palette ..props.clone() /> })
}

pub(crate) fn palette(props: PaletteProps) -> Html {
    later(|| Box::pin(palette_part()), props)
}

/// Has the palette here before it is opened.
pub(crate) fn fetch_palette() {
    fetch(|| Box::pin(palette_part()));
}

#[wasm_split(changes, fallible)]
fn changes() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <ChangeHistory /> })
}

pub(crate) fn change_history(popover: &'static str) -> Html {
    in_popover(popover, || Box::pin(changes()), ())
}

#[wasm_split(key_sheet, fallible)]
fn key_sheet_part() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <KeySheet /> })
}

pub(crate) fn key_sheet() -> Html {
    later(|| Box::pin(key_sheet_part()), ())
}

#[cfg(feature = "gallery")]
#[wasm_split(chart, fallible)]
fn chart_part() -> Result<Draw<ChartProps>, Missing> {
    Ok(|props| html! { <Chart ..props.clone() /> })
}

/// A chart over time.
#[cfg(feature = "gallery")]
pub(crate) fn chart(props: ChartProps) -> Html {
    later(|| Box::pin(chart_part()), props)
}

#[cfg(feature = "gallery")]
#[wasm_split(markdown, fallible)]
fn markdown_part() -> Result<Draw<(AttrValue, u8)>, Missing> {
    Ok(|(text, top)| draw_markdown(text, *top))
}

/// Markdown that people wrote; `top` is the level of its first headings.
#[cfg(feature = "gallery")]
pub(crate) fn markdown(text: AttrValue, top: u8) -> Html {
    later(|| Box::pin(markdown_part()), (text, top))
}

#[cfg(feature = "gallery")]
#[wasm_split(editor, fallible)]
fn editor_part() -> Result<Draw<EditorProps>, Missing> {
    Ok(|props| html! { <Editor ..props.clone() /> })
}

/// The editor of rules.
#[cfg(feature = "gallery")]
pub(crate) fn editor(props: EditorProps) -> Html {
    later(|| Box::pin(editor_part()), props)
}

#[cfg(feature = "gallery")]
#[wasm_split(compare, fallible)]
fn compare_part() -> Result<Draw<CompareProps>, Missing> {
    Ok(|props| html! { <Compare ..props.clone() /> })
}

/// Two versions of a rule.
#[cfg(feature = "gallery")]
pub(crate) fn compare(props: CompareProps) -> Html {
    later(|| Box::pin(compare_part()), props)
}

#[wasm_split(desktop, fallible)]
fn desktop_part() -> Result<Shell, Missing> {
    Ok(shell())
}

/// What talks to the desktop shell.
pub(crate) async fn desktop() -> Result<Shell, Missing> {
    desktop_part().await
}

#[wasm_split(time_panel, fallible)]
fn time_panel() -> Result<Draw<TimePanelProps>, Missing> {
    Ok(|props| html! { <TimePanel ..props.clone() /> })
}

pub(crate) fn time_range_panel(popover: &'static str, props: TimePanelProps) -> Html {
    in_popover(popover, || Box::pin(time_panel()), props)
}

#[wasm_split(grid_tools, fallible)]
fn grid_tools_part() -> Result<Tools, Missing> {
    Ok(tools())
}

/// What a grid can do beyond showing and walking rows; it draws its own.
pub(crate) async fn grid_tools() -> Result<Tools, Missing> {
    styles().await?;
    grid_tools_part().await
}

#[cfg(feature = "gallery")]
#[wasm_split(gallery, fallible)]
fn gallery() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <GalleryPage /> })
}

#[cfg(feature = "gallery")]
pub(crate) fn gallery_page() -> Html {
    later(|| Box::pin(gallery()), ())
}
