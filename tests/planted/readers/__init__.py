"""Small DMSs that read staging tables: two right ones, and each fault alone."""
