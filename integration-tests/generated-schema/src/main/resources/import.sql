insert into guest (id, name) values (nextval('guest_SEQ'), 'Ada');
insert into entry (id, guest_id, mood, text) values (nextval('entry_SEQ'), 1, 'HAPPY', 'from import.sql');
