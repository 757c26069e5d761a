"""The network, and its parts by name: activations, losses, initializers, tasks, metrics."""
