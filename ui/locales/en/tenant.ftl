### The tenant's own settings, going from one to another, and administering the installation.

settings-platform = Installation
page-tenant = General
page-brand = Branding
page-platform-tenants = Tenants
page-platform-users = Users
noun-tenant = the tenant
saved = Saved

## What it is called, who owns it

tenant-profile = Profile
tenant-description = Description
tenant-description-help = What the tenant is for, in a sentence or two.
tenant-since = Since
tenant-save = Save changes
tenant-name-missing = Give it a name
tenant-transfer = Transfer ownership
tenant-transfer-help = Somebody else becomes the owner in your stead; you stay as an administrator.
tenant-transfer-to = New owner
tenant-transfer-title = Make { $name } the owner?
tenant-transfer-about = You stay as an administrator. Only the new owner can give it back.
tenant-close = Close the tenant
tenant-close-help = Ends every session, stream and token in it. Its data stays until whoever administers the installation removes it.
tenant-close-title = Close { $tenant }?
tenant-close-about = Nobody can sign in to it any more, you included. Only whoever administers the installation can open it again.

## Its colour and logo

brand-accent = Accent
brand-accent-help = Hue and strength are yours; lightness is ours, so that everything stays readable. You see it at once, others when it is saved.
brand-hue = Hue
# $hue is a whole number
brand-degrees = { $hue }°
brand-hex = Colour
brand-hex-help = Six hex digits, such as #2f6fed.
brand-no-colour = This is no colour: write six hex digits, such as #2f6fed
brand-save = Save accent
brand-reset = Use the product’s accent again
# $ratio is "5.47"
brand-ratio = { $ratio } : 1
brand-passes = readable
brand-fails = hard to read
brand-light-more = Light, more contrast
brand-dark-more = Dark, more contrast
brand-capped = It is stronger than the interface takes; the strongest of its hue is used.
brand-logo = Logo
brand-logo-help = Stands in the place of ours, at the top of the navigation.
brand-logo-alt = The logo as it is now
brand-logo-choose = Choose a file: SVG or PNG, at most 64 KB
brand-logo-type = Choose an SVG or a PNG
brand-logo-size = The file is larger than 64 KB
brand-logo-unread = The file could not be read
brand-logo-remove = Remove logo

## Going from one tenant to another

tenants = Tenants
tenants-switch = Switch tenant
tenants-current = here
tenants-only = You are a member of no other tenant.
tenants-going = Switching…
noun-tenants = your tenants

## The installation

noun-platform-tenants = the tenants
noun-platform-users = the users
platform-status = Status
platform-members = Members
platform-active = Active
platform-suspended = Suspended
platform-closed = Closed
platform-suspend = Suspend
platform-suspend-what = Suspend { $name }
platform-suspend-title = Suspend { $name }?
platform-suspend-about = Nobody comes in and its FLUO is not followed until it is resumed. Nothing is deleted.
platform-resume = Resume
platform-resume-what = Resume { $name }
platform-resumed = { $name } is open again
platform-new-tenant = New tenant
platform-new-tenant-about = You become its owner, and can hand it over.
platform-make-tenant = Make tenant
platform-search = Find people by name or e-mail address
platform-more-users = These are the first hundred. Search for the others.
platform-memberships = Takes part in
platform-role-in = { $role } in { $tenant }
platform-nowhere = In no tenant
platform-enabled = Active
platform-disabled = Disabled
platform-admin = Administers the installation
platform-access = Tenants and roles…
platform-access-title = Where { $name } takes part
platform-give = Give access
platform-take-what = Remove from { $tenant }
platform-grant = Make administrator of the installation
platform-granted = { $name } administers the installation now
platform-revoke = Take the administration away
platform-revoked = { $name } does not administer the installation any more
platform-enable = Enable
platform-enabled-what = { $name } can sign in again
platform-disable = Disable
platform-disabled-what = { $name } cannot sign in any more
platform-not-oneself = Somebody else has to do this
platform-new-user = New user
platform-make-user = Make user
platform-password-help = At least 12 characters. Tell them; they can change it.

## How FLUO is reached

page-connection = FLUO connection
noun-connection = the connection
connection-from-installation = It comes from how the console was started. What you save here takes its place, for this tenant.
connection-own = This tenant has a connection of its own.
connection-url = Address
connection-url-help = Such as https://fluo.example:4318
connection-live = Path of the live feed
connection-live-help = Where it is empty, the usual one.
connection-traces = Address of traces
connection-traces-help = What speaks as Tempo does. Where it is empty, FLUO is asked.
connection-header = Tenant header
connection-header-help = Its name, such as X-Tenant-ID, where your FLUO wants one.
connection-header-value = Value of the tenant header
connection-bearer = Bearer token
connection-bearer-help = Where your FLUO wants one. It is kept sealed and never shown.
connection-bearer-kept = One is kept. Leave this empty to go on using it.
connection-test = Test
connection-testing = Testing…
connection-save = Save connection
connection-works = It works
connection-fails = It does not work
# $millis is a whole number
connection-took = FLUO answered in { $millis } ms.
connection-parts-down = Down: { $parts }
connection-can-nothing = It offers nothing that the console can use.
connection-remove = Use the installation’s connection
connection-remove-title = Use the installation’s connection again?
connection-remove-help = What was saved here is deleted, the token too.

## How long what is kept

page-retention = Retention
noun-retention = how long what is kept
retention-help = What is older is deleted in the background, and counted in the audit trail. The trail itself has a time of its own.
retention-signal-days = Signals, after they were raised
retention-signals = Signals at most, the newest
retention-event-days = Events, for whoever comes back to the live stream
retention-session-days = Sessions, after they ended
retention-days = days
retention-rows = signals
retention-save = Save
