// Words of the past of a training, and of its futures.

export const timeline = {
  "timeline": "Timeline",
  "timeline.slider": "Moment of the training that is shown",
  "timeline.help": "Every moment of the training can be shown again; the arrow keys take one step. Play goes on from " +
    "there, and a changed setting begins another future beside this one.",
  "timeline.none": "The past of the training: nothing yet.",
  "timeline.at": "Epoch {epoch}, update {updates} of {all}, training loss {loss}",
  "timeline.past": "An earlier moment is shown.",
  "back": "Back",
  "back.help": "One step back in the past of the training, as far as Step goes: an update or an epoch.",
  "forward": "Forward",
  "forward.help": "One step forward in the past of the training.",
  "latest": "Latest",
  "latest.help": "Back to the latest moment of the training.",
  "jump": "Jump to",
  "jump.help": "To the start, to the lowest loss, to each change of a setting.",
  "jump.start": "The start",
  "jump.best": "The lowest {part} loss: epoch {epoch}, update {updates}",
  "keys.timeline": "One step back in the past of the training",
  "play.past.help": "Go on from the moment that is shown: up to the latest one the same happens again. A setting " +
    "that is changed first begins another future.",
  "status.past": "An earlier moment. Play goes on from here; a changed setting begins another future.",
  "status.again": "The same training again, from an earlier moment …",

  "futures": "Futures of this training",
  "future.is": "After epoch {epoch}: {losses}",
  "future.diverged": "Diverged after epoch {epoch}; before: {losses}",
  "future.now": "This one goes on.",
  "future.unchanged": "unchanged",
  "future.weight": "weight {index} changed",
  "future.lock": "weights locked",
  "future.snapshot": "from a snapshot, the rule's memory empty",
  "future.swap": "Go on with it",
  "future.swap.of": "Go on with {name}",
  "future.swap.help": "This future goes on; the one that went on so far is kept beside it.",
  "future.dismiss": "Dismiss {name}",
};
