### Fields and their controls. $label is the name of a field.

choose = Choose…
choose-nothing = Nothing to choose from
choices-for = Choices for { $label }
clear-field = Clear { $label }
switch-on = On
switch-off = Off
# What was typed and is not among the choices
not-in-list = “{ $text }” is not in the list: choose one that is
looking = Looking…
matches-none = No matches
matches = { $count ->
    [one] { $count } match
   *[other] { $count } matches
 }
password-show = Show
password-hide = Hide
password-show-what = Show { $label }
# On a button that steps a number
number-less = { $label }: less
number-more = { $label }: more
number-whole = Enter a whole number
number-between = Enter a number from { $min } to { $max }

## Choosing several

chosen = Chosen: { $label }
choice-remove = Remove { $choice }
choice-added = { $choice } added
choice-removed = { $choice } removed

## Characters typed, of those there is room for

# $used (Number), $limit (Number)
characters = { $used } of { $limit }
# $used (Number), $limit (Number), $over (Number)
characters-over = { $used } of { $limit }, { $over } too many
# Read out after the figures
characters-word = characters

## A form as a whole

form-problems = { $count ->
    [one] One thing to put right
   *[other] { $count } things to put right
 }
# What is wrong with one field
form-problem = : { $message }
leave-title = Leave without saving?
leave-help = What you changed here is not saved yet.
leave-stay = Stay here
leave-discard = Discard changes

## Filtering

filter-unknown-key = Nothing is called “{ $key }” here: there are { $known }. Quote it to search for the words.
filter-unknown-value = No { $key } is called “{ $value }”
filter-active = Active filters
filter-clear = Clear
filter-no-values = No values yet
# Read out after a count
filter-chosen = chosen
# What is searched for, as a filter that can be taken away
filter-words = “{ $words }”

## What is wrong with a query

query-unknown-key = There is no key “{ $key }”, but { $known }. Put text with a colon in quotes.
query-unknown-key-near = There is no key “{ $key }”. Did you mean “{ $near }”?
query-unknown-value = “{ $key }” is never “{ $value }”, but one of { $known }.
query-unknown-value-near = “{ $key }” is never “{ $value }”. Did you mean “{ $near }”?
query-no-value = “{ $key }:” needs a value.
query-not-ordered = “{ $key }” has no more and less. Put text that begins so in quotes.
query-one-value = “{ $key }” takes one value.
query-backwards = The range of “{ $key }” ends before it begins.
query-not-a-duration = “{ $key }” needs a length of time such as 90s, 15m, 2h or 7d, not “{ $value }”.
query-not-a-time = “{ $key }” needs a time such as 2h (ago), today, 2026-11-20 or 2026-11-20T11:40Z, not “{ $value }”.
query-open-quote = This quote is not closed.
query-open-parenthesis = This parenthesis is not closed.
query-stray-parenthesis = This parenthesis closes nothing.
query-no-condition = A condition is missing here.
query-too-much = This is more than one query may say.

## Days

# $example is "2026-11-20"
day-unknown = Not a day: write it as { $example }
day-order = The last day is before the first
calendar-for = Calendar for { $label }
year-previous = Previous year
year-next = Next year
month-previous = Previous month
month-next = Next month

## Spans of time

range-from = From
range-to = To
# In the empty field
range-from-hint = the beginning
range-to-hint = now
range-presets = Ready-made
range-name = Time range
# What can be typed; the words are understood in English only
range-examples = 3h, now-1d/d, yesterday, 14:00, 2026-11-20 14:00, or seconds since 1970
range-zone = Time zone
# $offset is "UTC+01:00"
range-zone-local = Local, { $offset }
range-zone-chosen = Chosen, { $offset }
range-apply = Apply
range-steps = Step from here
range-earlier = Earlier
range-later = Later
range-wider = Zoom out
range-compare = Compare with the span before
range-not-a-time = Not a time
range-order = Has to be after the beginning
refresh-every = Ask anew every
refresh-off = Off
range-last-minutes = { $count ->
    [one] Last minute
   *[other] Last { $count } minutes
 }
range-last-hours = { $count ->
    [one] Last hour
   *[other] Last { $count } hours
 }
range-last-days = { $count ->
    [one] Last day
   *[other] Last { $count } days
 }
range-today = Today
range-all = All time
range-since = Since { $from }
range-until = Until { $to }
range-between = { $from } to { $to }
