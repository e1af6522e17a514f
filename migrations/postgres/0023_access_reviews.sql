-- Who looked through who may do what, and said that it is right.
CREATE TABLE access_reviews (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL,
    digest TEXT NOT NULL,
    members BIGINT NOT NULL,
    tokens BIGINT NOT NULL,
    note TEXT NOT NULL,
    reviewed_by TEXT NOT NULL,
    reviewed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
