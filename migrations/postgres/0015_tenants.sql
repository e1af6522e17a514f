-- active, suspended, closed; or installation, which is the one row that is no tenant: what administrators of the
-- installation do is numbered and chained there.
ALTER TABLE tenants ADD COLUMN status TEXT NOT NULL DEFAULT 'active';
ALTER TABLE tenants ADD COLUMN description TEXT NOT NULL DEFAULT '';
-- Absent where the tenant has no colour of its own.
ALTER TABLE tenants ADD COLUMN hue DOUBLE PRECISION;
ALTER TABLE tenants ADD COLUMN chroma DOUBLE PRECISION;
ALTER TABLE tenants ADD COLUMN logo_hash TEXT NOT NULL DEFAULT '';
-- Counts what a running workspace is made of; a higher one makes it begin anew.
ALTER TABLE tenants ADD COLUMN connection_revision BIGINT NOT NULL DEFAULT 0;

CREATE TABLE tenant_logos (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
    media_type TEXT NOT NULL,
    data BYTEA NOT NULL
);

ALTER TABLE accounts ADD COLUMN disabled_at BIGINT;
-- Where the person acted last; they begin there again.
ALTER TABLE accounts ADD COLUMN last_tenant_id TEXT NOT NULL DEFAULT '';

-- Who administers the installation: a right of the account, whatever it is in which tenant.
CREATE TABLE platform_admins (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    granted_by TEXT NOT NULL,
    granted_at BIGINT NOT NULL
);
