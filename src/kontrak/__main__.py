"""`python -m kontrak` and the `kontrak` command."""

from kontrak.cli.main import main

if __name__ == "__main__":
    main()
