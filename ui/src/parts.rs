//! What is fetched when it is first shown: each part of the interface that a first visit can do without.
//!
//! Adding one: a function marked `wasm_split` that returns how to draw it, and beside it the function a page calls.
//! Functions with one name after `wasm_split` come in one file: what is likely to be wanted together. Every further
//! name costs a first visit a few hundred bytes, since whatever two parts share becomes a file of its own.

use std::rc::Rc;

use console_api::Permission;
use console_api::session::Me;
use wasm_split_helpers::wasm_split;
use yew::prelude::*;

#[cfg(feature = "gallery")]
use crate::charts::{Chart, ChartProps};
use crate::client::{Shell, shell};
use crate::commands::Hands;
use crate::components::ToastList;
use crate::components::display::permission::WhyNot;
use crate::components::form::{TimePanel, TimePanelProps};
#[cfg(feature = "gallery")]
use crate::editor::{Compare, CompareProps, Editor, EditorProps};
use crate::grid::{Tools, tools};
use crate::key_sheet::KeySheet;
use crate::lazy::{Draw, Missing, fetch, in_popover, later, quietly, styles};
#[cfg(feature = "gallery")]
use crate::markdown::markdown as draw_markdown;
use crate::pages::audit::AuditPage;
use crate::pages::door::{
    Proof, ProofProps, SignInAgain, SignInAgainProps, SignInPage, SignInPageProps, door,
};
#[cfg(feature = "gallery")]
use crate::pages::gallery::GalleryPage;
use crate::pages::health::HealthPage;
use crate::pages::overview::OverviewPage;
use crate::pages::rules::RulesPage;
use crate::pages::settings::{DevicePage, enrol_page, settings};
use crate::pages::signals::{
    CellMenu, CellMenuProps, Detail, DetailProps, Explain, ExplainProps, Groups, GroupsProps, SavedViews,
    SavedViewsProps, SignalsPage, Triage, TriageProps, first_use,
};
use crate::pages::trace::TracePage;
use crate::palette::{Palette, PaletteProps};
use crate::route::{Door, Setting};
use crate::shell::{Choices, Help, History, TenantChoices, TenantLook, account_card};
use crate::undo::ChangeHistory;

#[wasm_split(pages, fallible)]
fn health() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <HealthPage /> })
}

pub(crate) fn health_page() -> Html {
    later(|| Box::pin(health()), ())
}

#[wasm_split(overview, fallible)]
fn overview() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <OverviewPage /> })
}

pub(crate) fn overview_page() -> Html {
    later(|| Box::pin(overview()), ())
}

#[wasm_split(pages, fallible)]
fn rules() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <RulesPage /> })
}

pub(crate) fn rules_page() -> Html {
    later(|| Box::pin(rules()), ())
}

#[wasm_split(trace, fallible)]
fn trace() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <TracePage /> })
}

pub(crate) fn trace_page() -> Html {
    later(|| Box::pin(trace()), ())
}

#[wasm_split(settings, fallible)]
fn audit() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <AuditPage /> })
}

pub(crate) fn audit_page() -> Html {
    later(|| Box::pin(audit()), ())
}

#[wasm_split(settings, fallible)]
fn settings_part() -> Result<Draw<Setting>, Missing> {
    Ok(|setting| settings(*setting))
}

pub(crate) fn settings_page(setting: Setting) -> Html {
    later(|| Box::pin(settings_part()), setting)
}

#[wasm_split(door, fallible)]
fn door_part() -> Result<Draw<Door>, Missing> {
    Ok(|which| door(*which))
}

pub(crate) fn door_page(door: Door) -> Html {
    later(|| Box::pin(door_part()), door)
}

#[wasm_split(door, fallible)]
fn sign_in_again_part() -> Result<Draw<SignInAgainProps>, Missing> {
    Ok(|props| html! { <SignInAgain ..props.clone() /> })
}

/// The way back in, above the page.
pub(crate) fn sign_in_again(props: SignInAgainProps) -> Html {
    quietly(|| Box::pin(sign_in_again_part()), props)
}

#[wasm_split(door, fallible)]
fn proof_part() -> Result<Draw<ProofProps>, Missing> {
    Ok(|props| html! { <Proof ..props.clone() /> })
}

/// Asks again who one is, above the page.
pub(crate) fn proof(props: ProofProps) -> Html {
    quietly(|| Box::pin(proof_part()), props)
}

#[wasm_split(settings, fallible)]
fn device() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <DevicePage /> })
}

pub(crate) fn device_page() -> Html {
    later(|| Box::pin(device()), ())
}

#[wasm_split(settings, fallible)]
fn enrol() -> Result<Draw<Callback<()>>, Missing> {
    Ok(enrol_page)
}

/// In the place of every page, while the tenant asks for a second factor that is not there.
pub(crate) fn enrolment(done: Callback<()>) -> Html {
    later(|| Box::pin(enrol()), done)
}

#[wasm_split(corner, fallible)]
fn why_not_part() -> Result<Draw<Permission>, Missing> {
    Ok(|needs| html! { <WhyNot needs={*needs} /> })
}

/// Who has a permission, and so can grant it.
pub(crate) fn why_not(needs: Permission) -> Html {
    later(|| Box::pin(why_not_part()), needs)
}

#[wasm_split(corner, fallible)]
fn tenants_part() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <TenantChoices /> })
}

pub(crate) fn tenant_choices(popover: &'static str) -> Html {
    in_popover(popover, || Box::pin(tenants_part()), ())
}

#[wasm_split(tenant_look, fallible)]
fn tenant_look_part() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <TenantLook /> })
}

/// Puts the tenant's accent and logo on the page.
pub(crate) fn tenant_look() -> Html {
    quietly(|| Box::pin(tenant_look_part()), ())
}

#[wasm_split(corner, fallible)]
fn help_part() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <Help /> })
}

pub(crate) fn help(popover: &'static str) -> Html {
    in_popover(popover, || Box::pin(help_part()), ())
}

#[wasm_split(door, fallible)]
fn sign_in() -> Result<Draw<SignInPageProps>, Missing> {
    Ok(|props| html! { <SignInPage ..props.clone() /> })
}

pub(crate) fn sign_in_page(props: SignInPageProps) -> Html {
    later(|| Box::pin(sign_in()), props)
}

#[wasm_split(signals, fallible)]
fn signals() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <SignalsPage /> })
}

pub(crate) fn signals_page() -> Html {
    later(|| Box::pin(signals()), ())
}

#[wasm_split(signal, fallible)]
fn detail() -> Result<Draw<DetailProps>, Missing> {
    Ok(|props| html! { <Detail ..props.clone() /> })
}

pub(crate) fn signal_detail(props: DetailProps) -> Html {
    later(|| Box::pin(detail()), props)
}

#[wasm_split(corner, fallible)]
fn first_use_part() -> Result<Draw<()>, Missing> {
    Ok(|()| first_use())
}

pub(crate) fn signals_first_use() -> Html {
    later(|| Box::pin(first_use_part()), ())
}

#[wasm_split(explain, fallible)]
fn explain_part() -> Result<Draw<ExplainProps>, Missing> {
    Ok(|props| html! { <Explain ..props.clone() /> })
}

/// Why the rule of a signal fired.
pub(crate) fn signal_explain(props: ExplainProps) -> Html {
    later(|| Box::pin(explain_part()), props)
}

#[wasm_split(signal, fallible)]
fn cell_menu_part() -> Result<Draw<CellMenuProps>, Missing> {
    Ok(|props| html! { <CellMenu ..props.clone() /> })
}

/// What can be done with the value of a cell of the list.
pub(crate) fn signal_cell_menu(props: CellMenuProps) -> Html {
    quietly(|| Box::pin(cell_menu_part()), props)
}

#[wasm_split(signal, fallible)]
fn views_part() -> Result<Draw<SavedViewsProps>, Missing> {
    Ok(|props| html! { <SavedViews ..props.clone() /> })
}

/// Lists that people come back to.
pub(crate) fn signal_views(popover: &'static str, props: SavedViewsProps) -> Html {
    in_popover(popover, || Box::pin(views_part()), props)
}

#[wasm_split(signal, fallible)]
fn groups_part() -> Result<Draw<GroupsProps>, Missing> {
    Ok(|props| html! { <Groups ..props.clone() /> })
}

/// The signals of the list, taken together.
pub(crate) fn signal_groups(props: GroupsProps) -> Html {
    later(|| Box::pin(groups_part()), props)
}

#[wasm_split(signal, fallible)]
fn triage_part() -> Result<Draw<TriageProps>, Missing> {
    Ok(|props| html! { <Triage ..props.clone() /> })
}

/// What decides about signals.
pub(crate) fn signal_triage(props: TriageProps) -> Html {
    quietly(|| Box::pin(triage_part()), props)
}

#[wasm_split(corner, fallible)]
fn account() -> Result<Draw<Rc<Me>>, Missing> {
    Ok(account_card)
}

pub(crate) fn account_card_of(popover: &'static str, me: Rc<Me>) -> Html {
    in_popover(popover, || Box::pin(account()), me)
}

#[wasm_split(corner, fallible)]
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

#[wasm_split(hands, fallible)]
fn toasts_part() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <ToastList /> })
}

pub(crate) fn toasts() -> Html {
    quietly(|| Box::pin(toasts_part()), ())
}

#[wasm_split(corner, fallible)]
fn appearance() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <Choices /> })
}

pub(crate) fn appearance_choices(popover: &'static str) -> Html {
    in_popover(popover, || Box::pin(appearance()), ())
}

#[wasm_split(hands, fallible)]
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

#[wasm_split(hands, fallible)]
fn changes() -> Result<Draw<()>, Missing> {
    Ok(|()| html! { <ChangeHistory /> })
}

pub(crate) fn change_history(popover: &'static str) -> Html {
    in_popover(popover, || Box::pin(changes()), ())
}

#[wasm_split(hands, fallible)]
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

#[wasm_split(corner, fallible)]
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
