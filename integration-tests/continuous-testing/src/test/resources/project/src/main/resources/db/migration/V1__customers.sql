create table customer (email text primary key);
