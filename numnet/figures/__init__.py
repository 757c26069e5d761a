"""Figures: runs and arrays in, axes in, axes out; one file a family. They draw, and train nothing.

Every function draws on the axes it is given, or on a new figure, and returns the axes: one, or an array of them where
the figure has several panels. `FIGURES` and the names are here without Matplotlib, which comes with the first figure.

>>> FIGURES["confusion"][0]
'run'
"""

from numnet.utils.lazy_names import lazy_names

# kind -> what it needs ("run", "runs", "sweep", "comparison", "walks", "experiment" or None), and one line of help.
FIGURES = {
    "boundary": ("run", "what the network answers over the plane of its inputs, with the data: regions, contours, fit"),
    "convergence": ("runs", "loss and metric against epochs, training and validation, several runs overlaid"),
    "confusion": ("run", "which classes are taken for which: counts and shares"),
    "network": ("run", "the network itself: units, weights and biases, for one sample, forward or backward"),
    "neurons": ("run", "what each hidden unit answers over the plane of the inputs; weights of pixels as images"),
    "hidden": ("run", "how the layers bend the plane of the inputs until a straight cut separates the classes"),
    "weights": ("run", "how the weights of each layer are distributed, over the epochs"),
    "training": ("run", "the boundary, or the fit, at some epochs beside the loss; all of them as a film"),
    "sweep": ("sweep", "which values of the options of a sweep did best: a line with quartiles, or a heat map"),
    "race": (None, "update rules race down an error surface: paths, losses, standings; as a film too"),
    "compare": (
        "comparison",
        "the race of a comparison: median loss with quartiles against epochs, updates or seconds",
    ),
    "landscape": ("runs", "the loss over a plane of weight space, with the paths of runs, or around one network"),
    "activations": (None, "every activation function and its derivative"),
    "losses": (None, "the losses, their gradients, and why cross-entropy suits a sigmoid output"),
    "schedules": (None, "the factor on the learning rate against the update, for every schedule"),
    "datasets": (None, "a gallery of the bundled data sets"),
    "anatomy": (
        "walks",
        "one update rule explained: steps on a surface, with arrows, memories, and equations in numbers",
    ),
    "optimizers": ("experiment", "Adagrad, RMSProp and Adam on rare features: effective rates, loss; the schedules"),
    "gradients": ("experiment", "δ and ∂E/∂W per layer over training, by activation and depth; or of a run"),
    "saturation": ("experiment", "an output that is sure and wrong: mse stalls where cross-entropy does not"),
    "capacity": ("experiment", "one noisy curve: too small, right, too large; errors, and what helps"),
    "batches": ("experiment", "batch, mini-batch and stochastic: paths, loss against three clocks, variance"),
}
_HOME = {
    "boundary": "numnet.figures.runs.boundary",
    "convergence": "numnet.figures.runs.convergence",
    "confusion": "numnet.figures.runs.confusion",
    "network": "numnet.figures.runs.network",
    "neurons": "numnet.figures.runs.neurons",
    "hidden": "numnet.figures.runs.hidden",
    "weights": "numnet.figures.runs.weights",
    "training": "numnet.figures.runs.training",
    "training_film": "numnet.figures.runs.training",
    "sweep": "numnet.figures.studies.sweep",
    "race": "numnet.figures.surfaces.race",
    "race_film": "numnet.figures.surfaces.race",
    "sensitivity": "numnet.figures.surfaces.sensitivity",
    "compare": "numnet.figures.studies.compare",
    "landscape": "numnet.figures.runs.landscape",
    "activations": "numnet.figures.reference.equations",
    "losses": "numnet.figures.reference.equations",
    "schedules": "numnet.figures.reference.equations",
    "datasets": "numnet.figures.reference.datasets",
    "anatomy": "numnet.figures.surfaces.anatomy",
    "anatomy_film": "numnet.figures.surfaces.anatomy",
    "optimizers": "numnet.figures.experiments.optimizers",
    "batches": "numnet.figures.experiments.batches",
    "gradients": "numnet.figures.experiments.gradients",
    "saturation": "numnet.figures.experiments.saturation",
    "capacity": "numnet.figures.experiments.capacity",
    "save": "numnet.figures.drawing.style",
    "save_animation": "numnet.figures.drawing.animation",
    "save_strip": "numnet.figures.drawing.animation",
}
__all__ = list(_HOME)
__all__ += ["FIGURES"]
__getattr__, __dir__ = lazy_names(__name__, _HOME)
