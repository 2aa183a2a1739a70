-- Each sign-in adds five rows here; an index by expiry doubled what they cost. Housekeeping reads slices of the key instead.
DROP INDEX single_use_by_expiry;
