CREATE INDEX signals_decided ON signals (tenant_id, decided_at) WHERE decided_at IS NOT NULL;

-- Lists of signals that people come back to.
CREATE TABLE saved_views (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    -- A JSON list; empty for the usual ones.
    columns TEXT NOT NULL DEFAULT '[]',
    sort TEXT,
    -- 1: everybody's, 0: its owner's alone.
    team INTEGER NOT NULL DEFAULT 0,
    owner_id TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id)
) STRICT;

-- What views are to each person.
CREATE TABLE view_marks (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    user_id TEXT NOT NULL,
    view_id TEXT NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0,
    first INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, user_id, view_id)
) STRICT;
