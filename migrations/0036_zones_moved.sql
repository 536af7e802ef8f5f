-- Zones that stayed on a page of another size than the one they were placed on, until zones are placed anew.

ALTER TABLE asset_versions ADD COLUMN zones_moved BIGINT NOT NULL DEFAULT 0 CHECK (zones_moved >= 0);
