"""Tasks by name: each decides the output activation, the loss and the metric."""

from dataclasses import dataclass

from numnet.kernels import codes


@dataclass(frozen=True)
class Task:
    """A task: it decides the output activation, the error and the metric (the chapter's summary table)."""

    name: str
    code: int
    output: str
    loss: str
    metric: str
    metric_code: int


_T, _M = codes.TaskCode, codes.Metric
TASKS = {
    task.name: task
    for task in (
        Task("regression", int(_T.REGRESSION), "identity", "mse", "r2", int(_M.R2)),
        Task("binary", int(_T.BINARY), "sigmoid", "cross_entropy", "accuracy", int(_M.BINARY_ACCURACY)),
        Task("multiclass", int(_T.MULTICLASS), "softmax", "cross_entropy", "accuracy", int(_M.ACCURACY)),
        Task("multilabel", int(_T.MULTILABEL), "sigmoid", "cross_entropy", "label_accuracy", int(_M.LABEL_ACCURACY)),
    )
}
