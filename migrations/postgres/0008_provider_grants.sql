-- What a provider still vouches for. The refresh token is sealed with a key that is not in the store.
CREATE TABLE provider_grants (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    sealed TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, session_id)
);

CREATE INDEX provider_grants_by_session ON provider_grants (session_id);
