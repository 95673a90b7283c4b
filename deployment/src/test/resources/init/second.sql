update first set name = name where id = 1;
select * from privileged
