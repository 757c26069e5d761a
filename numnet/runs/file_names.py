"""The names of the files in a run folder."""

CONFIG, METRICS, MODEL = "config.json", "metrics.csv", "model.safetensors"
CHECKPOINT, SNAPSHOTS = "checkpoint.safetensors", "snapshots.safetensors"
