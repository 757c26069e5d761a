"""Figures of merit of a model, each by its textbook definition."""

import numpy as np

from numnet.model.decisions import decide


def confusion_matrix(truth, prediction, classes):
    """Counts (classes, classes) int64: row the true class, column the predicted one; of class indices (n,).

    >>> confusion_matrix(np.array([0, 1, 1]), np.array([0, 1, 0]), 2).tolist()
    [[1, 0], [1, 1]]
    """
    matrix = np.zeros((classes, classes), np.int64)
    np.add.at(matrix, (truth, prediction), 1)
    return matrix


def classification(truth, prediction, names):
    """{"accuracy", "classes": {name: precision, recall, f1, support}, "confusion"} from class indices (n,).

    precision = right / predicted as the class, recall = right / of the class, f1 their harmonic mean; 0 where a
    denominator is 0.  A truth of −1, none of the classes, is never right, and in no row of the confusion.
    """
    known = truth >= 0
    matrix = confusion_matrix(truth[known], prediction[known], len(names))
    right, support = np.diag(matrix), matrix.sum(axis=1)
    predicted = np.bincount(prediction, minlength=len(names))
    precision, recall = right / np.maximum(predicted, 1), right / np.maximum(support, 1)
    f1 = 2 * right / np.maximum(predicted + support, 1)
    rows = {
        name: {
            "precision": float(precision[k]),
            "recall": float(recall[k]),
            "f1": float(f1[k]),
            "support": int(support[k]),
        }
        for k, name in enumerate(names)
    }
    return {"accuracy": float(right.sum() / max(1, len(truth))), "classes": rows, "confusion": matrix.tolist()}


def regression(truth, prediction):
    """{"r2", "rmse", "mae"} of values (n,) or (n, k), averaged over columns; r2 is NaN where the truth is constant."""
    error = np.asarray(prediction, float).reshape(len(truth), -1) - np.asarray(truth, float).reshape(len(truth), -1)
    truth = np.asarray(truth, float).reshape(len(truth), -1)
    spread = ((truth - truth.mean(axis=0)) ** 2).sum(axis=0)
    r2 = 1 - (error**2).sum(axis=0) / np.where(spread > 0, spread, np.nan)
    return {
        "r2": float(r2.mean()),
        "rmse": float(np.sqrt((error**2).mean(axis=0)).mean()),
        "mae": float(np.abs(error).mean()),
    }


def multilabel(truth, prediction, names):
    """{"label_accuracy", "subset_accuracy", "labels": {name: precision, …, accuracy}} from 0/1 matrices (n, k)."""
    same = np.asarray(truth) == np.asarray(prediction)
    labels = {}
    for k, name in enumerate(names):
        row = classification(truth[:, k], prediction[:, k], ("0", "1"))
        labels[name] = {**row["classes"]["1"], "accuracy": row["accuracy"]}
    return {"label_accuracy": float(same.mean()), "subset_accuracy": float(same.all(axis=1).mean()), "labels": labels}


def evaluate(task, outputs, T, names):
    """The task's metrics from outputs (n, outputs) and targets as in `Dataset.T`."""
    if task == "regression":
        return regression(T, outputs)
    if task == "multilabel":
        return multilabel(T, decide(task, outputs), names)
    return classification(T, decide(task, outputs), names)
