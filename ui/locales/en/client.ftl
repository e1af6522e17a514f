### Why a question to the console brought no answer.

client-silent = The console server does not answer.
client-silent-shell = The desktop shell does not answer.
# $status is the number of the answer: "502"
client-status = The server answered with status { $status }.
client-not-text = The answer is not text.
client-unreadable = The answer cannot be read: reload to get the current console.
