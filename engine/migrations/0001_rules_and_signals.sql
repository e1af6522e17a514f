-- Rules in every version, the signals they raised, and what people decided about those.
-- Times are microseconds since the Unix epoch, UTC.

CREATE TABLE settings (
    name  TEXT PRIMARY KEY NOT NULL,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rules (
    seq         INTEGER PRIMARY KEY,
    rule_id     TEXT NOT NULL,
    version     TEXT NOT NULL,
    expression  TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    -- '' when the severity follows from the span
    severity    TEXT NOT NULL DEFAULT '' CHECK (severity IN ('', 'ERROR', 'WARNING', 'INFO')),
    status      TEXT NOT NULL CHECK (status IN ('ACTIVE', 'INACTIVE', 'DELETED')),
    created_at  INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    UNIQUE (rule_id, version)
) STRICT;

CREATE TABLE signals (
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    friendly_id  TEXT NOT NULL UNIQUE,
    rule_id      TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    trace_id     TEXT NOT NULL,
    span_id      TEXT NOT NULL,
    severity     TEXT NOT NULL CHECK (severity IN ('ERROR', 'WARNING', 'INFO')),
    message      TEXT NOT NULL,
    service      TEXT NOT NULL,
    span_name    TEXT NOT NULL,
    status       TEXT NOT NULL DEFAULT 'OPEN'
                 CHECK (status IN ('OPEN', 'INVESTIGATING', 'RESOLVED', 'FALSE_POSITIVE')),
    notes        TEXT NOT NULL DEFAULT '',
    created_at   INTEGER NOT NULL,
    -- A span that arrives twice violates a rule once.
    UNIQUE (trace_id, span_id, rule_id, rule_version)
) STRICT;

CREATE INDEX signals_by_rule ON signals (rule_id, seq);
CREATE INDEX signals_by_service ON signals (service, seq);
CREATE INDEX signals_by_state ON signals (status, severity);

CREATE TABLE signal_links (
    signal_seq INTEGER NOT NULL REFERENCES signals (seq) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    link       TEXT NOT NULL,
    PRIMARY KEY (signal_seq, position),
    UNIQUE (signal_seq, link)
) STRICT, WITHOUT ROWID;
