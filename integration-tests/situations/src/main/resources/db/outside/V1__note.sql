create table note (id bigint generated always as identity primary key, text varchar not null);
insert into public.precious values ('written by a migration');
