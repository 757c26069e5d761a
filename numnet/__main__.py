"""``python -m numnet``."""

from numnet.commands import main

main(prog_name="numnet")
