"""What setup.cfg can't say: every folder of numnet/ is a package, and two folders beside it are installed inside it."""

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["numnet", "numnet.*"]), "numnet.datasets", "numnet.examples"])
