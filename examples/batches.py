"""Batch, mini-batch and stochastic gradient descent: the same network, data and start."""

from matplotlib.figure import Figure

import numnet

data = numnet.load_dataset("spiral", n=1000)
figure = Figure(figsize=(11, 4), layout="constrained")
left, right = figure.subplots(1, 2)

# The same initial weights (seed of the network), the same order of samples (seed of train), one rate each.
for batch_size, rate, epochs in (("full", 1.0, 200), (32, 0.3, 200), (1, 0.03, 200)):
    net = numnet.Network([2, 16, 16, 3], task="multiclass", seed=0)
    history = numnet.train(net, data.X, data.T, numnet.SGD(rate), batch_size=batch_size, epochs=epochs, seed=0)
    label = f"batch size {batch_size}, rate {rate}"
    print(f"{label:<26} {history.updates:>6} updates in {history.seconds[-1]:.3f} s: loss {history.train_loss[-1]:.4f}")
    left.plot(history.epoch, history.train_loss, label=label)
    right.plot(history.seconds[1:], history.train_loss[1:], label=label)

left.set(xlabel="epoch", ylabel="loss", yscale="log")
right.set(xlabel="seconds", xscale="log", yscale="log")
left.legend()
figure.savefig("batches.png", dpi=120)
