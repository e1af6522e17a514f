### Signing in, and addresses that lead nowhere.

sign-in = Sign in
sign-in-title = Open the one-time link
sign-in-help = The console printed a link in the terminal where it was started. Open it in this browser: it signs you in once, as the local operator. This page goes on by itself.
sign-in-again = The link was used, or has expired? Ask the running console for a new one:
sign-in-check = Check again

not-found = Nothing lives at this address
not-found-help = The link may be old, or a character went missing on the way.
not-found-signals = Go to signals
