-- Names the key that a process seals with. Null: nobody knows, it is a program from before this was noted.
alter table causo.process add column key text;
