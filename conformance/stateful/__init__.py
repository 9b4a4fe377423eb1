"""State machines: Hypothesis draws whole scripts of calls, each is played once beside a model; what differs is shrunk."""
