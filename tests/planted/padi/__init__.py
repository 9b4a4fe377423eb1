"""A PADI server written from the source document, with switchable faults."""
