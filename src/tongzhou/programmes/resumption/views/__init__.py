"""Pages of resumption: the public ones without a script, those of offices."""
