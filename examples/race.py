"""Update rules race down an error surface: one walk, many walks, a figure."""

import numnet

# One walk: the points (steps + 1, 2) that momentum passes on Beale's function.
path = numnet.descend("beale", numnet.Momentum(0.001), start=(1.0, 1.5), steps=500)
print(f"momentum on Beale's function: from {path[0]} to {path[-1].round(3)}; the lowest point is (3, 0.5)")

# Many rules from the same start, each at the rate that suits it on this surface.
race = numnet.descend_many("saddle", ["sgd", "momentum", "nag", "adagrad", "rmsprop", "adam"])
for optimizer, step in zip(race.optimizers, race.escaped_at):
    print(f"{type(optimizer).__name__:<9} rate {optimizer.learning_rate:<6g} leaves the saddle at step {step}")
numnet.figures.save(numnet.figures.race(race), "race.png")

# Any expression in x and y is a surface.  Its best rate on a grid comes from numnet.tune.
walk = numnet.descend("x**2 + 10*y**2", numnet.NAG(0.01), start=(3.0, 1.0), steps=200)
print(f"nag on x² + 10 y²: ends at {walk[-1].round(4)}")
