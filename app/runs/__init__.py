"""All runs: their records and their table."""
