### Said everywhere: actions, waiting, errors, ages.

-name = Fluo Console

try-again = Try again
cancel = Cancel
close = Close
copied = Copied
copy-refused = The browser does not allow copying
# On the button; $noun is what is copied: "trace id"
copy-what = Copy { $noun }
copy-command = command
copy-request-id = request id
copy-code = code
copy-time = time as ISO 8601
# Names a command to be run in a terminal
command = Command

## Waiting and failing; $noun is what will be here

noun-rules = rules
noun-fluo-health = FLUO's health
loading-still = Still loading { $noun }…
loading-failed = Could not load { $noun }
loading-forbidden = You may not see { $noun }
loading-forbidden-help = Whoever administers this tenant can grant it.
loading-stale = Showing data from { $time }
# Before the id under which the log has the cause
request = request
part-failed = Could not load this part of the console
part-failed-help = The server does not answer, or serves a newer version by now. Reloading the page brings that one.

## Ages and spans of time: short, one unit

age-now = now
# $span is "12 s", "5 min", "3 h"
age-ago = { $span } ago

## Statuses

severity-critical = Critical
severity-error = Error
severity-warning = Warning
severity-info = Info
status-open = Open
status-investigating = Investigating
status-resolved = Resolved
status-false-positive = False positive
rule-active = Active
rule-inactive = Inactive
rule-deleted = Deleted

## How old the data of a list is

freshness-complete = Complete up to { $time }
freshness-connecting = Connecting to FLUO
freshness-catching-up = Catching up with FLUO
freshness-current = FLUO up to date
freshness-behind = FLUO { $span } behind
freshness-unreachable-since = FLUO unreachable since { $time }, showing the mirror
freshness-unreachable = FLUO unreachable, nothing mirrored yet
