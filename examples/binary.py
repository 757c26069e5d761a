"""Two classes: one sigmoid output is the probability of class 1; cross-entropy against mse."""

import numpy as np

import numnet

data = numnet.load_dataset("moons", n=600)
X, T, Xv, Tv = data.X[:400], data.T[:400], data.X[400:], data.T[400:]

net = numnet.Network([2, 16, 1], task="binary", seed=0, target_names=data.target_names)
history = numnet.train(net, X, T, numnet.Adam(0.01), epochs=100, validation=(Xv, Tv))
print(f"loss {history.train_loss[0]:.3f} -> {history.train_loss[-1]:.4f}, "
      f"validation accuracy {history.validation_metric[-1]:.3f}")  # fmt: skip
print("probability of", data.target_names[1], net.forward(Xv[:3])[:, 0].round(4), "->", net.predict(Xv[:3]))

# Why cross-entropy: its delta is y - t.  That of mse is (y - t) y (1 - y), nearly 0 where the output is sure and wrong.
for y in (0.5, 0.1, 0.01, 0.001):
    print(f"t = 1, y = {y:<5}: delta {y - 1:>7.3f} with cross-entropy, {(y - 1) * y * (1 - y):>8.5f} with mse")

# Computed from net, not from y: no logarithm of 0, however sure the output is.
sure = numnet.Network([1, 1], task="binary", dtype="float64")
sure.parameters[:] = 1000.0, 0.0
print(f"class 0 at net = 1000: y = {sure.forward([[1.0]])[0, 0]} in floating point, loss {sure.loss([[1.0]], [0]):.1f}")
assert np.isfinite(sure.gradient([[1.0]], [0])).all()
