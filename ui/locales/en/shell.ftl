### The frame around every page.

## How the console looks and speaks

appearance = Appearance
# As the system has it
appearance-system = System
theme = Theme
theme-light = Light
theme-dark = Dark
contrast = Contrast
contrast-more = More
density = Density
density-default = Default
density-compact = Compact
density-comfortable = Comfortable
language = Language
zone = Times in
# The zone of this machine
zone-browser = Local time
zone-utc = UTC
zone-named = Another time zone
zone-unknown = There is no such zone. Choose from the list, such as Europe/Berlin.

## Pages: in the navigation, at their head, in the title of the window

page-signals = Signals
page-rules = Rules
page-traces = Traces
page-fluo = FLUO
page-not-found = Page not found
# The title of the window
page-title = { $page } · { -name }

## Navigation

brand = { -name }
skip = Skip to content
navigation = Navigation
navigation-main = Main
navigation-open = Open navigation
navigation-close = Close navigation
navigation-narrow = Narrow navigation
navigation-widen = Widen navigation
breadcrumb = Breadcrumb
# Headings in the navigation
navigation-watch = Watch
navigation-tenant = Tenant
navigation-system = System

## Who is signed in

account = Account
account-signed-in = Signed in as { $user }
account-tenant = in { $tenant }
sign-out = Sign out
signing-out = Signing out…

## Where to look when one does not know

help = Help
help-docs = Documentation
help-version = { -name } { $version }
help-about = Shows what FLUO finds in your traces.

## What was said and has gone from the screen

notifications = Notifications
notifications-new = Notifications, { $count ->
   *[other] { $count } new
 }
notifications-none = What is done here is listed here, so that it can be read again.
trouble = Something went wrong in the background: { $reason }
trouble-unknown = no reason was given

## The live stream: a word, and what it means

line-connecting = Connecting
line-connecting-help = Opening the live stream
line-fluo-down = FLUO down
line-fluo-down-help = The console is connected, but FLUO does not answer it: what is shown is the mirror
line-live = Live
line-live-help = Changes appear as they happen
line-reconnecting = Reconnecting
line-reconnecting-help = The live stream broke; what is shown stays, and may be old
line-polling = Polling
line-polling-help = The live stream stays away; read again every 30 s
line-refused-help = You may not listen to the live stream; read again every 30 s
line-offline = Offline
line-offline-help = This machine has no network
line-signed-out = Signed out
line-signed-out-help = Sign in to go on
line-retry = Retry now
# $attempt (Number)
line-attempt = attempt { $attempt }
# $attempt (Number), $span is "4 s"
line-attempt-next = attempt { $attempt }, next in { $span }
