"""Regression: the output has no activation, since a sigmoid could not reach the targets."""

import numpy as np

import numnet

data = numnet.load_dataset("sine", n=300, noise=0.1)
X, T, Xv, Tv = data.X[:200], 3 * data.T[:200] + 5, data.X[200:], 3 * data.T[200:] + 5  # targets from about 2 to 8

net = numnet.Network([1, 16, 16, 1], task="regression", seed=0)  # identity output, mse
history = numnet.train(net, X, T, numnet.Adam(0.01), epochs=300, validation=(Xv, Tv))
print(f"R² on held-out samples {history.validation_metric[-1]:.3f}, mse {2 * history.validation_loss[-1]:.3f}")
for x in (-1.0, 0.0, 1.0):
    print(f"x = {x:>4}: network {net.predict([[x]])[0]:.2f}, truth {3 * np.sin(2 * x) + 5:.2f}")

# A sigmoid output ends at 1, far below every target: each of its errors is the target minus something below 1.
print(f"the best that a sigmoid output could do: mse {((T - 1) ** 2).mean():.1f}")

# Outliers: mse squares them, mae and huber don't.
T[:10] += 50
for loss in ("mse", "mae", "huber"):
    net = numnet.Network([1, 16, 16, 1], task="regression", loss=loss, seed=0)
    numnet.train(net, X, T, numnet.Adam(0.01), epochs=300)
    print(f"{loss:<6} with ten outliers: mean error on clean samples {abs(net.predict(Xv) - Tv).mean():.2f}")
