create table customers (id serial primary key, name text not null);
create table "${flyway:defaultSchema}".orders (id bigint generated always as identity primary key, customer int references customers, at timestamptz default now());
insert into customers (name) values ('Ann'), ('Bob');
