"""What figures need computed by training: the experiments of the chapter, arrays out.

Every number comes from the kernels that train any network; data are generated, and seeded.
"""

from numnet.experiments.batch_sizes import KINDS, NEAR, Arrival, Batches, Path, batches, gradient_variance, line
from numnet.experiments.depth import Depths, Norms, Stack, gradients, layer_norms, run_norms
from numnet.experiments.fits import Capacity, Errors, capacity
from numnet.experiments.rare_inputs import RareFeatures, RareRun, rare_data, rare_features
from numnet.experiments.stall import Escape, Stall, saturation
from numnet.experiments.watching import GRID, checkpoints, losses_of, train_all, weights_after

__all__ = [
    "GRID",
    "KINDS",
    "NEAR",
    "Arrival",
    "Batches",
    "Capacity",
    "Depths",
    "Errors",
    "Escape",
    "Norms",
    "Path",
    "RareFeatures",
    "RareRun",
    "Stack",
    "Stall",
    "batches",
    "capacity",
    "checkpoints",
    "gradient_variance",
    "gradients",
    "layer_norms",
    "line",
    "losses_of",
    "rare_data",
    "rare_features",
    "run_norms",
    "saturation",
    "train_all",
    "weights_after",
]
