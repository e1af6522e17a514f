-- How long a tenant keeps what; what is older is removed.
ALTER TABLE tenants ADD COLUMN keep_signal_days INTEGER NOT NULL DEFAULT 90;
ALTER TABLE tenants ADD COLUMN keep_signals INTEGER NOT NULL DEFAULT 1000000;
ALTER TABLE tenants ADD COLUMN keep_event_days INTEGER NOT NULL DEFAULT 30;
ALTER TABLE tenants ADD COLUMN keep_session_days INTEGER NOT NULL DEFAULT 90;

CREATE INDEX sessions_by_tenant ON sessions (tenant_id, expires_at);
CREATE INDEX events_by_time ON events (tenant_id, at);
