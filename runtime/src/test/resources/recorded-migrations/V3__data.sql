do $$ begin
    for i in 1..10 loop insert into orders (customer) values (1 + i % 2); end loop;
end $$;
copy customers (name) from stdin;
Cy
Di
\.
select setval('customers_id_seq', 50);
create index on orders (customer);
