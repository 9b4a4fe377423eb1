"""What DGI does that its contract cannot say."""
