"""What is kept: worlds, records and the journal, in a database."""
