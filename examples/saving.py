"""From a CSV file to predictions: read, scale, train, save, load, predict."""

import csv

import numpy as np

import numnet

# A file to work with; yours will do as well.  The target is the last column unless you name another.
data = numnet.load_dataset("wine")
with open("wine.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow([*data.feature_names, "cultivar"])
    writer.writerows([*x, data.target_names[t]] for x, t in zip(data.X, data.T))

data = numnet.read_csv("wine.csv", targets=["cultivar"])
print(f"{data.X.shape[0]} rows, {data.X.shape[1]} features, task {data.task}: {data.reason}")

# numnet.train never scales: do it with the figures of the training part alone.
order = np.random.default_rng(0).permutation(len(data.X))
train, held = order[:140], order[140:]
mean, deviation = data.X[train].mean(axis=0), data.X[train].std(axis=0)
X = (data.X - mean) / deviation

net = numnet.Network([X.shape[1], 16, 3], task=data.task, target_names=data.target_names, seed=0)
numnet.train(net, X[train], data.T[train], epochs=100, validation=(X[held], data.T[held]), patience=20)
net.save("wine.safetensors")  # weights, architecture and names; written whole or not at all

# Later, or in another program:
again = numnet.Network.load("wine.safetensors")
names = np.array(data.target_names)[data.T[held]]
print(again)
print(f"{(again.predict(X[held]) == names).mean():.3f} of {len(held)} held-out rows are right")
assert (again.forward(X) == net.forward(X)).all()

# The command line does all of this: numnet train wine.csv --target cultivar, then numnet predict RUN wine.csv.
