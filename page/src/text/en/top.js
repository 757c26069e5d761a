// Words of the bar at the top and of the page as a whole.

export const top = {
  "title": "numnet",
  "skip": "Skip to the data and the network",
  "less": "Less: {what}",
  "more": "More: {what}",
  "play": "Play",
  "pause": "Pause",
  "step.sample": "One sample",
  "step.sample.help": "Look at the next sample of the mini-batch; the last one is followed by the update.",
  "step.update": "One update",
  "step.update.help": "One mini-batch forward and backward, one step of the update rule.",
  "step.epoch": "One epoch",
  "step.epoch.help": "Every sample of the training part once.",
  "again": "Again",
  "again.help": "Back to the beginning: the same weights, the same order of the samples.",
  "other_start": "Other start",
  "other_start.help": "Begin with other weights and another order: the next seed.",
  "epoch": "epoch",
  "updates": "updates",
  "updates_per_second": "updates/s",
};
