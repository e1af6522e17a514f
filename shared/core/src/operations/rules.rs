//! Rules, from the mirror.

use console_api::operations::ListRuleStacks;
use console_api::{Answer, Error, RuleStack};

use super::internal;
use super::signals::bounded_text;
use crate::call::Context;

pub(super) async fn stacks(
    context: Context,
    request: ListRuleStacks,
) -> Result<Answer<Vec<RuleStack>>, Error> {
    let wanted = bounded_text(request.text.as_deref())?.map(str::to_lowercase);
    let mut stacks = context.console.store().rule_stacks(&context.scope).await.map_err(internal)?;
    stacks.retain(|stack| {
        let in_state =
            request.status.is_none_or(|status| stack.versions.iter().any(|rule| rule.status == status));
        in_state && wanted.as_deref().is_none_or(|text| mentions(stack, text))
    });
    Ok(Answer::fresh(stacks, context.freshness()))
}

fn mentions(stack: &RuleStack, text: &str) -> bool {
    let has = |field: &str| field.to_lowercase().contains(text);
    has(stack.id.as_str())
        || stack
            .versions
            .iter()
            .any(|rule| has(&rule.expression) || rule.description.as_deref().is_some_and(has))
}
