//! What may not be done: shown all the same, with what it takes and who can grant it. Only the core decides.

use console_api::Permission;
use yew::prelude::*;

use super::super::overlays::hover::Tooltip;
use crate::session::use_session;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(crate) struct PermissionGateProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    pub(crate) needs: Permission,
    /// Draws the control, given whether it is refused: then it has `aria-disabled`, the hint as its
    /// `aria-describedby`, and does nothing.
    pub(crate) draw: Callback<Option<AttrValue>, Html>,
    /// Nothing at all instead of a control that is refused.
    #[prop_or_default]
    pub(crate) hides: bool,
}

#[component]
pub(crate) fn PermissionGate(props: &PermissionGateProps) -> Html {
    if use_session().may(props.needs) {
        return props.draw.emit(None);
    }
    if props.hides {
        return Html::default();
    }
    html! {
        <Tooltip id={props.id.clone()} text={reason(props.needs)}>
            { props.draw.emit(Some(props.id.clone())) }
        </Tooltip>
    }
}

/// "Needs `rules:write`; an owner or admin can grant it".
pub(crate) fn reason(needs: Permission) -> String {
    w::permission_needed(needs.as_str())
}
