"""What a run of feature files leaves behind, rebuilt from its records."""
