-- The install base: what of the vendor's a customer has, and when it has to be renewed.
CREATE TABLE account_installs (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    family_id TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    since_on TEXT NOT NULL,
    renews_on TEXT,
    note TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    CHECK (renews_on > since_on),
    UNIQUE (idempotency_key),
    FOREIGN KEY (account_id) REFERENCES accounts (id),
    FOREIGN KEY (family_id) REFERENCES families (id)
);

CREATE INDEX account_installs_account ON account_installs (account_id, id);
CREATE INDEX account_installs_renews ON account_installs (renews_on, id) WHERE renews_on IS NOT NULL;
