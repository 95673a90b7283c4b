create table dropped (note text);
create table widened (note text);
create table constrained (id bigint primary key);
create table defaulted (note text);
create table indexed (note text);
create table ruled (note text);
create table parted (kind text) partition by list (kind);
create table granted (note text);
create table commented (note text);
create table secured (note text);
create table logged (note text);
create table measured (a int, b int);
create table counted (note text);
create type size as enum ('small', 'large');
create function greeting() returns text language sql as $$ select 'hello' $$;

create function refuse() returns trigger language plpgsql as $$ begin return null; end $$;
create table triggered (note text);
create table switched (note text);
create trigger refusal before insert on switched for each row execute procedure refuse();

create type mood as enum ('glad', 'sad');
create table felt (mood mood);
create type place as (x int, y int);
create table placed (place place);
create type grade as enum ('good', 'bad');
create table graded (grades grade[]);
