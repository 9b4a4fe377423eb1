"""The Schemathesis engine as a source of traffic, in a process of its own; the contract judges what it sent."""
