### A trace: its spans as a waterfall and as a flame graph, on a page and beside a signal.

noun-trace = the trace
trace = Trace
trace-spans = { $count ->
    [one] { $count } span
   *[other] { $count } spans
 }
trace-service-count = { $count ->
    [one] { $count } service
   *[other] { $count } services
 }
trace-failures = { $count ->
    [one] { $count } error
   *[other] { $count } errors
 }
# Of the table; $name is the span that the others come from
trace-spans-of = Spans of { $name }
# $count (Number) are shown
trace-cut = This trace has more spans than can be shown; these are the first { $count }.
trace-whole-page = Open the whole trace
trace-signal = Back to the signal

## Columns

trace-span = Span
trace-service = Service
trace-starts = Starts
trace-takes = Takes
trace-timeline = Timeline
# Read out before the name of a span that failed
trace-error = Error:
# On the span that the rule matched
trace-match = match

## Above the picture

trace-search = Search spans
trace-search-in = Name, service, attribute, key=value…
# $at and $of are texts: "3", "1,284"
trace-found-at = { $at } of { $of }
trace-found = { $of } found
trace-found-none = Nothing found
trace-found-next = Next span found
trace-found-previous = Previous span found
trace-critical = Critical path
trace-critical-help = What the trace waited for: making any other span faster would not have made it faster
trace-open-all = Open all
trace-close-all = Close all
trace-services = Services
# $count (Number)
trace-services-more = and { $count } more
# Of the two ends of the stretch that is looked at
trace-window-from = Shown from
trace-window-to = Shown until
trace-window-reset = Whole trace

## Flame graph

trace-flame = Flame graph
trace-flame-help = Where the time went: spans with the same name below the same callers are one block, as wide as the work done in it
# $name of $service has $spans spans; $total and $own are times, $share is a number of percent
trace-flame-frame = { $name } ({ $service }), spans: { $spans }; { $total } in all, { $own } of its own, { $share } % of the work
# $frame is what the message above says
trace-flame-summary = Flame graph. Most of the work: { $frame }. The waterfall lists every span.
trace-flame-find = Find these spans

## The open span

trace-span-details = Details of the span
trace-span-close = Close the span
trace-status = Status
trace-status-error = Error
trace-status-ok = Ok
trace-status-unset = Unset
trace-kind = Kind
trace-kind-unspecified = Unspecified
trace-kind-internal = Internal
trace-kind-server = Server
trace-kind-client = Client
trace-kind-producer = Producer
trace-kind-consumer = Consumer
trace-span-id = Span id
trace-parent = Parent
trace-parent-missing = did not arrive
trace-below = Spans below
trace-attributes = Attributes
trace-events = Events
trace-links = Links
trace-resource = Resource
trace-scope = Made by { $scope }
trace-filter = Find spans with this { $key }

## No spans

trace-gone = The spans of this trace are gone
trace-gone-next = The signal and what was decided about it stay. If the trace was exported, its file shows the same picture; another source can be asked by the trace id.
trace-away = The source of traces does not answer
trace-away-next = Nothing is lost: signals and rules are read from the mirror meanwhile. Try again in a moment, or open the trace from a file.
trace-from-file = Open a file

## From a file

trace-open-title = Open a trace from a file
trace-open-help = OTLP JSON as SDKs, collectors and Tempo write it: .json, .jsonl, or either packed as .gz. It is read in this browser and not sent anywhere.
trace-open-file = Choose a file
trace-paste = Or paste one
trace-paste-show = Show
trace-pasted = pasted text
trace-reading = Reading…
trace-unreadable = This cannot be read as a trace
trace-no-spans = There are no spans in it.
trace-file-refused = The browser could not read the file.
# $most is a number of MiB
trace-file-large = The file is larger than { $most } MiB.
trace-not-text = The file is not text in UTF-8.
trace-file-traces = { $count ->
    [one] { $count } trace in { $name }
   *[other] { $count } traces in { $name }
 }
# $count (Number) are listed
trace-listed = Only the { $count } with the most spans are listed.
trace-from = From { $name }
trace-file-close = Close
