"""The role of a feed: what a partner's producer of files and staging tables must pass."""
