"""Tongzhou: the platform a district switches on when an epidemic comes."""
