INSERT INTO country (code, name) VALUES ('CH', 'Switzerland'), ('DE', 'Germany'), ('SE', 'Sweden');

INSERT INTO product (sku, name, price) VALUES
    ('COFFEE', 'Coffee, 500 g', 9.50),
    ('TEA', 'Tea, 100 g', 4.20),
    ('MUG', 'Mug', 12.00);
