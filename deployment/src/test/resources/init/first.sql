create database beside;
-- a comment; with a semicolon
create table first (id int primary key, name text);
/* another; one */
insert into first values (1, 'semi;colon');
insert into first values (2, 'què {d}? $1 ''''');

create function dollar_quoted() returns text language plpgsql as $body$
begin
    return 'a;' || 'b';
end;
$body$;
create function plain_body() returns int language sql
begin atomic
    select 1;
    select 3;
end;
