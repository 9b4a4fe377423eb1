"""A TPOS server written from the source document, with switchable faults."""
