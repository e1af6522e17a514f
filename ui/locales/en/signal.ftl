### One signal: what it says, its status, its rule and its trace.

noun-signal = this signal
noun-rule = the rule
signal = Signal
signal-details = Signal details
signal-width = Width of the signal's details
# $key is the key that does the same
signal-close = Close ({ $key })
signal-raised = Raised
signal-changed = Changed
signal-service = Service
signal-span = Span
signal-trace = Trace
signal-span-id = Span id
signal-id = Signal id
signal-rule = Rule
# $rule is the id of the rule
signal-rule-of = Rule { $rule }
signal-rule-gone = FLUO no longer has version { $version } of this rule.
signal-condition = Condition
copy-condition = condition

## Taking it elsewhere

signal-copy = Copy this signal
copy-as-text = Text
copy-as-markdown = Markdown
copy-as-json = JSON
copy-as-curl = cURL
copy-as-link = Link
# $form is one of the above
copied-as = Copied as { $form }

## Why its rule fired

signal-explain = Explain why the rule fired
explain-show = Why did it fire?
explain-hide = Hide why it fired
explain-gone = The spans of this trace are no longer kept, so the rule cannot be run over them again.
explain-span-gone = The span that violated the rule is no longer among those that are kept.
explain-unread = This rule cannot be explained here: { $complaint }
explain-doubt = Over what is known of the span here it does not fire: FLUO may have seen attributes that are not kept.
explain-parts = The parts of the rule with their values
explain-part = Part
explain-value = Value
# Read out before a part that the outcome hangs on
explain-decisive = Decides:
explain-cut = Further parts are left out.

## Its status

signal-status = Status
signal-investigate = Investigate this signal
signal-resolve = Resolve this signal
signal-false-positive = Mark this signal a false positive
signal-reopen = Reopen this signal
# Why the above cannot be done
signal-is-already = it is { $status } already
signal-reopen-first = a signal that is { $status } has to be reopened first
signal-status-needs = Changing it needs the permission { $permission }; whoever administers this tenant can grant it.
# $age is "5 min ago"
signal-waiting = Waiting for FLUO since { $age }; FLUO still says { $status }.
signal-not-changed = Not changed: { $reason }
signal-maybe-changed = It is not known whether this changed: { $reason }
# Two people decided about it
clash-title = { $signal } was changed meanwhile
clash-mine = You wanted
clash-theirs = It is by now
clash-leave = Leave it so
clash-anyway = Do it anyway
# What can be undone; $signal is a name
signal-set = Set { $signal } to { $status }
# Why it was not undone
signal-is-by-now = It is { $status } by now
