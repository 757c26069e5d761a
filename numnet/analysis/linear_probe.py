"""The task's metric of a linear probe on a layer's outputs."""

import numpy as np

from numnet.model.tasks import TASKS

ADAM_RATE, PROBE_EPOCHS = 0.03, 100  # of the linear model that `linear_probe_score` trains


def linear_probe_score(run, values):
    """The task's metric of a linear probe on ``values``, a layer's outputs; at most 1.

    ``values``: {part: (n, m)} for the rows of each part of ``run.data()``, training first.  The probe, a network
    without hidden layer, is trained on those of the first part, standardised (G. Alain and Y. Bengio, 2016,
    Understanding intermediate layers using linear classifier probes), and measured on the last.
    """
    from numnet.model.metrics import evaluate
    from numnet.model.network import Network
    from numnet.optim.optimizers import Adam
    from numnet.training.train import train

    network, parts = run.network, run.data()
    H = next(iter(values.values())).astype(np.float64)
    shift, scale = H.mean(axis=0), H.std(axis=0)
    scale[scale < 1e-9] = 1.0
    T = parts.T if run.scaler is None else run.scaler.transform_targets(parts.T)
    probe = Network([H.shape[1], network.sizes[-1]], task=network.task, dtype=network.dtype)
    train(probe, (H - shift) / scale, T, optimizer=Adam(learning_rate=ADAM_RATE), epochs=PROBE_EPOCHS,
          evaluate_every=0, schedule="cosine", sample_weight=parts.weights("training"))  # fmt: skip
    part = list(values)[-1]
    Y, T = probe.forward((values[part] - shift) / scale), parts.T_validation if part == "validation" else parts.T
    if network.task == "regression" and run.scaler is not None:
        Y = run.scaler.inverse_targets(Y)
    return float(evaluate(network.task, Y, T, network.target_names)[TASKS[network.task].metric])
