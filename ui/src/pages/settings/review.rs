//! Looking through who and what may do what, and saying that it is right.

use std::rc::Rc;

use console_api::access::{AccessKind, AccessReview, AccessRow, ConfirmedReview};
use console_api::operations::{ConfirmAccess, ListAccessReviews, ReviewAccess};
use yew::prelude::*;

use super::day;
use super::frame::{Frame, section};
use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::display::plain::table;
use crate::components::form::{Field, Form, TextArea};
use crate::components::{LoadedView, Shape, Symbol, icon, relative_time, word};
use crate::dom::{el, el_of, line, none, tell};
use crate::route::Setting;
use crate::sending::use_sending;
use crate::words as w;

const MOST_LETTERS: usize = 500;
/// Everything that is reviewed, as the server writes it.
const EXPORT: &str = "/api/v1/access-review/export";

#[component]
pub(super) fn Review() -> Html {
    let asked = use_query(ReviewAccess {});
    let reviews = use_query(ListAccessReviews {});
    let clock = use_clock();
    let done = {
        let (one, other) = (asked.retry(), reviews.retry());
        Callback::from(move |()| {
            one.emit(());
            other.emit(());
        })
    };
    let content = asked.data().map(|review| {
        let rows = review.rows.iter().map(|row| access_row(row, clock)).collect();
        let heads =
            [w::review_who(), w::review_may(), w::review_factor(), w::members_since(), w::review_used()];
        html! {
            <>
                { table(w::review_table(), &heads, rows) }
                <Confirming key={review.digest.clone()} review={Rc::clone(&review)} done={done.clone()} />
            </>
        }
    });
    let past = reviews.data().map(|reviews| past(&reviews, clock));
    let export = html! {
        <a class="button button-outline" href={EXPORT} download="">{ icon(Symbol::ArrowDown) }{ w::audit_csv() }</a>
    };
    html! {
        <Frame here={Setting::Review} beside={el("span", "ml-auto", [export])}>
            { line("p", "max-w-136 text-ink-2", w::review_help()) }
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_review()}
            />
            { section(w::review_past(), "", html! {
                <LoadedView
                    content={past}
                    error={reviews.error()}
                    fetched_at={reviews.fetched_at()}
                    retry={reviews.retry()}
                    noun={w::noun_reviews()}
                />
            }) }
        </Frame>
    }
}

fn access_row(row: &AccessRow, clock: Clock) -> Vec<Html> {
    let kind = match row.kind {
        AccessKind::Member => none(),
        AccessKind::PersonalToken => line("span", "text-small text-ink-2", w::review_personal()),
        AccessKind::ServiceToken => line("span", "text-small text-ink-2", w::review_service()),
    };
    let about = row.email.as_deref().map_or(kind, |email| el("span", "text-small text-ink-2", [tell(email)]));
    let who = el("div", "flex flex-col wrap-anywhere", [el("span", "font-medium", [tell(&row.name)]), about]);
    let permissions: Vec<_> = row.permissions.iter().map(|permission| permission.as_str()).collect();
    let role =
        row.role.as_ref().map_or_else(none, |role| el("span", "block font-medium", [tell(&role.name)]));
    let may = el(
        "div",
        "max-w-80",
        [role, el("span", "font-mono text-small text-ink-2", [tell(&permissions.join(" "))])],
    );
    let factor = match row.second_factor {
        Some(true) => word(Shape::CircleTick, w::review_has_factor()),
        Some(false) => word(Shape::Triangle, w::review_no_factor()),
        None => none(),
    };
    let used = match row.last_used_at {
        Some(at) => relative_time(at, clock),
        None => line("span", "text-ink-2", w::token_never_used()),
    };
    vec![who, may, factor, day(row.since, clock), used]
}

#[derive(Properties, PartialEq)]
struct ConfirmingProps {
    review: Rc<AccessReview>,
    done: Callback<()>,
}

#[component]
fn Confirming(props: &ConfirmingProps) -> Html {
    let sending = use_sending();
    let note = use_state_eq(String::new);
    let field = Field { limit: Some(MOST_LETTERS), ..Field::new("review-note", w::review_note()) };
    let onsubmit = {
        let (sending, field, note) = (sending.clone(), field.clone(), note.clone());
        let (review, done) = (Rc::clone(&props.review), props.done.clone());
        Callback::from(move |()| {
            let request = ConfirmAccess { digest: review.digest.clone(), note: note.trim().to_owned() };
            let (done, note) = (done.clone(), note.setter());
            sending.change(request, vec![("note", field.clone())], move |_| {
                note.set(String::new());
                done.emit(());
                w::review_confirmed().into()
            });
        })
    };
    let attempt = sending.attempt();
    let onnote = {
        let note = note.setter();
        Callback::from(move |text| note.set(text))
    };
    section(
        w::review_confirm(),
        w::review_confirm_help(),
        html! {
            <Form
                id="review"
                label={w::review_confirm()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::review_confirm()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                outcome={attempt.outcome.clone()}
                {onsubmit}
            >
                <TextArea field={attempt.mark(field)} value={(*note).clone()} onchange={onnote} />
            </Form>
        },
    )
}

fn past(reviews: &[ConfirmedReview], clock: Clock) -> Html {
    if reviews.is_empty() {
        return line("p", "text-ink-2", w::review_never());
    }
    let row = |review: &ConfirmedReview| {
        el(
            "li",
            "",
            [el(
                "div",
                "item",
                [
                    icon(Symbol::Shield),
                    el(
                        "div",
                        "min-w-0 flex-1",
                        [
                            el(
                                "p",
                                "font-medium",
                                [
                                    tell(&w::review_by(&review.reviewed_by.name)),
                                    el(
                                        "span",
                                        "ml-2 font-normal text-ink-2",
                                        [relative_time(review.reviewed_at, clock)],
                                    ),
                                ],
                            ),
                            el("p", "text-ink-2", [tell(&w::review_counts(review.members, review.tokens))]),
                            el("p", "wrap-anywhere", [tell(&review.note)]),
                        ],
                    ),
                ],
            )],
        )
    };
    el_of("ul", "settings-items", reviews.iter().map(row).collect())
}
