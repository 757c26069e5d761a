"""Several labels at once: a sigmoid for each output, no sum to 1, cross-entropies added."""

import numnet

data = numnet.load_dataset("discs", n=1500)  # three discs that overlap: a point lies in none, one, two or all
X, T, Xv, Tv = data.X[:1200], data.T[:1200], data.X[1200:], data.T[1200:]

net = numnet.Network([2, 24, 24, 3], task="multilabel", seed=0, target_names=data.target_names)
history = numnet.train(net, X, T, numnet.Adam(0.01), epochs=150, validation=(Xv, Tv))
whole = (net.predict(Xv) == Tv).all(axis=1).mean()
print(f"labels right {history.validation_metric[-1]:.3f}, all three right {whole:.3f}")

for x in ([0.0, 0.0], [0.0, 1.5], [2.0, 2.0]):
    y = net.forward([x])[0]
    words = ", ".join(f"{name} {p:.2f}" for name, p in zip(data.target_names, y))
    print(f"{x}: {words}; they sum to {y.sum():.2f}")

# A softmax would have to choose: in the middle, where all three labels are right, none of its outputs can pass 1/3
# without another falling below.
