### One signal: what it says, its status, its rule and its trace.

noun-signal = this signal
noun-rule = the rule
signal = Signal
signal-details = Signal details
signal-width = Width of the signal's details
# $key is the key that does the same
signal-close = Close ({ $key })
signal-raised = Raised
signal-changed = Changed
signal-service = Service
signal-span = Span
signal-trace = Trace
signal-span-id = Span id
signal-id = Signal id
signal-rule = Rule
# $rule is the id of the rule
signal-rule-of = Rule { $rule }
signal-rule-gone = FLUO no longer has version { $version } of this rule.
signal-condition = Condition
copy-condition = condition

## Taking it elsewhere

signal-copy = Copy this signal
copy-as-text = Text
copy-as-markdown = Markdown
copy-as-json = JSON
copy-as-curl = cURL
copy-as-link = Link
# $form is one of the above
copied-as = Copied as { $form }

## Why its rule fired

signal-explain = Explain why the rule fired
explain-show = Why did it fire?
explain-hide = Hide why it fired
explain-gone = The spans of this trace are no longer kept, so the rule cannot be run over them again.
explain-span-gone = The span that violated the rule is no longer among those that are kept.
explain-unread = This rule cannot be explained here: { $complaint }
explain-doubt = Over what is known of the span here it does not fire: FLUO may have seen attributes that are not kept.
explain-parts = The parts of the rule with their values
explain-part = Part
explain-value = Value
# Read out before a part that the outcome hangs on
explain-decisive = Decides:
explain-cut = Further parts are left out.

## Its status

signal-status = Status
signal-investigate = Investigate this signal
signal-resolve = Resolve this signal
signal-false-positive = Mark this signal a false positive
signal-reopen = Reopen this signal
signal-snooze = Put this signal aside
signal-wake = Bring this signal back
signal-assign = Give this signal to somebody
signal-tag = Tag this signal
signal-note = Write a note
signal-link = Link an incident or a ticket
# Why the above cannot be done
signal-is-already = it is { $status } already
signal-reopen-first = a signal that is { $status } has to be reopened first
signal-status-needs = Changing it needs the permission { $permission }; whoever administers this tenant can grant it.
# $age is "5 min ago"
signal-waiting = Waiting for FLUO since { $age }; FLUO still says { $status }.
signal-not-changed = Not changed: { $reason }
signal-maybe-changed = It is not known whether this changed: { $reason }
# Two people decided about it
clash-title = { $signal } was changed meanwhile
clash-mine = You wanted
clash-theirs = It is by now
clash-leave = Leave it so
clash-anyway = Do it anyway
# What can be undone; $signal is a name
signal-set = Set { $signal } to { $status }
signal-give = Give { $signal } to { $owner }
signal-let-go = Give { $signal } to nobody
# $until is "until 14:00 UTC"
signal-put-aside = Put { $signal } aside { $until }
signal-bring-back = Bring { $signal } back
signal-put-tags = Tag { $signal } { $tags }
signal-take-tags = Take { $tags } off { $signal }
# Why there is nothing to do
signal-is-of = it is { $owner }’s already
signal-is-nobodys = it is nobody’s already
signal-is-not-aside = it is not put aside

## Put aside

# What a signal is put aside until
until-time = until { $time }
until-count = { $count ->
    [one] until { $count } more of its kind
   *[other] until { $count } more of its kind
 }
until-rate = { $count ->
    [one] until { $count } of its kind in an hour
   *[other] until { $count } of its kind in an hour
 }
until-spike = until there are unusually many of its kind
until-version = until its rule has a new version
signal-snoozed = Put aside

## What happened to it; $who is a person

timeline = What happened
timeline-none = Nothing is known to have happened yet.
# Who did it, where no person did
timeline-nobody = The console
timeline-raised = FLUO raised it
timeline-status = { $who } moved it from { $from } to { $to }
timeline-status-because = { $who } moved it from { $from } to { $to }: { $reason }
timeline-pending = (waits for FLUO)
timeline-confirmed = FLUO took { $status }
timeline-refused = FLUO did not take { $to }, it is { $from } again: { $problem }
timeline-took = { $who } took it
timeline-assigned = { $who } gave it to { $owner }
timeline-released = { $who } let go of it
timeline-snoozed = { $who } put it aside { $until }
timeline-woke = { $who } brought it back
timeline-woke-time = It came back: the time was up
timeline-woke-count = It came back: enough more were raised
timeline-woke-spike = It came back: there were unusually many
timeline-woke-version = It came back: its rule has a new version
timeline-tagged = { $who } tagged it { $tags }
timeline-untagged = { $who } took off the tags { $tags }
timeline-retagged = { $who } tagged it { $added }, and took off { $removed }
timeline-note = { $who } wrote a note
timeline-note-edited = { $who } changed a note
timeline-note-deleted = { $who } deleted a note
timeline-link = { $who } linked { $title }
timeline-link-removed = { $who } took away the link { $title }
# $fields is "Status, Owner"
timeline-undone = { $who } put back what it was before: { $fields }

## Whose it is, and the like

signal-nobody = Nobody
signal-not-aside = Not put aside
signal-no-tags = None
signal-reason = Reason
# $name is who put it aside
snoozed-by = by { $name }
snoozed-would-have = { $count ->
    [one] would have hidden { $count } in the last 7 days
   *[other] would have hidden { $count } in the last 7 days
 }
# On buttons beside the value
signal-assign-short = Assign
signal-snooze-short = Put aside
signal-wake-short = Bring back
signal-tag-short = Tag
signal-remove-tag = Remove the tag { $tag }
# $name is a person
presence-looks = { $name } is on this
presence-claims = { $name } takes care of this

## Notes

noun-notes = the notes
notes = Notes
notes-none = Nobody has written anything yet.
note-new = Write a note
note-text = Note
note-save = Save note
note-edit = Edit
note-delete = Delete
note-edited = edited
note-versions = What the note said before
note-preview = Preview

## Links

noun-links = the links
links = Links
links-none = Nothing is linked yet.
link-address = Address of an incident, a ticket, a page
link-title = Title
link-add = Link it
link-remove = Remove the link { $title }
link-refused = kept here only: { $problem }

## Around it

noun-timeline = what happened
noun-related = related signals
related = Related signals
related-none = Nothing else has to do with it.
related-trace = In the same trace
related-group = Of the same rule, service and operation
related-near = Near in time, in the same service

## Asking for what is missing

triage-do = Do it
reason-title = Why is it a false positive?
reason-label = Reason
reason-hint = A digit chooses at once; or type a reason of your own.
reason-because = False positive: { $reason }
snooze-title = Put aside until when?
snooze-label = Until
snooze-hint = A digit, or 2h, mon 9:00, 100x, spike, 50/h, version
snooze-wrong = This names no time ahead, no count and no rate.
snooze-group = Also new signals of the same rule, service and operation
snooze-why = Why (others see it)
owner-title = Who takes care of it?
owner-label = Name
owner-hint = A digit chooses at once; or type a part of the name.
owner-me = Me ({ $name })
owner-first = Enter takes the first below.
tags-title = Which tags?
tags-label = Tags
tags-hint = Words, apart by spaces; a minus before one takes it off.
tags-wrong = A tag is made of lower-case letters, digits and - _ . : /
tags-puts = Puts on { $tags }.
tags-takes = Takes off { $tags }.
