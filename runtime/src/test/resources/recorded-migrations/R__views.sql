create or replace view order_counts as select c.name, count(o.id) as orders from customers c left join orders o on o.customer = c.id group by c.name;
