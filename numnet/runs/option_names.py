"""Names of the options of ``numnet train`` that shape a network.  Light to import."""

NETWORK_ARGUMENTS = ("activation", "loss", "init", "dtype", "seed")  # of `Network`, beside "hidden"
