### The editor of rules, and texts written in Markdown.

editor-leave = Tab indents. Escape, then Tab leaves the editor.
# $about is what is written here
editor-about = { $about } { editor-leave }
editor-find = Find
editor-format = Format
editor-not-formatted = What cannot be read cannot be formatted; the remarks say why.
editor-missing = The editor could not be loaded; this field does the same without colours.
# Before a remark; $severity is "error", "warning" or "info"
editor-place = Line { $line }, column { $column }, { $severity ->
    [error] error
    [warning] warning
   *[info] info
 }:

markdown-done = Done
markdown-to-do = To do
markdown-code = Code
markdown-code-in = Code, { $language }
# $name is a link to it
markdown-picture = Picture: { $name }
markdown-table = Table
