-- A token without a user is the tenant's own: a service's.
CREATE TABLE api_tokens (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    user_id TEXT,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (tenant_id, id)
);

CREATE INDEX api_tokens_by_user ON api_tokens (tenant_id, user_id);
