"""Learning as gradient descent: the error over two weights, and the path of plain gradient descent on it."""

import numpy as np
from matplotlib.figure import Figure

import numnet

rng = np.random.default_rng(0)
x = rng.normal(1, 1, (100, 1))
t = 2 * x[:, 0] - 1 + rng.normal(0, 0.5, 100)

# A unit y = w x + b, and the weights after each epoch of batch gradient descent.
net = numnet.Network([1, 1], task="regression", dtype="float64")
net.parameters[:] = (-1.0, 2.0)
path = [net.parameters.copy()]


def remember(epoch, history):
    """Called after each epoch."""
    path.append(net.parameters.copy())


numnet.train(net, x, t, numnet.SGD(0.3), batch_size="full", epochs=40, callback=remember)
path = np.array(path)

# E at every point of a grid.
w, b = np.linspace(-1.5, 3, 60), np.linspace(-2, 2.5, 60)
E = np.empty((60, 60))
probe = net.copy()
for row, column in np.ndindex(E.shape):
    probe.parameters[:] = w[column], b[row]
    E[row, column] = probe.loss(x, t)

figure = Figure(figsize=(6, 5), layout="constrained")
ax = figure.subplots()
ax.contourf(w, b, E, np.geomspace(E.min(), E.max(), 15), cmap="Greys")
ax.plot(*path.T, "o-", color="#D55E00", markersize=4)
ax.set(xlabel="weight w", ylabel="bias b", title="every step goes down the steepest way")
figure.savefig("landscape.png", dpi=120)
print(f"from {path[0]} to {path[-1].round(3)}")
