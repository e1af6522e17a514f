-- What an account shows besides its password. The app's secret is sealed with a key that is not in the store.
CREATE TABLE second_factors (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    sealed TEXT NOT NULL,
    -- The time step of the last code that was taken: none at or before it is taken again.
    last_step BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT
);

CREATE TABLE recovery_codes (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    code_hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_hash)
);

-- Browsers that showed a password and not yet the second factor.
CREATE TABLE half_sessions (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    attempts BIGINT NOT NULL DEFAULT 0,
    expires_at BIGINT NOT NULL
);

CREATE INDEX half_sessions_by_account ON half_sessions (account_id);
CREATE INDEX half_sessions_by_end ON half_sessions (expires_at);

CREATE TABLE sign_in_policies (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
    second_factor TEXT NOT NULL,
    idle_micros BIGINT NOT NULL,
    lifetime_micros BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- When who holds it last showed who they are.
ALTER TABLE sessions ADD COLUMN proven_at BIGINT NOT NULL DEFAULT 0;
