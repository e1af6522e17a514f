### The account beyond its password: the second factor, ways back in, programs that are let in; and the tenant's policies.

## Second step of signing in

second-step = Second step
second-step-help = Your account has a second factor. Open your authenticator app.
code = Code
code-help = Six digits, or one of your recovery codes.
code-missing = Enter the code

## A forgotten password

forgot-link = Forgot your password?
page-forgot = Forgot your password
forgot-help = Enter the address you sign in with. If there is an account, a mail with a link goes there.
forgot-send = Send link
forgot-busy = Sending…
forgot-sent = Look into your mail
forgot-sent-help = If there is an account with this address, a link is on its way. It works once, within 30 minutes. Where no mail is set up, whoever runs the console can hand it to you.
to-sign-in = Back to signing in
to-console = To the console
page-reset = Choose another password
reset-help = This ends all your sessions.
reset-save = Save password
reset-gone = This link was used or has expired.
reset-ask-again = Ask for another link
reset-done = Your password is changed
reset-done-help = Sign in with it. All your sessions have ended.
link-cut-help = The link ends with a secret behind a “#”. Copy it whole from the mail.

## Another e-mail address

page-confirm-email = Confirm an e-mail address
confirm-title = Confirm the change
confirm-help = Press the button if it was you who asked for another e-mail address.
confirm-press = Confirm
confirm-done = The address is changed
confirm-done-help = Both ends have confirmed it. Sign in with the new address from now on.
confirm-half = Confirmed here
confirm-half-help = The other address has a link of its own, which is waited for.
noun-account = your account
account-rename = Save name
account-change-email = Change address
account-email-help = The old address and the new one each get a link that confirms the change.
account-email-sent = Both addresses get a link. Follow both.
account-email-pending = A change of address waits
# $email is the new address
account-email-waits = It becomes { $email } once both links were followed.

## The second factor

noun-second-factor = your second factor
factor = Second factor
factor-help = A code of an app besides your password. Whoever learns your password still cannot sign in.
factor-enrol = Set up an authenticator app
factor-enrolling = Setting up…
factor-required = Your tenant asks you for one
factor-required-help = Nothing else works before you have set it up.
factor-on = On
factor-since = since { $time }
factor-codes-left = { $count ->
    [one] One recovery code left
   *[other] { $count } recovery codes left
 }
factor-new-codes = New recovery codes
factor-new-codes-about = The ones there are do not work any more then.
factor-disable = Do without
factor-disable-about = Your password alone is enough to sign in then.
factor-scan = Scan this with your authenticator app.
factor-picture = A QR code for an authenticator app; what it says is below
factor-same-device = The app is on this device
factor-type = Or type this into the app:
factor-secret = key
factor-confirm = Confirm the code
factor-codes = Recovery codes
factor-codes-once = Keep these codes now
factor-codes-help = Each stands for one code of the app, once. They are shown this once.
factor-codes-kept = I have kept them
page-enrol = Set up a second factor

## Again who one is

proof-title = Is it still you?
proof-help = This is asked for when signing in was a while ago. What you were doing goes on then.
proof-go-on = Go on

## A program that waits to be let in

page-device = Let a program in
noun-device = the program
device-code = Code
device-code-help = What the program shows.
device-look = Continue
device-check = Is it yours?
device-check-help = Let it in only if you started it yourself and it shows the same code.
device-program = Calls itself
device-asked = Asked
device-approve = Let it in
device-deny = Keep it out
device-approved = It is in
device-approved-help = The program goes on by itself. You find its token among your API tokens.
device-denied = It stays out
device-denied-help = The program is told so.
device-unknown = No program shows this code
device-unknown-help = The code may be mistyped, or its time is over.
device-other = Enter another code

## What the tenant asks of who signs in

page-policy = Sign-in
noun-policy = what is asked of who signs in
policy-help = It acts on the next request of everybody.
policy-factor = Who needs a second factor
policy-off = Nobody
policy-owners = Owners
policy-admins = Admins and owners
policy-members = Everybody but viewers
policy-all = Everybody
policy-idle = A session that is not used ends after
policy-idle-help = 5 minutes to a week.
policy-lifetime = A session ends at the latest after
policy-lifetime-help = An hour to ninety days.
policy-minutes = min
policy-hours = h
policy-save = Save

## Who may do what, looked through

page-review = Access review
noun-review = who may do what
noun-reviews = the reviews
review-help = Everybody and everything that may do something here now. Look through it, take away what should not be, then confirm.
review-table = Who may do what
review-who = Who
review-may = May
review-factor = Second factor
review-used = Last used
review-personal = personal token
review-service = service token
review-has-factor = Yes
review-no-factor = No
review-confirm = Confirm that this is right
review-confirm-help = Kept with your name and the time.
review-note = Note
review-confirmed = Confirmed
review-past = Earlier reviews
review-never = Nobody has confirmed it yet.
review-by = By { $user }
# $members (Number), $tokens (Number)
review-counts = { $members } members, { $tokens } tokens

