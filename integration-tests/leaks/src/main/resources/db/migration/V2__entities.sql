create table by_sequence (id bigint primary key);
create sequence by_sequence_seq increment by 50;
create table by_pooled_sequence (id bigint primary key);
create sequence by_pooled_sequence_seq increment by 50;
create table by_table (id bigint primary key);
create table number_of (entity text primary key, next_number bigint);
create table by_increment (id bigint primary key);
create table by_composite_key (number bigint, shelf text, primary key (shelf, number));
create sequence by_composite_key_seq increment by 50;
create table id_bag (id bigint primary key);
create table id_bag_tags (tag_id bigint primary key, id_bag_id bigint references id_bag, tag text);
create sequence id_bag_tags_seq increment by 50;

create table book (id bigint primary key, isbn text unique, title text);
create table book_tags (book_id bigint references book, tag text);
create table shelf (id bigint primary key);
create table keepsake (id bigint primary key);
