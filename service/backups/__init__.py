"""A copy of all that the service remembers, in one file that fits either kind of database."""
