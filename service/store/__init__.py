"""What the service remembers: rows in one database, files in one folder."""
