"""The command line in a clone, without installing: ``python cli.py train spiral``."""

from numnet.commands import main

if __name__ == "__main__":
    main(prog_name="numnet")
