-- What people do with signals beyond their status.
ALTER TABLE signals ADD COLUMN owner_id TEXT;
ALTER TABLE signals ADD COLUMN owner_name TEXT;
-- JSON; kind and time stand beside it for those who wake what is put aside.
ALTER TABLE signals ADD COLUMN snooze TEXT;
ALTER TABLE signals ADD COLUMN snooze_kind TEXT;
ALTER TABLE signals ADD COLUMN snoozed_until BIGINT;
ALTER TABLE signals ADD COLUMN reason TEXT;
ALTER TABLE signals ADD COLUMN decided_at BIGINT;
-- A JSON list, sorted.
ALTER TABLE signals ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE signals ADD COLUMN notes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE signals ADD COLUMN links BIGINT NOT NULL DEFAULT 0;

UPDATE signals SET decided_at = updated_at WHERE status IN ('RESOLVED', 'FALSE_POSITIVE');

CREATE INDEX signals_snoozed ON signals (tenant_id, snooze_kind, snoozed_until) WHERE snooze_kind IS NOT NULL;
CREATE INDEX signals_by_group ON signals (tenant_id, rule_id, service, span_name, raised_at);
CREATE INDEX signals_by_trace ON signals (tenant_id, trace_id);

-- What happened to a signal, one row for each revision that says something. Outlives the events, which are kept for
-- those who come back only.
CREATE TABLE signal_history (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    signal_id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    -- The parts of the signal that it changed, comma-separated.
    fields TEXT NOT NULL DEFAULT '',
    actor_id TEXT,
    actor_name TEXT,
    what TEXT NOT NULL,
    -- Those parts as they were and as they became, JSON; absent where there is nothing to take back.
    before TEXT,
    after TEXT,
    PRIMARY KEY (tenant_id, signal_id, revision)
);

CREATE INDEX signal_history_by_time ON signal_history (tenant_id, at);

-- Groups (rule, service, operation) whose new signals are put aside as they come.
CREATE TABLE group_snoozes (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    rule_id TEXT NOT NULL,
    service TEXT NOT NULL,
    span_name TEXT NOT NULL,
    snooze TEXT NOT NULL,
    PRIMARY KEY (tenant_id, rule_id, service, span_name)
);

CREATE TABLE notes (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL,
    signal_id TEXT NOT NULL,
    text TEXT NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    edited_at BIGINT,
    edited_by_id TEXT,
    edited_by_name TEXT,
    PRIMARY KEY (tenant_id, id)
);

CREATE INDEX notes_by_signal ON notes (tenant_id, signal_id, id);

-- The texts a note had before.
CREATE TABLE note_versions (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    note_id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    text TEXT NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, note_id, revision)
);

CREATE TABLE signal_links (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL,
    signal_id TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- sent, waits or refused: what FLUO makes of it.
    state TEXT NOT NULL,
    problem TEXT,
    PRIMARY KEY (tenant_id, id)
);

CREATE INDEX signal_links_by_signal ON signal_links (tenant_id, signal_id, id);
CREATE INDEX signal_links_waiting ON signal_links (tenant_id, id) WHERE state = 'waits';

-- Changes that were asked for under a key of the asker's choice, so that asking again does nothing again.
CREATE TABLE idempotency_keys (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    operation TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    -- What was answered, where it may be kept.
    answer TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, actor, key)
);

CREATE INDEX idempotency_keys_by_time ON idempotency_keys (tenant_id, at);
