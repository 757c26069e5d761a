"""The names of the files in a run folder, and the marks in them by which numnet knows what it has written."""

CONFIG, METRICS, MODEL = "config.json", "metrics.csv", "model.safetensors"
CHECKPOINT, SNAPSHOTS = "checkpoint.safetensors", "snapshots.safetensors"
DATA = "data.safetensors"  # of a run on data that no file has
PAGE, PAGE_MARK = "playground.html", "<title>numnet</title>"  # the live page with the run in it
FIGURES, SLIDES = "figures", "slides"  # the folders of what `numnet plot` draws
FIGURE_MARK = "numnet.figures"  # in the metadata of every picture and film
