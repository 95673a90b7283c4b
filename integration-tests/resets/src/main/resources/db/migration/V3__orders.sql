CREATE TYPE order_status AS ENUM ('OPEN', 'PAID', 'OVERDUE');

-- 50 is what Hibernate ORM takes per round trip unless told otherwise
CREATE SEQUENCE orders_seq INCREMENT BY 50;
CREATE SEQUENCE order_line_seq;

CREATE TABLE orders (
    id          bigint PRIMARY KEY,
    reference   text NOT NULL CONSTRAINT orders_reference_key UNIQUE,
    customer_id bigint NOT NULL REFERENCES customer,
    status      order_status NOT NULL,
    due_on      date NOT NULL
);

CREATE TABLE order_line (
    id       bigint PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders,
    sku      text NOT NULL REFERENCES product,
    quantity integer NOT NULL CHECK (quantity > 0),
    price    numeric(10, 2) NOT NULL
);
