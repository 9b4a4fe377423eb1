"""Faulty servers, written by hand, that the conformance suite must refuse."""
