select 1;
create tabel oops (id int);
select 2;
