"""A trained network from the inside: layer outputs, probes, snapshots, the loss landscape."""
