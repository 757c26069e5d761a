"""Underfitting and overfitting: one noisy curve, networks of growing width, and early stopping."""

import numpy as np
from matplotlib.figure import Figure

import numnet

rng = np.random.default_rng(3)


def draw(n):
    """n samples of sin 2x with noise."""
    x = rng.uniform(-2.3, 2.3, (n, 1))
    return x, np.sin(2 * x[:, 0]) + rng.normal(0, 0.3, n)


(X, T), held, fresh = draw(20), draw(20), draw(500)  # to learn from, to stop by, to judge by
x = np.linspace(-2.3, 2.3, 300)[:, None]
figure = Figure(figsize=(13, 3.4), layout="constrained")


def show(ax, net, name):
    """The fit, and how far off it is on the samples and on fresh ones."""
    errors = [np.sqrt(2 * net.loss(*part)) for part in ((X, T), fresh)]
    ax.plot(x, np.sin(2 * x), "k--", x, net.predict(x), "C3", X, T, "C0o")
    ax.set(title=f"{name}\ntraining {errors[0]:.2f}, validation {errors[1]:.2f}", ylim=(-2, 2))
    print(f"{name:<26} training error {errors[0]:.3f}, validation error {errors[1]:.3f}")


axes = figure.subplots(1, 4)
for ax, width in zip(axes, (1, 3, 64)):
    net = numnet.Network([1, width, 1], task="regression")
    numnet.train(net, X, T, numnet.Adam(0.01), batch_size="full", epochs=10000, evaluate_every=0)
    show(ax, net, f"width {width}")

# patience: stop when the loss of the held-out samples has not fallen for so many epochs, with the best weights.
net = numnet.Network([1, 64, 1], task="regression")
history = numnet.train(net, X, T, numnet.Adam(0.01), "full", epochs=10000, validation=held, patience=1000)
show(axes[3], net, f"width 64, stopped at {history.best_epoch}")
figure.savefig("capacity.png", dpi=120)

# l2=0.003, l1=0.003 or dropout=0.05 in numnet.train help as well: try them.  `numnet plot capacity` compares them all.
