"""The role of a reader: a DMS that takes what is in the staging tables, and is asked what it knows then."""
