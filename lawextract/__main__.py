"""``python -m lawextract``: the same as the ``lawextract`` command."""

from lawextract.cli import main

if __name__ == "__main__":
    main()
