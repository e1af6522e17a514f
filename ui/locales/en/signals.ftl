### The page of signals: the live list, its filters and its columns.

noun-signals = signals
signals-count = { $count ->
    [one] { $count } signal
   *[other] { $count } signals
 }

## Filters

signals-filter = Filter signals
signals-search-in = Words, or severity:error service:checkout -status:resolved
signals-range = Time range
# $parts are parts of the address, as they stand in it
signals-not-understood = Not understood in this address, and left out: { $parts }
facet-severity = Severity
facet-status = Status
facet-service = Service
facet-rule = Rule
# What is set beside the query; $at is "now-1h"
chip-from = from { $at }
chip-to = to { $at }

# How many match and are not listed since somebody put them aside
signals-hidden = { $count ->
    [one] { $count } hidden by snooze
   *[other] { $count } hidden by snooze
 }
signals-show-hidden = Show them

## Saved views

noun-views = the saved views
views = Views
views-all = All signals
views-none = Nothing is saved yet.
views-save = Save this list as
signals-csv = Export as CSV
signals-jsonl = Export as JSON Lines
signals-export-help = Every signal of this list, as a file, newest first
views-save-do = Save view
views-for-team = For the whole team
views-new-name = New name
# $name is that of a view
views-menu = What can be done with the view { $name }
views-deleted = Delete the view { $name }
views-pin = Keep at hand
views-begin-with = Begin with it
views-rename = Rename
views-update = Save the list as it is now
views-make-team = Give it to the team
views-make-private = Keep it for myself
views-delete = Delete
# Beside the name of a view
views-is-default = default
views-is-pinned = at hand
views-is-team = team

## The list

signals-newest-first = Signals, newest first
# On the pill that shows rows that came meanwhile; $count is "1,284"
signals-new = { $count } new
column-severity = Severity
column-time = Time
column-rule = Rule
column-service = Service
column-span = Span
column-message = Message
column-status = Status
column-id = Id
column-owner = Owner
column-tags = Tags
column-updated = Changed
# Beside the status of a signal whose change FLUO has not confirmed
signals-waiting = waiting for FLUO
signals-snoozed = put aside

## What can be done with the value of a cell

cell-menu = This value
cell-only = Only “{ $value }”
cell-without = Without “{ $value }”
cell-copy = Copy value

## Many at once

# On buttons over what is selected
bulk-investigate = Investigate
bulk-resolve = Resolve
bulk-false-positive = False positive…
bulk-snooze = Put aside…
bulk-assign = Assign…
bulk-tag = Tag…
bulk-work = Change of many signals
bulk-asking = Asking the console…
bulk-do = { $count ->
    [one] Change { $count } signal
   *[other] Change { $count } signals
 }
bulk-changes = { NUMBER($changes) } of { NUMBER($total) } would change.
bulk-can-undo = It can be undone as a whole.
bulk-progress = Signals done
# $what is "Set 1,284 signals to Resolved"
bulk-running = { $what }: { NUMBER($done) } of { NUMBER($total) } done
bulk-done = { $what }: { NUMBER($count) } changed
bulk-done-pending = { $what }: { NUMBER($count) } changed, { NUMBER($pending) } of them wait for FLUO
bulk-cancelled = { $what }: stopped after { NUMBER($count) }
bulk-show-rest = { $count ->
    [one] { $count } left as it was
   *[other] { $count } left as they were
 }
bulk-rest = Signals that were left as they were

## Nothing to list

signals-no-match = No signals match
# $filters is "severity:error service:payment, from now-1h"
signals-no-match-why = Nothing matches { $filters }.
signals-clear-filters = Clear filters
signals-not-read = This filter cannot be read
# Between the last two of what one may choose from
list-or = { $others } or { $last }
signals-none = No signals yet
signals-none-why = A signal appears here when a trace violates a rule. Send OpenTelemetry traces to the engine, or replay the recorded shop:
signals-none-live = This list is live: the first signal shows up by itself.

## Keys

key-signals-search = Search signals
key-signals-next = Next signal
key-signals-previous = Previous signal
key-signals-select = Select the signal
key-signals-select-all = Select all that match
key-signals-extend-down = Select down to the next signal
key-signals-extend-up = Select up to the previous signal
key-signals-detail-next = Open the next signal
key-signals-detail-previous = Open the previous signal
key-signals-close = Close the signal, or leave the row
key-signals-row-down = Row down
key-signals-row-up = Row up
key-signals-page-down = Page down
key-signals-page-up = Page up
key-signals-first = First row
key-signals-last = Last row
key-signals-open = Open the signal of the row
# Why some of them do nothing
key-signals-none-open = no signal is open
key-signals-may-not-triage = this needs the permission signals:triage

## Groups

noun-groups = the groups
noun-groups-shared = what they share
groups-switch = Show signals as
groups-list = List
groups-groups = Groups
# $signals is a text: "1,204"
groups-count = { $count ->
    [one] { $count } group of { $signals } signals
   *[other] { $count } groups of { $signals } signals
 }
groups-group = Group
groups-signals = Signals
groups-course = Over time
groups-of-which = Of which
groups-first = First seen
groups-last = Last seen
groups-more = Show more groups
# $time is "4 min"
groups-storming = Storming for { $time }
groups-shared = What they share
groups-looked-at = { $count ->
    [one] The span of the newest signal was looked at.
   *[other] The spans of the { $count } newest signals that have one were looked at.
 }
groups-gone = { $count ->
    [one] { $count } span is gone or never arrived.
   *[other] { $count } spans are gone or never arrived.
 }
# $why is a sentence of the server
groups-not-read = { $count ->
    [one] { $count } span was not read: { $why }
   *[other] { $count } spans were not read: { $why }
 }
groups-common = The same for all
groups-common-none = No attribute has the same value on all of them.
groups-different = What differs
groups-different-none = Nothing differs.
groups-other-values = { $count ->
    [one] and { $count } other value
   *[other] and { $count } other values
 }
groups-absent = { $count ->
    [one] absent from { $count }
   *[other] absent from { $count }
 }
# An attribute of what sent the span
groups-of-resource = { $key } (resource)
