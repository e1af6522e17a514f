-- Programs without a browser that wait for somebody to let them in (RFC 8628). Who approved is known from then on.
CREATE TABLE device_logins (
    device_hash TEXT NOT NULL PRIMARY KEY,
    user_code TEXT NOT NULL UNIQUE,
    client TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    polled_at INTEGER NOT NULL DEFAULT 0,
    denied_at INTEGER,
    tenant_id TEXT REFERENCES tenants (id),
    user_id TEXT,
    permissions TEXT NOT NULL DEFAULT '',
    token_days INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX device_logins_by_end ON device_logins (expires_at);
