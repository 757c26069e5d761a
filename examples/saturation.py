"""Saturated and wrong: mse stalls where cross-entropy does not, from the same start."""

import numpy as np

import numnet

data = numnet.load_dataset("moons", n=200)

# The start: a network that has learned the opposite.
start = numnet.Network([2, 8, 1], task="binary", dtype="float64", seed=0)
numnet.train(start, data.X, 1 - data.T, numnet.Adam(0.01), batch_size="full", epochs=1500)
print(f"at the start the wrong class has the mean probability {abs(start.forward(data.X)[:, 0] - data.T).mean():.3f}")

for loss in ("cross_entropy", "mse"):
    for rate in (0.5, 20.0):
        net = numnet.Network([2, 8, 1], task="binary", loss=loss, dtype="float64")
        net.parameters[:] = start.parameters
        norm = np.linalg.norm(net.gradient(data.X, data.T))
        history = numnet.train(net, data.X, data.T, numnet.SGD(rate), batch_size="full", epochs=1000)
        accuracy = [history.train_metric[epoch] for epoch in (0, 10, 100, 1000)]
        print(f"{loss:<13} rate {rate:>4}: gradient at the start {norm:.4f}; "
              f"share right after 0, 10, 100, 1000 updates {np.round(accuracy, 2)}")  # fmt: skip

# `numnet plot saturation` draws loss, output, f'(net) and gradient over time, at one rate and each at its best.
