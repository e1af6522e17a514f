### Settings: one's own account, and the tenant's people, roles and tokens.

settings = Settings
settings-account = Your account
settings-tenant = Tenant

page-profile = Profile
page-security = Security
page-tokens = API tokens
page-members = Members
page-roles = Roles
page-service-tokens = Service tokens

saving = Saving…

## What each permission lets somebody do

may-signals-read = See signals, their counts and the live stream
may-signals-triage = Change a signal’s status
may-rules-read = See rules and all their versions
may-traces-read = See the spans of a trace
may-fluo-read = See how FLUO and the mirror of it are doing
may-members-read = See who takes part, and as what
may-members-manage = Invite and remove members, and give them roles
may-roles-manage = Make, change and delete the tenant’s own roles
may-security-manage = Decide what is asked of who signs in
may-audit-read = Read and export the audit trail, personal data included
may-tokens-manage = See, make and revoke the tokens of services
may-links-create = Make one-time sign-in links for this installation
may-tenant-manage = Change the tenant’s name, colour, logo and how long what is kept
may-tenant-own = Hand the tenant over to another owner, or close it
may-fluo-manage = See and change how the tenant’s FLUO is reached

## Who can grant what is missing

noun-explanation = who can grant it
why-not-title = A permission is missing
# $what is the words of the button that was pressed
why-not-about = “{ $what }” needs a permission that you do not have.
why-not-granted = You have it by now. Try again.
why-not-role = You take part as { $role }.
# $roles is a list of names
why-not-roles = Roles that have it: { $roles }
why-not-ask = People who have it, and can be asked:
why-not-nobody = Nobody else has it. The operator of the machine can grant it.

## Profile

profile-who = Who you are here
profile-tenant = Tenant
profile-role = Role
profile-no-role = None
profile-may = What you may do
leave-tenant = Leave the tenant
leave-tenant-help = You lose access at once, on every device. Somebody would have to invite you again.
leave-tenant-title = Leave { $tenant }?
leave-tenant-about = Your sessions and API tokens in this tenant end. What you did here stays, with your name.

## Password

password-change = Change password
password-change-help = Ends your other sessions.
password-current = Current password
password-new = New password
password-rule = At least 12 characters.
password-changed = Changed. Your other sessions have ended.

## Sessions

noun-sessions = your sessions
sessions = Where you are signed in
sessions-help = End what you do not know, and change your password then.
sessions-this = This browser
sessions-end = End
# $what is "Firefox on Linux"
sessions-end-what = End the session of { $what }
sessions-end-others = End all others
sessions-ending = Ending…
sessions-no-others = There are no others.
sessions-ended-one = Ended
sessions-ended = { $count ->
    [one] One session ended
   *[other] { $count } sessions ended
 }
# $time is "5 min ago"
sessions-seen = Used { $time }
# $time is a day
sessions-until = Ends by { $time }
sessions-browser-on = { $browser } on { $system }
sessions-unknown = Unknown program

## API tokens

noun-tokens = tokens
tokens-none = No tokens yet
tokens-help = A program signs in with a token in the place of your password. It may never do more than you may.
service-tokens-help = A service’s token belongs to the tenant: it stays when its maker leaves, and may do what it was given.
token-new = New token
token-make = Make token
token-making = Making token…
token-made = Your new token
token-name-mine = What it is for, such as “deploy script”.
token-name-service = The service it is for, such as “grafana”.
token-name-missing = Say what it is for
token-days = Ends after
# $days (Number)
token-for-days = { $days ->
    [one] One day
   *[other] { $days } days
 }
token-may = What it may do
token-may-missing = Choose at least one
token-once = Copy it now
token-once-help = It is shown this once. Only its fingerprint is kept, so nobody can show it again.
token-secret = Token
token-try = Try it
token-kept = I have copied it
token-over = Ended
token-soon = Ends soon
token-until = Ends { $time }
token-used = Used { $time }
token-never-used = Never used
token-since = Made { $time }
token-revoke = Revoke
token-revoke-what = Revoke { $name }
token-revoke-title = Revoke { $name }?
token-revoke-about = Whatever signs in with it is refused from its next request on. It cannot be brought back.
copy-token = token
copy-link = link

permissions-reading = Only reading
permissions-all = All
permissions-none = None

## Members

noun-members = members
members-who = Person
members-role = Role
members-since = Since
members-do = Actions
members-you = you
member-actions = Actions on { $name }
member-role-change = Change role…
member-role-title = Role of { $name }
member-role-give = Change role
# What was done, to take it back
member-role-deed = Made { $name } { $role }
member-remove = Remove
member-remove-self = Leave the tenant in your profile
member-remove-title = Remove { $name }?
member-remove-about = Their sessions, streams and tokens in this tenant end at once. They can be invited again.

## Invitations

noun-invitations = invitations
invitations = Invitations that wait
invitations-none = Nobody is invited.
invite = Invite
invite-title = Invite somebody
invite-busy = Inviting…
invite-email-missing = Enter whom to invite
invite-role-missing = Choose what they will be
invite-made = Send this link
invite-once = Copy it now
invite-once-help = It is shown this once, works once, and ends after seven days. Send it to nobody but the invited.
invite-mailed = A mail is on its way
invite-mailed-help = This is the link in it, shown this once. It works once, and ends after seven days.
invitation-as = as { $role }
invitation-until = until { $time }
invitation-revoke = Take back
invitation-revoke-what = Take back the invitation of { $email }
invitation-revoked = The invitation of { $email } was taken back

## Roles

noun-roles = roles
roles-help = A role is what a member may do. The four that come with the product stay as they are; more can be made.
roles-table = What each role permits
roles-permission = Permission
role-built-in = built in
role-own = this tenant’s
role-may = may
role-may-not = may not
role-permits = { $count ->
    [one] One permission
   *[other] { $count } permissions
 }
role-actions = Actions on { $name }
role-fixed = It comes with the product
role-new = New role
role-edit = Change…
role-edit-title = Change { $name }
role-edit-about = It acts at once on everybody who has it. You can give what you have yourself.
role-copy = Copy…
# What a copy is called at first
role-copy-name = { $name } copy
role-permissions = What it permits
role-name-missing = Give it a name
role-save = Save role
role-delete = Delete
role-delete-title = Delete { $name }?
role-delete-about = A role that somebody has cannot be deleted.
