"""The evidence of a run as one file: its report, its exchanges, and the checksums of both."""
