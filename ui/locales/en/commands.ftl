### Commands: how they are called, the palette, the sheet of shortcuts, undoing.

## Headings of commands

section-selection = Selection
section-page = This page
section-go-to = Go to
section-edit = Changes
section-view = View
section-help = Help
section-history = History
section-recent = Recent
section-signals = Signals
section-rules = Rules
section-line = Command

## On every page

command-palette = Search and commands
command-line = Type a command
command-keys = Keyboard shortcuts

## Keys

# Read out between two keys that are pressed one after the other
keys-then-aloud = {" then "}
# Between the first keys of a sequence and those that may follow
keys-then = then
# $keys is "G X"
keys-no-shortcut = { $keys } is no shortcut here
# Why a command does nothing; $command is its title
command-refused = { $command }: { $reason }

## The palette

palette-open = Search
palette-search = Search signals, rules and commands
# In the empty field
palette-hint = Search, or “:” for a command
# Names the list
palette-found = Found
palette-searching = Searching…
palette-none = Nothing found
palette-count = { $count ->
   *[other] { $count } found
 }
palette-offline = Offline: signals and rules are not searched
palette-failed = Signals and rules could not be searched: { $reason }
palette-nothing = Nothing here is called that. Signals are also found by message, service, span and trace id.
# What the keys of the palette do, beside each
palette-move = move
palette-choose = choose
palette-close = close
palette-command = command
palette-complete = complete
# A choice among others: "Theme: Dark"
palette-choice = { $what }: { $value }

## Lines of the command mode; the words one types are the same in every language

line-go = Go to
line-theme = Theme
line-density = Density
line-contrast = Contrast
line-zone = Time zone
line-keys = Single-key shortcuts
line-zone-local = Local
line-keys-on = On
line-keys-off = Off
# $known is "go, theme or zone"
line-no-command = “{ $word }” is no command: { $known }
# $what is one of the above: "Theme"
line-no-value = { $what } cannot be “{ $word }”: { $known }
line-too-long = nothing may follow “{ $word }”, so not “{ $more }”

## What was done, and taking it back

undo = Undo
redo = Redo
# $deed is "Set brave-otter-42 to Resolved"
undo-of = Undo: { $deed }
redo-of = Redo: { $deed }
undo-nothing = nothing was changed in this session
redo-nothing = nothing was undone
undo-past = something else was done since
undone = Undone
undone-of = Undone: { $deed }
done-again-of = Done again: { $deed }
not-undone = Not undone: { $deed }. { $reason }
not-done-again = Not done again: { $deed }. { $reason }
changes = Changes you made
changes-kept = Kept until this page is closed.

## The sheet of shortcuts

sheet-search = Search shortcuts
sheet-search-by = Search by name or key
sheet-close = Close (Esc)
sheet-none = No shortcut here is called that.
sheet-single = Shortcuts of single keys
sheet-single-off = Off: letters and signs alone do nothing; the palette reaches everything.
sheet-single-on = Switch off when speech input or a slip of the hand sets them off.
sheet-reset-all = Reset all
# $command is the title of one
sheet-reset = Reset keys of { $command }
sheet-change = Change keys of { $command }:
# Stands for the keys of a command that has none
sheet-no-keys-now = none
# $commands is "Rules, FLUO"
sheet-same-keys = Same keys as { $commands }
sheet-press = Press the new keys; Escape cancels
sheet-free = Free here
sheet-taken = Already used by { $commands }
sheet-use = Use
sheet-take-over = Take over
sheet-no-keys = No keys
# Why keys cannot be chosen
sheet-key-moves = That key moves the focus, presses buttons or closes: press another
sheet-key-edits = That key moves and edits everywhere: press another
sheet-key-browser = That key belongs to the browser: press another
sheet-key-system = That key belongs to the browser or the system: press another

## Notices

notice-dismiss = Dismiss
