"""Pages of isolation: the office and the desk, the ladder, the sites, the person's own."""
