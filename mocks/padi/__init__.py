"""What PADI does that its contract cannot say."""
