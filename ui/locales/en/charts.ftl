### Charts: what stands in them and what is read out. $name is what is measured, values come with their unit.

no-data = no data
not-measured = not measured
as-table = View as table
# $value is a plain number
unit-byte = { $value } byte
unit-bytes = { $value } bytes

## The states of a chart

chart-loading = Loading
chart-failed = Could not load this chart
chart-empty = No data yet
chart-empty-help = Values appear here as they are measured.
chart-out-of-range = No data in this range
chart-last-value = The last value is from { $time }
chart-not-drawn = The chart could not be drawn; the table says the same.

## A chart over time

# Read out as what kind of thing it is
chart-role = interactive chart
chart-label = { $title }, { $summary }
chart-series-between = { $name } from { $low } to { $high }
chart-series-empty = { $name } without data
chart-log = log scale
chart-keys = Left and right move through time, Page Up and Page Down by ten, Home and End to the ends; up and down change the series.
# The value at the cursor
chart-point = { $name }: { $value }, { $time }
# $level is "above warning 400 ms"
chart-point-beyond = { $name }: { $value }, { $level }, { $time }
legend = Series
legend-hide = Hide this series
legend-show = Show this series

## Thresholds

# On the line at the threshold
threshold-warning = warning { $value }
threshold-critical = critical { $value }
threshold-above-warning = above warning { $value }
threshold-above-critical = above critical { $value }
threshold-below-warning = below warning { $value }
threshold-below-critical = below critical { $value }

## The table that says the same

table-of = { $title } as a table
table-time = Time
table-name = Name
table-value = Value
table-share = Share
table-previous = Previous rows
table-next = Next rows
# $first (Number), $last (Number), $count (Number)
table-rows = Rows { $first } to { $last } of { $count }

## Small charts

small-empty = { $name }: no data
bars-empty = Nothing to compare yet
# $shares is "checkout 12 (40 %), search 18 (60 %)"
bars-of = { $name }: { $shares }
donut-of = { $name }: { $total } in all; { $shares }
share-of = { $name } { $value } ({ $percent })
value-of = { $value } of { $most }
gauge-of = { $name }: { $value } of { $most }
# $level is "above warning 400 ms"
gauge-beyond = { $name }: { $value } of { $most }, { $level }
spark-of = { $name }: last { $last }, lowest { $low }, highest { $high }
strip-of = { $name }: { $total } in all, from { $low } to { $high }; most in { $busiest }
strip-most = most { $value }
# One stretch of time: "14:00 to 15:00"
strip-cell = { $stretch }: { $value }
