-- Changes of many signals at once, each with what became of every signal.
CREATE TABLE bulk_jobs (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL,
    -- JSON, as it was asked for.
    action TEXT NOT NULL,
    -- JSON of the person it gives signals to.
    owner TEXT,
    -- running, done or cancelled.
    state TEXT NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- What changed after that time is left alone.
    as_of INTEGER NOT NULL,
    ended_at INTEGER,
    total INTEGER NOT NULL,
    applied INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    conflicts INTEGER NOT NULL DEFAULT 0,
    undone_by TEXT,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE INDEX bulk_jobs_running ON bulk_jobs (tenant_id, id) WHERE state = 'running';

CREATE TABLE bulk_items (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    job_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    signal_id TEXT NOT NULL,
    -- waits, applied, pending, skipped or conflict.
    outcome TEXT NOT NULL DEFAULT 'waits',
    reason TEXT,
    -- The revision of the signal that the job made.
    revision INTEGER,
    PRIMARY KEY (tenant_id, job_id, position)
) STRICT;

CREATE INDEX bulk_items_by_outcome ON bulk_items (tenant_id, job_id, outcome, position);
