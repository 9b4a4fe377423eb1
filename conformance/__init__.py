"""What any implementation must pass: checks over HTTP or WSGI, judged by the contracts alone."""
