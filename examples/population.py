"""Many networks at once: how much of a result is luck?"""

import numpy as np

import numnet

data = numnet.load_dataset("moons", n=400, noise=0.2)
X, T, Xv, Tv = data.X[:200], data.T[:200], data.X[200:], data.T[200:]

# A hundred networks of one shape, one a core at a time; each ends where train would leave it, bit for bit.
networks = [numnet.Network([2, 16, 1], task="binary", seed=seed) for seed in range(100)]
histories = numnet.train_population(networks, X, T, numnet.Adam(0.01), epochs=100, validation=(Xv, Tv))
accuracy = np.array([history.validation_metric[-1] for history in histories])
print(f"accuracy of 100 seeds: {accuracy.min():.3f} to {accuracy.max():.3f}, mean {accuracy.mean():.3f}")

# What all of them answer together, by their mean probability.
together = ((np.mean([network.forward(Xv)[:, 0] for network in networks], axis=0) > 0.5) == Tv).mean()
print(f"together: accuracy {together:.3f}, better than {(accuracy < together).sum()} of them alone")

# A list gives each member its own value: ten penalties, the same start and order for all.
l2 = np.geomspace(1e-5, 1, 10).tolist()
networks = [numnet.Network([2, 16, 1], task="binary", seed=0) for _ in l2]
histories = numnet.train_population(networks, X, T, seeds=[0] * 10, l2=l2, epochs=200, validation=(Xv, Tv))
for value, history in zip(l2, histories):
    losses = history.train_loss[-1], history.validation_loss[-1]
    print("l2 {:<8.1e} training loss {:.3f}, validation loss {:.3f}".format(value, *losses))
