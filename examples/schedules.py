"""Large steps early, small steps late: schedules of the learning rate."""

import numnet

data = numnet.load_dataset("checkerboard", n=1000)
X, T, Xv, Tv = data.X[:800], data.T[:800], data.X[800:], data.T[800:]

# Names with options, as on the command line; steps are counted in updates: 25 an epoch here.
schedules = ("constant", "step:period=1000", "exponential:period=1000", "inverse_time:period=500", "cosine",
             "warm_restarts:period=1250", "warmup:warmup=250")  # fmt: skip
for schedule in schedules:
    net = numnet.Network([2, 32, 32, 1], task="binary", seed=0)
    history = numnet.train(net, X, T, numnet.Adam(0.05), epochs=200, schedule=schedule, validation=(Xv, Tv))
    last = history.train_loss[-20:]
    print(f"{schedule:<26} rate {history.learning_rate[1]:.3f} -> {history.learning_rate[-1]:.3f}: "
          f"loss {last[-1]:.4f}, between {last.min():.4f} and {last.max():.4f} in the last 20 epochs")  # fmt: skip

figure = numnet.figures.schedules(updates=5000).figure
numnet.figures.save(figure, "schedules.png")
