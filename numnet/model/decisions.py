"""What the outputs of a network say: decisions, and a probability for each class."""

import numpy as np


def decide(task, Y):
    """Decisions from outputs Y (n, outputs), by task.

    "binary", "multiclass": class indices (n,) int64, class 1 above probability ½, the likeliest class.
    "multilabel": 0/1 (n, labels) int64, 1 above probability ½.  "regression": the values, (n,) or (n, k).

    >>> decide("binary", np.array([[0.5], [0.75]])).tolist(), decide("multiclass", np.array([[0.1, 0.9]])).tolist()
    ([0, 1], [1])
    """
    if task == "regression":
        return Y[:, 0] if Y.shape[1] == 1 else Y
    if task == "multilabel":
        return (Y > 0.5).astype(np.int64)
    return (Y[:, 0] > 0.5).astype(np.int64) if task == "binary" else Y.argmax(axis=1)


def class_probabilities(task, Y):
    """A column a class, (n, classes), from outputs Y: a binary network gives the probability of class 1 alone.

    >>> class_probabilities("binary", np.array([[0.25]])).tolist()
    [[0.75, 0.25]]
    """
    return np.hstack([1 - Y, Y]) if task == "binary" else Y
