"""Vanishing gradients: how much of the error reaches the first of ten hidden layers."""

import numnet
from numnet import figures
from numnet.experiments.gradients import gradients

# sigmoid, tanh and relu, 3 and 10 hidden layers, three seeds, one rate for all.
found = gradients(depths=(3, 10), seeds=3, epochs=50, rates=(0.1,))
for (activation, depth), stack in found.stacks.items():
    delta = stack.norms[0].delta[0]  # seed 0, before training; the last entry is the output layer
    print(f"{activation:<8} {depth:>2} layers: ‖δ‖ of layer 1 {delta[0] / delta[-2]:.1e} × that of layer {depth}, "
          f"loss after training {stack.loss[:, -1].mean():.3f}")  # fmt: skip
figures.save(figures.gradients(found), "vanishing.png")

# The same for a network of one's own: the gradient, layer by layer.
data = numnet.load_dataset("moons")
net = numnet.Network([2, *[16] * 10, 1], activation="sigmoid", task="binary")
slope = net.copy()
slope.parameters = net.gradient(data.X, data.T)
for l, W in enumerate(slope.weights, 1):
    print(f"layer {l:>2}: largest |∂E/∂w| {abs(W).max():.1e}")
