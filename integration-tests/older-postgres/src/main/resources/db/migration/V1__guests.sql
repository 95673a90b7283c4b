create table guests (id int generated always as identity, name text not null unique);
