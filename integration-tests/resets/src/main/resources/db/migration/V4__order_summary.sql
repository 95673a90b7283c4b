CREATE FUNCTION order_total(wanted bigint) RETURNS numeric
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(sum(quantity * price), 0) FROM order_line WHERE order_id = wanted
$$;

CREATE VIEW order_summary AS
SELECT o.id, o.reference, c.email::text AS email, o.status, o.due_on, order_total(o.id) AS total
FROM orders o JOIN customer c ON c.id = o.customer_id;
