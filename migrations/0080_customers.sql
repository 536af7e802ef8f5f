-- The customers an organisation has registered already, in the order they are offered: read from the index alone, as many as are shown.
CREATE INDEX deals_customers ON deals (partner_id, customer_name, customer_domain, customer_country) WHERE state <> 'draft';
