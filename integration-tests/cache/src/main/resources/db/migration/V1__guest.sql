create table guest (name text);
