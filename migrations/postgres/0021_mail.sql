-- Messages that have not left yet, sealed with a key that is not in the store: the links in them open something.
CREATE TABLE outgoing_mails (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    sealed TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    useless_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX outgoing_mails_by_due ON outgoing_mails (due_at, id);

CREATE TABLE password_resets (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    expires_at BIGINT NOT NULL
);

CREATE INDEX password_resets_by_account ON password_resets (account_id);
CREATE INDEX password_resets_by_end ON password_resets (expires_at);

-- An address that an account is to have once both ends said so.
CREATE TABLE email_changes (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    email TEXT NOT NULL,
    old_hash TEXT NOT NULL UNIQUE,
    new_hash TEXT NOT NULL UNIQUE,
    old_confirmed_at BIGINT,
    new_confirmed_at BIGINT,
    expires_at BIGINT NOT NULL
);
