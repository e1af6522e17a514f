### The audit trail.

page-audit = Audit
noun-audit = the audit trail
# Names the list
audit-newest-first = Entries, newest first
audit-chained = Each entry seals the one before it.
audit-none = Nothing happened yet
audit-none-help = Sign-ins, changes, exports and refusals will be listed here.
audit-no-match = No entries match
audit-no-match-help = Nothing in the trail has all of what is asked for.

audit-filter = Filter the audit trail
audit-filter-hint = Words, or outcome:denied action:members.remove
audit-time = Time
audit-outcome = Outcome
audit-actor = Who
audit-actor-id = Id
audit-action = Action
audit-subject = On
audit-address = Address
audit-client = Program
audit-seq = Number
audit-hash = Seal
audit-done = Done
audit-pending = Pending
audit-denied = Denied
audit-failed = Failed
audit-system = The console
audit-anonymous = Nobody known

audit-csv = CSV
audit-jsonl = JSON Lines
audit-export-help = Every entry that matches, as a file. The export is itself an entry.

# $number is the place of the entry in the trail
audit-entry = Entry { $number }
audit-details = Details of the entry
audit-detail = What was said
audit-not-here = This entry is not among those that are listed. Clear the filter, or scroll further down.
audit-all-of-actor = All they did
audit-all-on-subject = All done to it
audit-personal = Person
audit-no-personal = Nothing is kept, or it was erased
audit-chain-help = The seal is a SHA-256 over this entry and the seal before it. “fluo-console audit verify” checks the whole chain.
copy-id = id
