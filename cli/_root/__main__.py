"""`python -m backmatter`."""

from backmatter.cli.app import main

if __name__ == "__main__":
    main()
