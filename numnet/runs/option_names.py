"""Names of the options of ``numnet train``, by what they are of.  Light to import."""

NETWORK_ARGUMENTS = ("activation", "loss", "init", "dtype", "seed")  # of `Network`, beside "hidden"
