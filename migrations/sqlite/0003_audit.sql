-- The end of each tenant's chain: what the next entry is chained to, and what a cut tail is missed by.
CREATE TABLE audit_chains (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit_entries (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    seq INTEGER NOT NULL,
    encoding INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT,
    subject_id TEXT,
    outcome TEXT NOT NULL,
    request_id TEXT,
    detail TEXT NOT NULL,
    personal_ref TEXT,
    personal_hash TEXT,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant_id, seq)
) STRICT;

CREATE INDEX audit_by_actor ON audit_entries (tenant_id, actor_id, seq);
CREATE INDEX audit_by_action ON audit_entries (tenant_id, action, seq);
CREATE INDEX audit_by_subject ON audit_entries (tenant_id, subject_id, seq);

-- What names a person, beside the chain: a null value was erased, by the entry that erased_seq names.
CREATE TABLE audit_personal (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    ref TEXT NOT NULL,
    person_id TEXT,
    salt TEXT,
    value TEXT,
    erased_seq INTEGER,
    PRIMARY KEY (tenant_id, ref)
) STRICT;

CREATE INDEX audit_personal_by_person ON audit_personal (tenant_id, person_id);
CREATE INDEX audit_personal_by_erasure ON audit_personal (tenant_id, erased_seq);

CREATE TABLE audit_anchors (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, seq)
) STRICT;

-- What is left of entries whose time of keeping is over.
CREATE TABLE audit_segments (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    first_prev_hash TEXT NOT NULL,
    first_hash TEXT NOT NULL,
    last_hash TEXT NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, first_seq)
) STRICT;
