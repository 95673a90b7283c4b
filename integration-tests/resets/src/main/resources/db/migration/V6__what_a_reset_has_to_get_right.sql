-- A tree
CREATE TABLE category (
    id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name   text NOT NULL UNIQUE,
    parent integer REFERENCES category
);
INSERT INTO category (name, parent) VALUES ('Drinks', NULL), ('Hot', 1), ('Cold', 1);

-- A cycle, checked at the end of the transaction
CREATE TABLE team (
    id   integer PRIMARY KEY,
    lead integer NOT NULL
);
CREATE TABLE member (
    id   integer PRIMARY KEY,
    team integer NOT NULL REFERENCES team
);
ALTER TABLE team ADD CONSTRAINT team_lead_fkey FOREIGN KEY (lead) REFERENCES member DEFERRABLE INITIALLY DEFERRED;

-- Partitions
CREATE TABLE visit (
    day  date NOT NULL,
    page text NOT NULL,
    PRIMARY KEY (day, page)
) PARTITION BY RANGE (day);
CREATE TABLE visit_2025 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE visit_rest PARTITION OF visit DEFAULT;
INSERT INTO visit VALUES ('2025-05-01', '/'), ('2024-05-01', '/');

-- What was computed from other tables at some time
CREATE MATERIALIZED VIEW sales AS SELECT sku, sum(quantity) AS pieces FROM order_line GROUP BY sku;
