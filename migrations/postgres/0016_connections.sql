-- How the FLUO of a tenant is reached. The local tenant has the installation's where it has no row.
CREATE TABLE fluo_connections (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
    dialect TEXT NOT NULL,
    url TEXT NOT NULL,
    live_path TEXT NOT NULL,
    traces_url TEXT,
    header_name TEXT,
    header_value TEXT,
    links TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What a tenant gave us to show to others, sealed; the key is elsewhere and key_id says which.
CREATE TABLE secrets (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    key_id TEXT NOT NULL,
    sealed TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, name)
);
