"""``make figures``: draw every picture of this folder, by the commands that its README.md gives.

``python figures/make.py`` draws all of them, ``python figures/make.py spiral digits`` those whose names begin so.
``--language ko`` draws those that the course shows, without films, with Korean words, into the folder ko.
"""

import argparse
import os
import re
import shlex
import shutil
import tempfile
from contextlib import chdir
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("ko",)

# Trained first, in a temporary folder; a plot names the run by its --out.
TRAININGS = (
    "numnet train spiral --out spiral",
    "numnet train discs --out discs",
    "numnet train sine --out sine",
    "numnet train bumps --out bumps",
    "numnet train iris --out iris",
    "numnet train digits --hidden 32 --out digits",
    "numnet train xor --hidden 2 --activation sigmoid --init uniform --optimizer momentum --learning-rate 0.5 "
    "--epochs 2000 --out xor",
    "numnet train circles --hidden 3 --epochs 300 --out circles",
    "numnet train moons --optimizer sgd --batch-size full --epochs 600 --out run-1",
    "numnet train moons --optimizer momentum --batch-size full --epochs 600 --out run-2",
    "numnet train moons --optimizer adam --batch-size full --epochs 600 --out run-3",
    "numnet sweep sine --optimizer sgd --activation relu --learning-rate 0.01:10:log:7 --batch-size 4:256:log:4 "
    "--epochs 50 --seeds 5 --out rates",
    "numnet sweep spiral --hidden 2 --hidden 4 --hidden 8 --hidden 16 --hidden 32 --hidden 64 "
    "--learning-rate 0.001:1:log:7 --seeds 5 --epochs 100 --out widths",
    "numnet sweep spiral --random 60 --hidden 4 --hidden 8 --hidden 16 --hidden 32,32 --optimizer sgd "
    "--optimizer momentum --optimizer adam --learning-rate 0.0001:3:log --batch-size 8:256:log --seeds 3 --epochs 100 "
    "--out options",
    "numnet compare spiral --optimizer sgd,momentum,nag,adagrad,rmsprop,adam --seeds 10 --out rules",
    "numnet compare sine --activation relu --optimizer sgd,adam --learning-rate 0.01,0.3,2 --epochs 50 --seeds 10 "
    "--out one-rate",
    "numnet train line --hidden none --optimizer sgd --batch-size full --epochs 40 --out bowl",
    "numnet train spiral --epochs 100 --out seed-0",
    "numnet train spiral --epochs 100 --seed 1 --out seed-1",
    "numnet train spiral --epochs 100 --seed 2 --out seed-2",
    "numnet train spiral --epochs 100 --seed 3 --out seed-3",
    "numnet train spiral --epochs 100 --seed 4 --out seed-4",
    "numnet datasets export diabetes -o diabetes.csv",
    "numnet train diabetes.csv --columns 'body mass index (kg/m2)' --hidden none --optimizer sgd --batch-size full "
    "--learning-rate 0.001 --epochs 300 --no-scale --out raw",
    "numnet train diabetes.csv --columns 'body mass index (kg/m2)' --hidden none --optimizer sgd --batch-size full "
    "--learning-rate 0.1 --epochs 40 --out scaled",
    "numnet train spiral --optimizer sgd --epochs 300 --out walk-1",
    "numnet train spiral --optimizer momentum --epochs 300 --out walk-2",
    "numnet train spiral --optimizer adam --epochs 300 --out walk-3",
)

# picture: the command that draws it
PICTURES = {
    "spiral-boundary.png": "numnet plot boundary spiral -o spiral-boundary.png",
    "spiral-convergence.png": "numnet plot convergence spiral -o spiral-convergence.png",
    "discs-boundary.png": "numnet plot boundary discs -o discs-boundary.png",
    "sine-boundary.png": "numnet plot boundary sine -o sine-boundary.png",
    "bumps-boundary.png": "numnet plot boundary bumps -o bumps-boundary.png",
    "iris-boundary.png": "numnet plot boundary iris -o iris-boundary.png",
    "digits-confusion.png": "numnet plot confusion digits -o digits-confusion.png",
    "discs-confusion.png": "numnet plot confusion discs -o discs-confusion.png",
    "spiral-training.gif": "numnet plot training spiral -o spiral-training.gif",
    "spiral-training.png": "numnet plot training spiral -o spiral-training.png",
    "sine-training.gif": "numnet plot training sine -o sine-training.gif",
    "spiral-network.png": "numnet plot network spiral --maps -o spiral-network.png",
    "xor-network.png": "numnet plot network xor --sample 1 -o xor-network.png",
    "xor-backward.png": "numnet trace xor --sample 1 --seed 1 --loss mse --figure xor-backward.png",
    "digits-network.png": "numnet plot network digits --sample 3 -o digits-network.png",
    "spiral-neurons.png": "numnet plot neurons spiral -o spiral-neurons.png",
    "digits-neurons.png": "numnet plot neurons digits -o digits-neurons.png",
    "xor-hidden.png": "numnet plot hidden xor -o xor-hidden.png",
    "circles-hidden.png": "numnet plot hidden circles -o circles-hidden.png",
    "spiral-hidden.png": "numnet plot hidden spiral -o spiral-hidden.png",
    "spiral-weights.png": "numnet plot weights spiral -o spiral-weights.png",
    "rules-convergence.png": "numnet plot convergence run-1 run-2 run-3 -o rules-convergence.png",
    "seeds-convergence.png":
        "numnet plot convergence seed-0 seed-1 seed-2 seed-3 seed-4 -o seeds-convergence.png",
    "rates-sweep.png": "numnet plot sweep rates -o rates-sweep.png",
    "widths-sweep.png": "numnet plot sweep widths -o widths-sweep.png",
    "options-sweep.png": "numnet plot sweep options -o options-sweep.png",
    "options-parallel.png": "numnet plot sweep options --kind parallel -o options-parallel.png",
    "options-effects.png": "numnet plot sweep options --kind effects -o options-effects.png",
    "long_valley-race.png": "numnet plot race long_valley -o long_valley-race.png",
    "long_valley-race.gif": "numnet plot race long_valley -o long_valley-race.gif",
    "beale-race.png": "numnet plot race beale -o beale-race.png",
    "beale-race.gif": "numnet plot race beale -o beale-race.gif",
    "saddle-race.png": "numnet plot race saddle --view both -o saddle-race.png",
    "saddle-race.gif": "numnet plot race saddle -o saddle-race.gif",
    "rules-compare.png": "numnet plot compare rules -o rules-compare.png",
    "rates-compare.png": "numnet plot compare one-rate -o rates-compare.png",
    "bowl-landscape.png": "numnet plot landscape bowl -o bowl-landscape.png",
    "raw-landscape.png": "numnet plot landscape raw -o raw-landscape.png",
    "scaled-landscape.png": "numnet plot landscape scaled -o scaled-landscape.png",
    "rules-landscape.png": "numnet plot landscape walk-1 walk-2 walk-3 -o rules-landscape.png",
    "spiral-landscape.png": "numnet plot landscape spiral --around -o spiral-landscape.png",
    "neuron.png": "numnet plot neuron -o neuron.png",
    "activations.png": "numnet plot activations -o activations.png",
    "losses.png": "numnet plot losses -o losses.png",
    "schedules.png": "numnet plot schedules -o schedules.png",
    "datasets.png": "numnet plot datasets -o datasets.png",
    "anatomy-momentum.png": "numnet plot anatomy momentum -o anatomy-momentum.png",
    "anatomy-nag.png": "numnet plot anatomy nag -o anatomy-nag.png",
    "anatomy-nag.gif": "numnet plot anatomy nag -o anatomy-nag.gif",
    "anatomy-adagrad.png": "numnet plot anatomy adagrad -o anatomy-adagrad.png",
    "anatomy-adadelta.png": "numnet plot anatomy adadelta -o anatomy-adadelta.png",
    "anatomy-rmsprop.png": "numnet plot anatomy rmsprop -o anatomy-rmsprop.png",
    "anatomy-adam.png": "numnet plot anatomy adam --surface beale --frames 1,2,10 -o anatomy-adam.png",
    "anatomy-adam.gif": "numnet plot anatomy adam --surface beale -o anatomy-adam.gif",
    "anatomy-sgd.png": "numnet plot anatomy sgd -o anatomy-sgd.png",
    "anatomy-adamw.png": "numnet plot anatomy adamw -o anatomy-adamw.png",
    "anatomy-amsgrad.png": "numnet plot anatomy amsgrad -o anatomy-amsgrad.png",
    "anatomy-nadam.png": "numnet plot anatomy nadam -o anatomy-nadam.png",
    "anatomy-adamax.png": "numnet plot anatomy adamax -o anatomy-adamax.png",
    "anatomy-radam.png": "numnet plot anatomy radam -o anatomy-radam.png",
    "anatomy-lion.png": "numnet plot anatomy lion -o anatomy-lion.png",
    "optimizers.png": "numnet plot optimizers -o optimizers.png",
    "batches.png": "numnet plot batches -o batches.png",
    "normal-gradients.png": "numnet plot gradients --activations tanh,relu --init normal -o normal-gradients.png",
    "gradients.png": "numnet plot gradients -o gradients.png",
    "saturation.png": "numnet plot saturation -o saturation.png",
    "encoding.png": "numnet plot encoding -o encoding.png",
    "selection.png": "numnet plot selection -o selection.png",
    "capacity.png": "numnet plot capacity -o capacity.png",
}


def trainings_for(command):
    """The commands of TRAININGS whose runs or files a command takes, and before each of them its own."""
    words, needed = shlex.split(command), []
    for training in TRAININGS:
        name = shlex.split(training)[-1]
        if training != command and name in words[2 if name.endswith(".csv") else 3 :]:
            needed += [*trainings_for(training), training]
    return needed


def call(command):
    """Run a command in this process."""
    from numnet.commands import main

    print("$", command, flush=True)
    code = main(shlex.split(command)[1:], prog_name="numnet", standalone_mode=False)
    if code:
        raise SystemExit(f"exit code {code}: {command}")


def shrink(source, target):
    """Write a picture with 256 colours, nearly the ones it had: a third of the bytes, which every clone carries."""
    from PIL import Image

    picture = Image.open(source).convert("RGB")
    few = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=8, dither=Image.Dither.NONE)
    few.save(target, optimize=True, dpi=(150, 150))


def translated():
    """The pictures that there are in other languages: those that pages with a translation show, without films."""
    catalogues = (FOLDER.parent / "docs" / "locale").glob("*/LC_MESSAGES/*.po")
    pages = [FOLDER.parent / "docs" / f"{page}.md" for page in {path.stem for path in catalogues}]
    text = "\n".join(path.read_text("utf-8") for path in pages if path.is_file())
    shown = set(re.findall(r"!\[[^\]]*\]\(\.\./figures/([\w-]+\.png)\)", text))
    return [picture for picture in PICTURES if picture in shown]


def make(names=(), language="en"):
    """Draw the pictures whose names begin with one of ``names``, or all."""
    known, target = (PICTURES, FOLDER) if language == "en" else (translated(), FOLDER / language)
    wanted = {picture: PICTURES[picture] for picture in known if picture.startswith(tuple(names) or "")}
    target.mkdir(exist_ok=True)
    os.environ["NUMNET_LANGUAGE"] = language
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for training in dict.fromkeys(training for command in wanted.values() for training in trainings_for(command)):
            call(training)
        for picture, command in wanted.items():
            call(command)
            (shrink if picture.endswith(".png") else shutil.copyfile)(picture, target / picture)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="the first letters of pictures")
    parser.add_argument("--language", choices=("en", *LANGUAGES), default="en")
    make(**vars(parser.parse_args()))
