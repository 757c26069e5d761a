"""The runs that the pictures of the gallery are drawn from.  For the tests."""

import importlib
import runpy
import shlex
from contextlib import chdir
from functools import cache

import numnet
from tests.support.cli import call
from tests.support.documents import REPOSITORY


class Gallery:
    """The runs of figures/make.py, trained when they are asked for."""

    def __init__(self, folder):
        self.folder = folder
        made = runpy.run_path(str(REPOSITORY / "figures" / "make.py"))
        self.trainings = {shlex.split(command)[-1]: command for command in made["TRAININGS"]}

    @cache  # noqa: B019 - one gallery, as long as the tests
    def trained(self, name):
        with chdir(self.folder):
            call(*shlex.split(self.trainings[name])[1:], "--quiet")
        return self.folder / name

    def run(self, name):
        return numnet.load_run(self.trained(name))

    @cache  # noqa: B019
    def experiment(self, kind):
        return getattr(importlib.import_module(f"numnet.experiments.{kind}"), kind)()
