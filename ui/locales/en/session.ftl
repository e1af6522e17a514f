### Signing in, and addresses that lead nowhere.

sign-in = Sign in
# Names the form
sign-in-with-password = Sign in with a password
sign-in-busy = Signing in…
sign-in-wrong = The e-mail address or the password is wrong.
# $span is "42 s"
sign-in-throttled = Too many attempts. Try again in { $span }.
# On the button meanwhile
sign-in-rest = Wait { $span }
# Above the providers
sign-in-or = or
sign-in-with = Sign in with { $provider }
sign-in-title = Open the one-time link
sign-in-help = The console printed a link in the terminal where it was started. Open it in this browser: it signs you in once, as the local operator. This page goes on by itself.
sign-in-again = The link was used, or has expired? Ask the running console for a new one:
sign-in-check = Check again

## The session ended while somebody was at work

sign-in-ended = Your session has ended
# $user is who was signed in
sign-in-ended-help = Sign in again as { $user }: this page stays as it is, and what you were doing goes on.
sign-in-leave = Discard this page and leave

field-email = E-mail address
field-email-missing = Enter your e-mail address
field-password = Password
field-password-missing = Enter your password
field-name = Name

## What the link of an invitation leads to

page-invitation = Accept an invitation
invitation-help = Somebody invited you to take part. Choose how others see you and what you will sign in with.
invitation-name-help = What others read. Not needed if you have an account with the invited address.
invitation-password-help = At least 12 characters. If you have an account with the invited address: its password.
invitation-accept = Accept and sign in
invitation-busy = Signing in…
invitation-gone = This invitation was used, taken back, or has expired. Ask whoever invited you for another one.
invitation-wrong = There is an account with the invited address, and this is not its password.
invitation-empty = This link is not complete
invitation-empty-help = The link of an invitation ends with a secret behind a “#”. Copy it whole from the message it came in, or ask for another one.

## What was asked for and did not work

# $reason is a sentence without its stop
sending-failed = { $reason } (request { $request })

not-found = Nothing lives at this address
not-found-help = The link may be old, or a character went missing on the way.
not-found-signals = Go to signals
