"""Between the pipeline and the outside: WSGI, the control interface, the server process."""
