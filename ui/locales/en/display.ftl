### Ways of showing things, and what opens above a page.

# $name is shown as code
confirm-type = Type { $name } to go on
# Where the edge between two panes is
pixels = { $count ->
    [one] { $count } pixel
   *[other] { $count } pixels
 }

## How far, how much

# $done (Number), $total (Number)
progress = { $done } of { $total }
progress-unknown = Working…
meter = { $percent } %
# $limit is where it becomes high
meter-high = { $percent } %, high, above { $limit } %
meter-critical = { $percent } %, critical, above { $limit } %

## Pages

page-previous = Previous
page-next = Next
page-number = Page { $page }

## A thing by its id

entity-signal = signal { $id }
entity-rule = rule { $id }
entity-trace = trace { $id }
entity-service = service { $id }
entity-span = span { $id }
copy-signal-id = signal id
copy-rule-id = rule id
copy-trace-id = trace id
copy-service-id = service id
copy-span-id = span id

## A moment in full

moment-exact = When exactly
copy-time-iso = time in ISO 8601

permission-needed = Needs { $permission }; an owner or admin can grant it

## JSON

json-search = Search keys and values
json-search-in = Search in { $label }
json-copy-path = Copy path
json-copy-value = Copy value
json-hits = { $count ->
    [one] { $count } hit
   *[other] { $count } hits
 }
json-items = { $count ->
    [one] { $count } item
   *[other] { $count } items
 }
json-fields = { $count ->
    [one] { $count } field
   *[other] { $count } fields
 }
