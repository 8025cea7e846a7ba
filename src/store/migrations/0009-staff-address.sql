-- Staff who talk with a person see what is written at this address; what the person writes elsewhere they do not.
alter table causo.contact add column staff_address_id bigint;
update causo.contact c set staff_address_id = (
  select max(a.id) from causo.address a where a.contact_id = c.id and a.channel = 'zalo'
) where c.staff_until is not null;
