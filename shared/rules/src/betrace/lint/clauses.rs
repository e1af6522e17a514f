//! The clauses taken together: rules that cannot be violated, or always are.

use super::{Condition, Diagnostic, Linter, Rule, Span};

impl Linter<'_> {
    pub(super) fn rule(&mut self, rule: &Rule) {
        let clauses = [Some(&rule.when), rule.always.as_ref(), rule.never.as_ref()];
        for clause in clauses.into_iter().flatten() {
            self.condition(clause);
        }
        let whole = Span::new(0, self.text.trim_end().len());
        match (&rule.always, &rule.never) {
            (None, None) => {
                let end = Span::new(whole.end as usize, whole.end as usize);
                let diagnostic = Diagnostic::warning(
                    "cannot-fire",
                    whole,
                    "a rule without `always` and `never` is an error at evaluation and never fires",
                );
                self.warn_with(diagnostic.with_fix(
                    "say what must hold",
                    end,
                    " always { name_of_operation }",
                ));
            }
            (always, never) => {
                self.pair(&rule.when, always.as_ref(), never.as_ref());
            }
        }
    }

    fn pair(&mut self, when: &Condition, always: Option<&Condition>, never: Option<&Condition>) {
        if let Some(always) = always.filter(|always| *always == when) {
            self.warn(
                "cannot-fire",
                always.span,
                "`always` asks for what `when` already says: never violated by it",
            );
        }
        if let Some(never) = never.filter(|never| *never == when) {
            self.warn(
                "always-fires",
                never.span,
                "`never` forbids what `when` says: violated whenever `when` holds",
            );
        }
        if let (Some(always), Some(never)) = (always, never)
            && always == never
        {
            self.warn(
                "always-fires",
                never.span,
                "`never` forbids what `always` asks for: violated whenever `when` holds",
            );
        }
    }
}
