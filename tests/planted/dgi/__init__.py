"""DGI servers written by hand from the document's facts: a strict one with switchable faults, and one that chose otherwise."""
