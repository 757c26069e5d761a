"""The scripts that ``numnet example NAME`` writes; each runs as it is."""
