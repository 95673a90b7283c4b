create extension if not exists citext;
create table note (id bigint generated always as identity primary key, text citext not null);
