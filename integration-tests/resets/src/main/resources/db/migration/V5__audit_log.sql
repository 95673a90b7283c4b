CREATE TABLE ${audit_log} (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference  text NOT NULL,
    status     text NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION audit_order() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO ${audit_log} (reference, status) VALUES (NEW.reference, NEW.status::text);
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_order AFTER INSERT OR UPDATE OF status ON orders
    FOR EACH ROW EXECUTE FUNCTION audit_order();
