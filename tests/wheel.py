"""The package as others get it: a source archive, a wheel from it, installed alone, and tried outside the clone.

``python -m tests.wheel``, which is ``make wheel``, leaves both in dist/; ``--tag v0.1.0`` fails where the version is
another one.  Nothing but the standard library is needed here; the package `build` is installed into a new environment.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = ("datasets/*.csv", "datasets/README.md", "examples/*.py", "numnet/surfaces/*.csv",
        "numnet/kernels/compiler/kernels.bitcode", "numnet/page/index.html",
        "numnet/locale/*/LC_MESSAGES/*.mo")  # beside the modules; fmt: skip
FIGURES = 5  # of the demo
KOREAN = "['en', 'ko']\n"  # what there are words of figures in


def say(text):
    print(f"== {text}", flush=True)


def environment(folder):
    """The interpreter of a new virtual environment."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*words, folder):
    """A command outside the clone, with nothing of the clone in its way; returns its standard output."""
    left_out = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    variables = {name: value for name, value in os.environ.items() if name not in left_out}
    done = subprocess.run([*map(str, words)], cwd=folder, env=variables, stdout=subprocess.PIPE, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))} ended with {done.returncode}")
    return done.stdout


def built(work):
    """(source archive, wheel), made in dist/ from what git knows, so that nothing left lying about comes along."""
    clean = work / "source"
    names = run("git", "ls-files", "-z", folder=REPOSITORY).split("\0")
    for name in filter(None, names):
        if (REPOSITORY / name).is_file():
            (clean / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, clean / name)
    python = environment(work / "builder")
    run(python, "-m", "pip", "install", "-q", "build", folder=work)
    shutil.rmtree(REPOSITORY / "dist", ignore_errors=True)
    run(python, "-m", "build", clean, "--outdir", REPOSITORY / "dist", folder=work)
    (archive,), (wheel,) = (list((REPOSITORY / "dist").glob(pattern)) for pattern in ("*.tar.gz", "*.whl"))
    return archive, wheel


def check_content(archive, wheel):
    """Every module and every file of data is in both, and no test is in the wheel."""
    files = [*REPOSITORY.glob("numnet/**/*.py"), *(path for pattern in DATA for path in REPOSITORY.glob(pattern))]
    names = {path.relative_to(REPOSITORY).as_posix() for path in files}
    inside = {name if name.startswith("numnet/") else f"numnet/{name}" for name in names}
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == inside, f"in the wheel alone: {packed - inside}; missing: {inside - packed}"
    with tarfile.open(archive) as source:
        missing = {*names, "LICENSE", "README.md"} - {name.partition("/")[2] for name in source.getnames()}
    assert not missing, f"not in the source archive: {missing}"


def try_out(python, folder, version):
    """What a user does first."""
    numnet = python.with_name(f"numnet{python.suffix}")
    assert run(numnet, "--version", folder=folder).split()[-1] == version
    where = Path(run(python, "-c", "import numnet; print(numnet.__file__)", folder=folder).strip())
    assert REPOSITORY not in where.parents, f"{where} is the clone's"
    assert "iris" in run(numnet, "datasets", "list", folder=folder)
    assert run(python, "-c", "from numnet.utils import language; print(language.languages())", folder=folder) == KOREAN
    run(numnet, "example", "gradient_check", folder=folder)
    assert run(python, "gradient_check.py", folder=folder)
    print(run(numnet, "demo", folder=folder))
    figures = list(folder.glob("demo/*/figures/*.png"))
    assert len(figures) == FIGURES and min(path.stat().st_size for path in figures) > 5000
    page = run(numnet, "playground", "demo/spiral", "-o", "-", folder=folder)
    assert '<script type="application/json" id="given">{"name":"spiral"' in page
    run(numnet, "datasets", "export", "iris", folder=folder)
    record = json.loads(run(numnet, "train", "iris.csv", "--json", folder=folder))
    assert record["metrics"]["validation_accuracy"] > 0.9, record
    answers = run(numnet, "predict", record["run"], "iris.csv", folder=folder).splitlines()
    assert answers[0].startswith("prediction,p(setosa)") and len(answers) == 151


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tag", help="of the release, such as v0.1.0")
    tag = parser.parse_args().tag
    with tempfile.TemporaryDirectory(prefix="numnet-wheel-") as work:
        work = Path(work)
        say("building")
        archive, wheel = built(work)
        version = wheel.name.split("-")[1]
        assert tag in (None, "", f"v{version}"), f"the tag is {tag}, the version {version}"
        check_content(archive, wheel)
        say(f"installing {wheel.name} alone")
        python, outside = environment(work / "alone"), work / "outside"
        run(python, "-m", "pip", "install", "-q", wheel, folder=work)
        run(python, "-m", "pip", "check", folder=work)
        outside.mkdir()
        os.environ["NUMNET_CACHE_DIR"] = str(work / "cache")
        say("trying it outside the clone")
        try_out(python, outside, version)
    say(f"{archive.name} and {wheel.name} are good, in dist")


if __name__ == "__main__":
    main()
