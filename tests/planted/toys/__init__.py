"""A server of toys written by hand, with the seventeen faults that the suite is measured by."""
