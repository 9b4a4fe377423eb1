collect_ignore = ["consumer"]  # a project of its own, see test_consumer.py
