create table privileged (id int);
grant all on privileged to public;
