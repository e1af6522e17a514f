### One signal: what it says, its status, its rule and its trace.

noun-signal = this signal
noun-rule = the rule
noun-trace = the trace
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

## Its status

signal-status = Status
signal-investigate = Investigate this signal
signal-resolve = Resolve this signal
signal-false-positive = Mark this signal a false positive
signal-reopen = Reopen this signal
# Why the above cannot be done
signal-needs = this needs the permission { $permission }
signal-is-already = it is { $status } already
signal-reopen-first = a signal that is { $status } has to be reopened first
signal-status-needs = Changing it needs the permission { $permission }; whoever administers this tenant can grant it.
# $age is "5 min ago"
signal-waiting = Waiting for FLUO since { $age }; FLUO still says { $status }.
signal-not-changed = Not changed: { $reason }
signal-maybe-changed = It is not known whether this changed: { $reason }
# What can be undone; $signal is a name
signal-set = Set { $signal } to { $status }
# Why it was not undone
signal-is-by-now = It is { $status } by now

## Its trace

trace = Trace
trace-spans = { $count ->
    [one] { $count } span
   *[other] { $count } spans
 }
trace-spans-cut = { $count ->
    [one] { $count } span, the first of more
   *[other] { $count } spans, the first of more
 }
trace-gone = The spans of this trace are no longer kept. Spans live for as long as the span store has room; the signal stays.
trace-span = Span
trace-starts = Starts
trace-takes = Takes
trace-timeline = Timeline
# Read out before the name of a span that failed
trace-error = Error:
# On the span that the rule matched
trace-match = match
