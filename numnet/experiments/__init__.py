"""What figures need computed by training: the experiments of the chapter, arrays out.

Every number comes from the kernels that train any network; data are generated, and seeded.
"""

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
