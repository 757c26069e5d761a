"""Several classes, one of them right: one-hot targets, softmax outputs, which sum to 1."""

import numpy as np

import numnet

data = numnet.load_dataset("iris")
rng = np.random.default_rng(0)
order = rng.permutation(len(data.X))
X = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)  # numnet.train never scales
train, held = order[:120], order[120:]

net = numnet.Network([4, 8, 3], task="multiclass", seed=0, target_names=data.target_names)
history = numnet.train(net, X[train], data.T[train], epochs=100, validation=(X[held], data.T[held]))
print(f"loss before training {history.train_loss[0]:.3f}; guessing costs ln 3 = {np.log(3):.3f}")
print(f"validation accuracy {history.validation_metric[-1]:.3f}")

# T holds class indices here; labels and one-hot rows do as well.
names = np.array(data.target_names)[data.T]
assert net.loss(X, names) == net.loss(X, data.T) == net.loss(X, np.eye(3)[data.T])

Y = net.forward(X[held])
print("sums of the outputs:", Y.sum(axis=1).round(6)[:5])
counts = np.zeros((3, 3), int)
np.add.at(counts, (data.T[held], Y.argmax(axis=1)), 1)
print("confusion matrix (row: true class)")
for name, row in zip(data.target_names, counts):
    print(f"{name:<11}", *row)
