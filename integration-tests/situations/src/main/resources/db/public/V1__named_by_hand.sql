create extension pg_trgm;
create table public.thing (id bigint generated always as identity primary key, name varchar not null);
create index thing_name on public.thing using gin (name gin_trgm_ops);
create table note (id bigint generated always as identity primary key, text varchar not null);
create function notes() returns bigint language sql set search_path from current as 'select count(*) from note';
insert into public.thing (name) values ('reference');
