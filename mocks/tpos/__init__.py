"""What TPOS does that its contract cannot say: a parts supply chain on the world's clock."""
