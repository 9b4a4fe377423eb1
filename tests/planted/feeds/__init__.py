"""Faulty producers of files: each wrong in one way, for one requirement."""
