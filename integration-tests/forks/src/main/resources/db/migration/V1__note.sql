create table note (id serial primary key, text varchar(100) not null);
