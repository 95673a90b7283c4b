creat table slip (id int);
