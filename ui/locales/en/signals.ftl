### The page of signals: the live list, its filters and its columns.

noun-signals = signals
signals-count = { $count ->
    [one] { $count } signal
   *[other] { $count } signals
 }

## Filters

signals-filter = Filter signals
signals-search = Search signals
signals-search-in = Message, service, span, rule, trace…
signals-range = Time range
signals-active-filters = Active filters
signals-clear = Clear
# $filter is "severity: Error"
signals-remove = Remove { $filter }
# $parts are parts of the address, as they stand in it
signals-not-understood = Not understood in this address, and left out: { $parts }
facet-severity = Severity
facet-status = Status
facet-service = Service
facet-rule = Rule
facet-none = No values yet
# What is filtered by, one for each value; $at is "now-1h"
chip-severity = severity: { $value }
chip-status = status: { $value }
chip-service = service: { $value }
chip-rule = rule: { $value }
chip-from = from { $at }
chip-to = to { $at }
chip-text = “{ $text }”

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
# Beside the status of a signal whose change FLUO has not confirmed
signals-waiting = waiting for FLUO

## Nothing to list

signals-no-match = No signals match
# $filters is "severity ERROR or WARNING, service payment, from now-1h"
signals-no-match-why = Nothing matches { $filters }.
signals-clear-filters = Clear filters
# The filters in words; $values is one, or several joined by the message below
filter-severity = severity { $values }
filter-status = status { $values }
filter-service = service { $values }
filter-rule = rule { $values }
filter-from = from { $values }
filter-to = to { $values }
filter-text = text { $values }
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
