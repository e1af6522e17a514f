-- Who a provider says somebody is: its issuer and its subject, never an e-mail address.
CREATE TABLE external_identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX external_identities_by_account ON external_identities (account_id);

-- Browsers that were sent to a provider and are not back yet.
CREATE TABLE provider_departures (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    state_hash TEXT NOT NULL,
    browser_hash TEXT NOT NULL,
    nonce_hash TEXT NOT NULL,
    provider TEXT NOT NULL,
    invitation_hash TEXT,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, state_hash)
);

CREATE INDEX provider_departures_by_end ON provider_departures (tenant_id, expires_at);

-- Logout tokens that were obeyed: none is a second time.
CREATE TABLE logout_tokens (
    issuer TEXT NOT NULL,
    jti_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, jti_hash)
);

-- Which provider a session came through, and that one's own name for it; empty where there was none.
ALTER TABLE sessions ADD COLUMN issuer TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN provider_session TEXT NOT NULL DEFAULT '';

CREATE INDEX sessions_by_provider ON sessions (issuer, provider_session);
