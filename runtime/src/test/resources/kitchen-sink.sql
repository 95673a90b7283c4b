-- Every kind of object a schema can hold, with rows. Names are relative: it runs under a search path. The role
-- kitchen_reader and the foreign server elsewhere exist. Parts are run one by one, in auto-commit mode.

-- part: types
create type status as enum ('open', 'paid', 'shipped');
create type price as (amount numeric(10, 2), currency char(3));
create domain positive as integer default 1 constraint positive_only check (value > 0);
create collation plain (locale = 'POSIX');
create domain email as text collate plain not null constraint email_has_at check (value like '%@%');
create type span as range (subtype = float8, subtype_diff = float8mi);
create type words as range (subtype = text, collation = plain);
create type tiny;
create function tiny_in(cstring) returns tiny language internal immutable strict as 'int4in';
create function tiny_out(tiny) returns cstring language internal immutable strict as 'int4out';
create type tiny (input = tiny_in, output = tiny_out, like = integer);
comment on type status is 'where an order stands';
comment on column price.amount is 'net';
comment on domain positive is 'more than nothing';
comment on constraint positive_only on domain positive is 'not zero either';
comment on collation plain is 'by bytes';
grant usage on type price to kitchen_reader;

-- part: sequences
create sequence invoices as integer start with 1000 increment by 10 minvalue 10 maxvalue 100000 cache 5 cycle;
select nextval('invoices'), nextval('invoices');
create sequence untouched;
create sequence moved;
select setval('moved', 77, false);
grant usage on sequence invoices to kitchen_reader;
comment on sequence invoices is 'gaps are fine';

-- part: tables
create table customers (
    id integer generated always as identity (start with 100 increment by 5) primary key,
    gone text,
    name varchar(80) not null constraint customers_named check (name <> ''),
    email email not null constraint customers_email unique,
    status status not null default 'open',
    tags text[] default '{}',
    code text collate plain,
    size tiny,
    token uuid default md5(random()::text)::uuid,
    created timestamptz not null default now()
) with (fillfactor = 70, toast.autovacuum_enabled = false);
alter table customers drop column gone;
alter table customers alter column code set storage external;
alter table customers alter column code set compression pglz;
alter table customers alter column name set statistics 500;
alter table customers alter column name set (n_distinct = -0.5);
alter table customers replica identity using index customers_email;
create table orders (
    id bigserial primary key,
    customer integer not null references customers on delete cascade deferrable initially deferred,
    net numeric(10, 2) not null,
    gross numeric generated always as (net * 1.19) stored,
    price price,
    quantity positive,
    during tsrange,
    number integer default nextval('invoices'),
    constraint orders_apart exclude using gist (during with &&)
);
alter sequence moved owned by orders.number;
insert into customers (name, email, status, tags, size) values ('Ann', 'ann@example.org', 'paid', '{a,b}', '7'), ('Bob', 'bob@example.org', default, null, null);
insert into orders (customer, net, price, quantity, during) values (100, 10, '(10,EUR)', 3, '[2025-01-01,2025-02-01)'), (105, 20, null, default, null), (105, 20, null, default, null);

-- part: more tables, and one changed after its rows
alter table orders add constraint orders_small check (net < 15) not valid;
create unlogged table cache (key text primary key, value bytea);
insert into cache values ('k', '\x00ff');
create table base (a integer not null, b text, constraint base_a check (a > 0) no inherit);
alter table base add constraint base_b check (b <> '');
create table derived (c date) inherits (base);
insert into base values (1, 'base');
insert into derived values (2, 'derived', '2025-01-01');
create table prices of price;
insert into prices values (1.5, 'EUR');
create foreign table remote (id integer options (name 'x') not null) server elsewhere options (kind 'far');
comment on table customers is 'all customers';
comment on column customers.name is 'as they say it';
comment on constraint customers_named on customers is 'not empty';
grant select, insert (id, customer), update (net) on orders to kitchen_reader with grant option;
grant select on customers, cache to public;
revoke delete on customers from current_user;

-- part: partitions
create table events (at date not null, kind text not null, amount integer, primary key (at, kind)) partition by range (at);
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01') partition by hash (kind);
create table events_2025_0 partition of events_2025 for values with (modulus 2, remainder 0);
create table events_2025_1 partition of events_2025 for values with (modulus 2, remainder 1);
create table events_rest partition of events default;
create table regions (name text) partition by list (name);
create table north (name text);
alter table regions attach partition north for values in ('north');
create index events_amount on events (amount);
insert into events values ('2025-03-01', 'a', 1), ('2025-03-01', 'b', 2), ('2020-01-01', 'c', 3);
insert into regions values ('north');

-- part: indexes
create unique index customers_lower on customers (lower(name)) where name <> 'nobody';
create index orders_net on orders (net desc nulls last) include (customer) with (fillfactor = 80);
create index customers_tags on customers using gin (tags);
create index customers_code on customers using hash (code);
create index orders_brin on orders using brin (id);
alter index customers_lower alter column 1 set statistics 300;
cluster orders using orders_pkey;
comment on index orders_net is 'for the big ones';
create statistics customers_stats (ndistinct, dependencies) on name, status from customers;
alter statistics customers_stats set statistics 50;
comment on statistics customers_stats is 'they go together';

-- part: functions
create function total(customer integer, factor numeric default 1) returns numeric language sql stable parallel safe
    as 'select sum(net) * factor from orders o where o.customer = total.customer';
create function total(variadic numbers numeric[]) returns numeric language sql immutable as 'select sum(n) from unnest(numbers) n';
create function pinned(text) returns bigint language sql security definer set search_path from current set work_mem = '7MB'
    as 'select count(*) from customers where name = $1';
create function all_orders() returns table (id bigint, net numeric) language plpgsql rows 50 cost 7 leakproof
    as $$ begin return query select o.id, o.net from orders o; end $$;
create function amount(price) returns numeric language sql immutable return ($1).amount;
create procedure pay(who integer) language plpgsql as $$ begin update customers c set status = 'paid' where c.id = who; end $$;
create function longer(text, text) returns text language sql immutable as 'select case when length($1) >= length($2) then $1 else $2 end';
create aggregate longest(text) (sfunc = longer, stype = text, initcond = '', parallel = safe);
comment on function total(integer, numeric) is 'what they owe';
comment on procedure pay(integer) is 'all of it';
comment on aggregate longest(text) is 'by characters';
revoke execute on function all_orders() from public;
grant execute on function all_orders() to kitchen_reader;

-- part: a function with a body in SQL
create procedure forget(who integer) language sql begin atomic
    delete from orders where customer = who;
    delete from customers where id = who;
end;

-- part: operators
create function status_rank(status) returns integer language plpgsql immutable as $$ begin return array_position(enum_range(null::status), $1); end $$;
create cast (status as integer) with function status_rank(status) as assignment;
comment on cast (status as integer) is 'its rank';
create function longer_than(text, text) returns boolean language sql immutable as 'select length($1) > length($2)';
create function shorter_than(text, text) returns boolean language sql immutable as 'select length($1) < length($2)';
create function by_length(text, text) returns integer language sql immutable as 'select sign(length($1) - length($2))::integer';
create operator >># (leftarg = text, rightarg = text, function = longer_than, commutator = <<#);
create operator <<# (leftarg = text, rightarg = text, function = shorter_than, commutator = >>#, restrict = scalarltsel);
create operator family lengths using btree;
create operator class length_ops for type text using btree family lengths as operator 1 <<#, operator 5 >>#, function 1 by_length(text, text);
comment on operator <<# (text, text) is 'shorter';
comment on operator class length_ops using btree is 'by length';
comment on operator family lengths using btree is 'lengths';
create conversion own_conversion for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
comment on conversion own_conversion is 'as Postgres does it';

-- part: text search
create text search dictionary own_words (template = pg_catalog.simple, accept = false);
create text search configuration own_search (parser = pg_catalog."default");
alter text search configuration own_search add mapping for asciiword, word with own_words, pg_catalog.simple;
create text search template own_template (lexize = dsimple_lexize, init = dsimple_init);
create text search parser own_parser (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
comment on text search dictionary own_words is 'all';
comment on text search configuration own_search is 'ours';
comment on text search parser own_parser is 'the usual';
comment on text search template own_template is 'the usual';

-- part: views
create view open_orders with (security_barrier) as select o.id, o.customer, o.net, c.name from orders o join customers c on c.id = o.customer;
create view paid with (check_option = local) as select id, name, email, status from customers where status = 'paid';
alter view paid alter column status set default 'paid';
create recursive view counted (n) as values (1) union all select n + 1 from counted where n < 5;
create materialized view sums as select customer, sum(net) as net from orders group by customer;
create unique index sums_customer on sums (customer);
create materialized view later with (fillfactor = 90) as select * from customers with no data;
comment on view open_orders is 'with names';
comment on column open_orders.name is 'of the customer';
comment on materialized view sums is 'per customer';
grant select on open_orders, sums to kitchen_reader;

-- part: triggers and rules
create table log (id bigint generated by default as identity, what text not null);
create function note() returns trigger language plpgsql as $$ begin insert into log (what) values (tg_op || ' ' || tg_table_name); return coalesce(new, old); end $$;
create function note_all() returns trigger language plpgsql as $$ begin insert into log (what) select 'inserted ' || count(*) from added; return null; end $$;
create trigger orders_note after update of net on orders for each row when (old.net <> new.net) execute function note();
create trigger orders_note_all after insert on orders referencing new table as added for each statement execute function note_all();
create trigger orders_view instead of insert on open_orders for each row execute function note();
create trigger events_note after insert on events for each row execute function note();
create constraint trigger customers_late after insert on customers deferrable initially deferred for each row execute function note();
create trigger customers_off before insert on customers for each row execute function note();
alter table customers disable trigger customers_off;
alter table orders enable always trigger orders_note;
create table unchecked (customer integer references customers);
alter table unchecked disable trigger all;
create rule log_stays as on delete to log do instead nothing;
create rule log_same as on update to log do also notify log_changed;
alter table log disable rule log_same;
comment on trigger orders_note on orders is 'notes';
comment on rule log_stays on log is 'for ever';

-- part: row level security and grants
create table secrets (owner text, secret text);
insert into secrets values ('kitchen_reader', 'hers'), ('somebody', 'his');
alter table secrets enable row level security;
alter table secrets force row level security;
create policy own_secrets on secrets for select to kitchen_reader using (owner = current_user);
create policy no_lies on secrets as restrictive for insert with check (secret <> 'lie');
comment on policy own_secrets on secrets is 'only hers';
grant select, insert on secrets to kitchen_reader;
do $$ begin
    execute format('grant usage on schema %I to kitchen_reader', current_schema());
    execute format('alter default privileges in schema %I grant select on tables to kitchen_reader', current_schema());
    execute format('alter default privileges in schema %I grant execute on functions to kitchen_reader', current_schema());
end $$;
create table granted_by_default (id integer);
create table not_mine (id integer);
alter table not_mine owner to kitchen_reader;
insert into granted_by_default select generate_series(1, 1000);

-- part: what only newer servers know
-- since: 18
alter type status add value 'lost' after 'open';

-- part: a value added to an enum before
-- since: 18
create table losses (status status default 'lost');
insert into losses values (default);
create table computed (a integer, b integer generated always as (a * 2) virtual, c integer constraint computed_c not null);
alter table computed add constraint computed_loose check (a > 0) not enforced;
create unique index computed_unique on computed (a) nulls not distinct;
create view invoked with (security_invoker) as select * from computed;
insert into computed values (1, default, 2);
