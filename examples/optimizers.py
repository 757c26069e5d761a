"""A fair comparison of update rules on your data: shared starts, several seeds, the rate of each tuned."""

import numpy as np
from matplotlib.figure import Figure

import numnet

data = numnet.load_dataset("spiral", n=600)  # put your own X (n, inputs) and T here
seeds, rates, epochs = range(5), (0.001, 0.01, 0.1, 1.0), 50


def runs(rule, rate, seeds):
    """Histories of one rule; the same seeds give every rule the same weights and the same order of samples."""
    networks = [numnet.Network([2, 16, 16, 3], task="multiclass", seed=seed) for seed in seeds]
    optimizer = numnet.OPTIMIZERS[rule](learning_rate=rate)
    return numnet.train_population(networks, data.X, data.T, optimizer, seeds=list(seeds), epochs=epochs)


def final(histories):
    """The median loss at the end."""
    return np.median([history.train_loss[-1] for history in histories])


ax = (figure := Figure(figsize=(7, 4.5), layout="constrained")).subplots()
# The rate of each rule is the best of four, found with seeds that don't race.
for rule in ("sgd", "momentum", "nag", "adagrad", "rmsprop", "adam"):
    best = min(rates, key=lambda rate: final(runs(rule, rate, range(100, 103))))
    histories = runs(rule, best, seeds)
    loss = np.array([history.train_loss for history in histories])
    last = loss[:, -1]
    print(f"{rule:<9} rate {best:<6g} loss {np.median(last):.4f} ({last.min():.4f} to {last.max():.4f})")
    ax.plot(np.median(loss, axis=0), label=f"{rule}, rate {best:g}")
    ax.fill_between(range(epochs + 1), *np.percentile(loss, (25, 75), axis=0), alpha=0.2)
ax.set(xlabel="epoch", ylabel="training loss, median and quartiles", yscale="log")
ax.legend()
figure.savefig("optimizers.png", dpi=120)
