create table customer (id bigint generated always as identity primary key, name text not null);

create schema stock;
create table stock.item (id bigint generated always as identity primary key, name text not null);

create schema shop;
create table shop.customer (id bigint generated always as identity primary key, name text not null);

create schema tenant_a;
create table tenant_a.customer (id bigint generated always as identity primary key, name text not null);
create schema tenant_b;
create table tenant_b.customer (id bigint generated always as identity primary key, name text not null);
