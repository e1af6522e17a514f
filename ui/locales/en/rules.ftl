### The list of rules.

rules-count = { $count ->
    [one] { $count } rule
   *[other] { $count } rules
 }
rules-none = No rules yet
rules-none-help = FLUO has no rules. Rules created there appear here within seconds.
rules-other-versions = { $count ->
    [one] { $count } other version
   *[other] { $count } other versions
 }
# Beside the name of a rule
rules-version = version { $version }
# At the head of an older version
rules-version-title = Version { $version }
rules-condition = Condition of { $rule }
rules-condition-version = Condition of version { $version }
rules-no-signals = no signals yet
# $age is "5 min ago"
rules-last-signal = last signal { $age }
# A link to them
rules-signals = { $count ->
    [one] { $count } signal
   *[other] { $count } signals
 }
