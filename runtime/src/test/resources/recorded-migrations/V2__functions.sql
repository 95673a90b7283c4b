set local search_path = public;
set local role none;
create function "${flyway:defaultSchema}".customer_count() returns bigint language plpgsql set search_path from current as $$ begin return (select count(*) from "${flyway:defaultSchema}".customers); end $$;
set local search_path = "${flyway:defaultSchema}", public;
