create table note (id bigint generated always as identity primary key, text varchar not null);
create table attachment (id int primary key, content bytea not null);
