"""Forward and backward through one hidden layer by hand, beside the numbers of the kernels."""

import numpy as np

import numnet

rng = np.random.default_rng(0)
X, T = rng.normal(size=(5, 2)), np.array([[0.0], [1.0], [1.0], [0.0], [1.0]])
net = numnet.Network([2, 3, 1], activation="sigmoid", task="binary", dtype="float64", seed=0)
(W1, W2), (b1, b2) = net.weights, net.biases  # W of layer l is weights[l - 1], (fan_in, fan_out)


def f(net):
    """The sigmoid; its derivative is h (1 - h)."""
    return 1 / (1 + np.exp(-net))


# Forward: net = h W + b, h = f(net), layer by layer.
h = f(X @ W1 + b1)
y = f(h @ W2 + b2)
E = -(T * np.log(y) + (1 - T) * np.log(1 - y)).mean()
print(f"E by hand {E:.12f}, by the kernels {net.loss(X, T):.12f}")

# Backward: delta = dE/dnet.  With a sigmoid output and cross-entropy it is y - t; E is the mean over the samples.
delta2 = (y - T) / len(X)
delta1 = h * (1 - h) * (delta2 @ W2.T)
gradient = np.concatenate([(X.T @ delta1).ravel(), delta1.sum(axis=0), (h.T @ delta2).ravel(), delta2.sum(axis=0)])
print(f"largest difference to the kernels' gradient {abs(gradient - net.gradient(X, T)).max():.1e}")

# One step downhill, w <- w - eta dE/dw, makes the error smaller.  net.parameters is one vector: W1, b1, W2, b2.
net.parameters -= 0.5 * gradient
print(f"E after one step {net.loss(X, T):.12f}")
