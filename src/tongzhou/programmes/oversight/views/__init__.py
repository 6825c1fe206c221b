"""Pages of oversight: the public ones without a script, those of offices and inspectors."""
