"""Is back-propagation right?  Compare it with central differences, for every activation and depth."""

import numpy as np

import numnet

data = numnet.load_dataset("moons", n=30)

# ‖g − ĝ‖ / ‖ĝ‖ over all parameters: below 1e-7 is right.  relu has a kink at 0, where differences may be off.
for activation in numnet.ACTIVATIONS:
    errors = []
    for hidden in ([8], [8, 8], [8, 8, 8, 8]):
        net = numnet.Network([2, *hidden, 1], activation=activation, task="binary", dtype="float64", seed=1)
        errors.append(numnet.gradient_check(net, data.X, data.T))
    print(f"{activation:<10} " + "  ".join(f"{error:.0e}" for error in errors))

# The same by hand for one weight: a little more, a little less, and the slope between.
net = numnet.Network([2, 8, 1], task="binary", dtype="float64", seed=1)
g = net.gradient(data.X, data.T)
step = 1e-5
above, below = net.copy(), net.copy()
above.parameters[0] += step
below.parameters[0] -= step
estimate = (above.loss(data.X, data.T) - below.loss(data.X, data.T)) / (2 * step)
print(f"one weight: back-propagation {g[0]:.10f}, difference {estimate:.10f}")

# A wrong gradient shows at once: without the bias of layer 1 the error is no longer small.
wrong = g.copy()
wrong[16:24] = 0  # after W of layer 1, (2, 8), come its 8 biases
print(f"biases forgotten: off by {np.linalg.norm(wrong - g) / np.linalg.norm(g):.2f}")
