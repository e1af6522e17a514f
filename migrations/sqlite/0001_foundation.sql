CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    event_seq INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE signals (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL,
    friendly_id TEXT,
    severity TEXT NOT NULL,
    severity_text TEXT,
    status TEXT NOT NULL,
    confirmed_status TEXT NOT NULL,
    pending_since INTEGER,
    pending_problem TEXT,
    rule_id TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',
    service TEXT NOT NULL DEFAULT '',
    span_name TEXT NOT NULL DEFAULT '',
    trace_id TEXT NOT NULL,
    span_id TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE INDEX signals_newest ON signals (tenant_id, raised_at DESC, id DESC);
CREATE INDEX signals_by_status ON signals (tenant_id, status, raised_at DESC, id DESC);
CREATE INDEX signals_by_severity ON signals (tenant_id, severity, raised_at DESC, id DESC);
CREATE INDEX signals_by_rule ON signals (tenant_id, rule_id, raised_at DESC, id DESC);
CREATE INDEX signals_by_service ON signals (tenant_id, service, raised_at DESC, id DESC);

CREATE TABLE rules (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    expression TEXT NOT NULL,
    description TEXT,
    status TEXT NOT NULL,
    severity TEXT,
    created_at INTEGER,
    modified_at INTEGER,
    position INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id, version)
) STRICT;

CREATE TABLE events (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    patch TEXT NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, seq)
) STRICT;

CREATE TABLE pending_changes (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL,
    signal_id TEXT NOT NULL,
    status TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE INDEX pending_by_signal ON pending_changes (tenant_id, signal_id);

CREATE TABLE mirror_state (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
    reach TEXT NOT NULL,
    as_of INTEGER,
    last_contact INTEGER,
    problem TEXT
) STRICT;

CREATE TABLE sessions (
    id_hash TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    user_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE TABLE sign_in_links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
