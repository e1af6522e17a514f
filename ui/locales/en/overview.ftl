### The start page.

page-overview = Overview
noun-overview = the overview
overview-open = Open, by severity and age
overview-hour = 1 h
overview-day = 1–24 h
overview-older = Older
overview-all = All
# Read out for a number: $count signals of $severity, of an age
overview-open-figure = { $count } open, { $severity }, { $age }
overview-arrivals = Arrived in the last 24 hours
# $count is a text: "1,284"
overview-arrivals-total = { $count } signals; each bar is two hours and opens its list
# $count signals between two times of day
overview-arrived = { $count } between { $from } and { $to }
overview-rules = Rules that raised most, last 24 hours
overview-rules-none = No rule raised a signal in the last 24 hours.
overview-services = Services with most signals, last 24 hours
overview-services-none = No signal of any service in the last 24 hours.
overview-decisions = Time to decide
overview-decisions-note = From raised to decided, of what was decided in each period and still is.
overview-week = Last 7 days
overview-week-before = 7 days before
overview-median = Median
overview-mean = Mean
overview-decided = Decided
# Read out for a number: $value (such as "21 min") is the $measure of a $period
overview-decision-figure = { $measure }, { $period }: { $value }
# $count is a text: "1,204"
overview-storm = { $rule } storms: { $count } signals in 5 min, since { $time }
