"""A neuron: the weighted sum of its inputs through an activation; it learns AND, and cannot learn xor."""

import numpy as np

import numnet

# One neuron by hand: net = w1 x1 + w2 x2 + b, h = f(net).
x, w, b = np.array([1.0, 0.0]), np.array([0.8, -0.4]), 0.1
net = w @ x + b
for name, f in numnet.ACTIVATIONS.items():
    print(f"{name:<10} f({net:.1f}) = {float(f(net)):.4f}   f'({net:.1f}) = {float(f.derivative(net)):.4f}")

# A network [2, 1] is a single sigmoid neuron with two inputs.
for name in ("and", "or", "xor"):
    data = numnet.load_dataset(name)
    neuron = numnet.Network([2, 1], task="binary", seed=0)
    history = numnet.train(neuron, data.X, data.T, numnet.Adam(0.1), epochs=500)
    answers = neuron.predict(data.X)
    print(f"{name:<4} targets {data.T}, answers {answers}, loss {history.train_loss[-1]:.4f}")

# The neuron's answer changes along the straight line w1 x1 + w2 x2 + b = 0.  No straight line has (0, 0) and (1, 1) on
# one side and (0, 1) and (1, 0) on the other, so for xor the loss stays at ln 2 = 0.6931: every answer is ½.
