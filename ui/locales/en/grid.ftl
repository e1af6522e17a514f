### The big table: what can be done with its columns and rows.

# Of the button that opens the menu of the table
grid-options = Columns and copies
# Of the button that opens the menu of a column; $title is what is above it
grid-column = Column { $title }
# Of the box in front of a row
grid-select = Select
grid-select-all = Select all that match
grid-rows-missing = Some rows could not be loaded.

## What was copied

# One thing: a cell, a row, the address of a row
grid-copied-one = Copied
grid-copied = Copied { $count ->
   *[other] { $count } rows
 }

## The bar of a selection; each $count is a text: "1,284"

grid-selection = Selection
grid-selected-all = All { $count } matching selected
# How many match is not known
grid-selected-all-unknown = All matching selected
grid-selected = { $count } selected
grid-selected-unknown = Selected
grid-select-matching = Select all { $count } matching
grid-copy = Copy
grid-clear = Clear

## The menu of a column

grid-sort-ascending = Sort ascending
grid-sort-descending = Sort descending
grid-wider = Wider
grid-narrower = Narrower
grid-fit = Fit to what it shows
grid-usual-width = Usual width
grid-move-left = Move left
grid-move-right = Move right
grid-pin = Pin left
grid-unpin = Unpin
grid-hide = Hide

## The menu of the table

grid-columns = Columns
grid-row-height = Row height
grid-height-usual = As everywhere
grid-copy-what = Copy the selection, or the current row
grid-copy-tsv = As tab-separated values
grid-copy-json = As JSON
grid-copy-markdown = As Markdown
grid-copy-link = Link to the current row
grid-reset = Reset the table
