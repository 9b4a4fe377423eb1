"""Courses: messages one after the other, some time apart, and what must hold between their answers."""
