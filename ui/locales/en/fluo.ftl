### The page about FLUO itself.

fluo-signals = Signals mirrored
fluo-rules = Rule versions mirrored
fluo-behind = Mirror behind FLUO
fluo-pending = Changes waiting for FLUO
fluo-down = FLUO cannot be reached
fluo-down-help = Lists go on answering from the mirror; changes are kept and sent later.
fluo-connection = Connection
fluo-state = State
fluo-address = Address
fluo-dialect = Dialect
fluo-last-contact = Last contact
fluo-complete = Complete up to
fluo-embedded = embedded in this console
fluo-elsewhere = at its own address
fluo-never = never yet
fluo-check-up = Up
fluo-check-down = Down
fluo-reach-connecting = Connecting
fluo-reach-catching-up = Catching up
fluo-reach-live = Live
fluo-reach-polling = Polling
fluo-reach-unreachable = Unreachable

## What this FLUO can do, and what it means when it cannot

fluo-capabilities = What this FLUO can do
fluo-can-json = Signals as JSON
fluo-cannot-json = This FLUO answers HTML only; signals cannot be read.
fluo-can-feed = Live feed
fluo-cannot-feed = Without one, FLUO is asked every few seconds.
fluo-can-versions = Rule versions
fluo-cannot-versions = FLUO keeps no history of rules; ours is the only one.
fluo-can-status = Status of signals
fluo-cannot-status = Statuses are kept here only.
fluo-can-traces = Spans of traces
fluo-cannot-traces = Traces cannot be shown.
# Read out after the name of a capability
fluo-can-yes = : yes
fluo-can-no = : no
