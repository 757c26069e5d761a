"""A multilayer perceptron: layer sizes, activations, a loss, and one flat vector of parameters."""

from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from numnet.kernels.activations import OUTPUTS
from numnet.kernels.records import Layout
from numnet.model.activations import ACTIVATIONS
from numnet.model.decisions import decide
from numnet.model.initializers import INITIALIZERS, layer_initializer
from numnet.model.losses import LOSSES, REGRESSION_LOSSES
from numnet.model.model_file import check_sizes, load_model, save_model
from numnet.model.network_display import network_html
from numnet.model.samples import as_numbers, check_finite, class_indices, prepare_weights
from numnet.model.tasks import TASKS
from numnet.utils.aligned_arrays import aligned
from numnet.utils.arguments import integer
from numnet.utils.free_memory import check_memory
from numnet.utils.habits import Remedies
from numnet.utils.lookup import lookup
from numnet.utils.synonyms import suggesting
from numnet.utils.wording import either

DTYPES = ("float32", "float64")


class Architecture(NamedTuple):
    """What must be equal for the parameters of one network to fit another, and to mean the same there."""

    sizes: tuple
    activation: tuple
    task: str
    loss_name: str
    dtype: str


class Network(Remedies):
    """A network of fully connected layers, and everything needed to use it.

    Parameters
    ----------
    sizes : sequence of int
        Units of each layer, from the inputs to the outputs: ``[2, 16, 16, 3]``.
    activation : str or sequence of str
        One of ACTIVATIONS for all hidden layers, or one for each.
    task : str
        "regression" (identity output), "binary" (sigmoid, one output), "multiclass" (softmax), "multilabel" (sigmoid).
    loss : str
        One of LOSSES, or "auto": mse for regression, cross_entropy for the classes.
    init : str
        One of INITIALIZERS, or "auto": he for layers of the ReLU family, glorot for the others.  Biases begin at 0.
    dtype : str
        "float32" or "float64": of parameters and arithmetic.
    seed : int
        Of the initial weights; the same weights in either dtype, up to rounding.
    target_names : sequence of str, optional
        Labels of the classes (two for binary) or outputs; :meth:`predict` answers in them.

    Raises ValueError or TypeError naming the argument, the value and what is allowed.

    >>> net = Network([2, 8, 2], task="multiclass", seed=1)
    >>> net.parameters.shape
    (42,)
    """

    @suggesting
    def __init__(
        self, sizes, activation="tanh", task="multiclass", loss="auto", init="auto", dtype="float32", seed=0,
        target_names=None,
    ):  # fmt: skip
        self.sizes = _layer_sizes(sizes)
        self.task = lookup(TASKS, task, "task").name
        self.activation = _hidden_activations(activation, len(self.sizes) - 2)
        self.loss_name = TASKS[self.task].loss if loss == "auto" else lookup(LOSSES, loss, "loss").name
        _check_outputs(self.task, self.sizes[-1], self.loss_name)
        self.init = init if init == "auto" else lookup(INITIALIZERS, init, "init").name
        dtype = _dtype_name(dtype)
        self.seed = integer("seed", seed, at_least=0)
        self.target_names = _target_names(target_names, 2 if self.task == "binary" else self.sizes[-1])
        self.feature_names = None
        self.scaler = None  # set by the command line; never applied here
        self.columns = None  # how a table becomes X, the same
        self.terms = None  # how X becomes the inputs, the same
        count = self.offsets[-1]
        what = f"sizes {list(self.sizes)}: the weights"
        check_memory(count * np.dtype(dtype).itemsize, what, "use fewer hidden units")
        check_sizes(self.sizes)  # what can be made can be read again
        self.parameters = aligned(count, dtype)
        self.initialize(self.seed)

    def __repr__(self):
        return (
            f"Network({list(self.sizes)}, activation={list(self.activation)}, task={self.task!r}, "
            f"loss={self.loss_name!r}, dtype={self.dtype.name!r})"
        )

    _repr_html_ = network_html

    # --- parameters ---------------------------------------------------------------------------------------------

    @property
    def dtype(self):
        """dtype of the parameters and of all arithmetic."""
        return self.parameters.dtype

    @property
    def architecture(self):
        """The `Architecture`."""
        return Architecture(self.sizes, self.activation, self.task, self.loss_name, self.dtype.name)

    @property
    def offsets(self):
        """Where W¹, b¹, W², b², … begin in the parameters, and their end."""
        lengths = [n for fan_in, fan_out in pairwise(self.sizes) for n in (fan_in * fan_out, fan_out)]
        return [0, *accumulate(lengths)]

    @property
    def weights(self):
        """Views of the parameters: weights[l − 1] is W of layer l, (fan_in, fan_out)."""
        at, shapes = self.offsets, pairwise(self.sizes)
        return [self.parameters[a:b].reshape(shape) for a, b, shape in zip(at[::2], at[1::2], shapes)]

    @property
    def biases(self):
        """Views of the parameters: biases[l − 1] is b of layer l, (fan_out,)."""
        at = self.offsets
        return [self.parameters[a:b] for a, b in zip(at[1::2], at[2::2])]

    def initialize(self, seed=None):
        """Draw all weights anew, biases 0; returns the network."""
        seed = self.seed if seed is None else seed
        self.parameters[:] = 0
        for l, W in enumerate(self.weights, 1):
            W[:] = layer_initializer(self.init, self.activation[l - 1 : l])(seed, *W.shape, layer=l)
        return self

    def copy(self, dtype=None):
        """An independent network with the same parameters, in another dtype if given."""
        other = object.__new__(Network)
        parameters = aligned(self.parameters.size, _dtype_name(dtype or self.dtype))
        parameters[:] = self.parameters
        other.__dict__.update(self.__dict__, parameters=parameters)
        return other

    @cached_property
    def layout(self):
        """The architecture as the kernels read it."""
        from numnet.cpu.workspace import lay_out

        codes = [ACTIVATIONS[name].code for name in self.activation]
        codes.append(OUTPUTS[TASKS[self.task].output].code)
        sizes, codes, layers = np.array(self.sizes, np.int64), np.array(codes, np.int64), len(self.sizes) - 1
        at = [np.empty(length, np.int64) for length in (layers, layers, layers + 3)]
        return Layout(sizes, codes, *at, lay_out(sizes, *at), LOSSES[self.loss_name].code)

    # --- data at the boundary -----------------------------------------------------------------------------------

    def inputs(self, X):
        """X (n, inputs) as the kernels want it: C-contiguous, writable, of this dtype.  Raises ValueError."""
        X = as_numbers("X", X, self.dtype)
        if X.ndim != 2 or X.shape[1] != self.sizes[0]:
            raise ValueError(f"X must have shape (n, {self.sizes[0]}), got {X.shape}")
        check_finite("X", X)
        return X

    def targets(self, T, n):
        """T as the kernels want it: (n, outputs) of this dtype; class labels become 0/1 or one-hot rows.

        Takes what the task's users have: values; 0/1; class indices, labels of ``target_names``, or one-hot rows.
        """
        if np.ma.isMaskedArray(T):
            raise ValueError("T is a masked array; fill or drop the masked values first")
        T = np.asarray(T)
        if T.ndim == 2 and T.shape[1] == 1 and self.sizes[-1] > 1 and self.task == "multiclass":
            T = T[:, 0]
        if len(T.shape) not in (1, 2) or len(T) != n:
            raise ValueError(f"T must have one row for each of the {n} rows of X, got shape {T.shape}")
        if self.task in ("binary", "multiclass") and T.ndim == 1:
            T = class_indices(T, max(2, self.sizes[-1]), self.target_names)
            if self.task == "multiclass":
                return np.eye(self.sizes[-1], dtype=self.dtype)[T]
        if T.size != n * self.sizes[-1]:
            raise ValueError(f"T must have shape ({n}, {self.sizes[-1]}), got {T.shape}")
        T = as_numbers("T", T.reshape(n, self.sizes[-1]), self.dtype)
        check_finite("T", T)
        if self.task != "regression" and not np.isin(T, (0, 1)).all():
            raise ValueError(f"targets of task {self.task} must be 0 or 1, got {T[~np.isin(T, (0, 1))][0]:g}")
        if self.task == "multiclass" and not (T.sum(axis=1) == 1).all():
            raise ValueError("one-hot targets must have exactly one 1 a row")
        return T

    # --- what it computes ---------------------------------------------------------------------------------------

    def forward(self, X):
        """Outputs (n, outputs) for X (n, inputs): probabilities for the class tasks, else values."""
        from numnet.cpu.entry_points import network_outputs

        return network_outputs(self.layout, self.parameters, self.inputs(X))[0]

    def __call__(self, X):
        """`forward`, as PyTorch and Keras call it."""
        return self.forward(X)

    def decide(self, Y):
        """Predictions from outputs Y (n, outputs): the likeliest class; 0/1 at probability ½; values as they are."""
        decisions = decide(self.task, Y)
        named = self.target_names is not None and self.task in ("binary", "multiclass")
        return np.array(self.target_names)[decisions] if named else decisions

    def predict(self, X):
        """Class labels (n,) (indices where there are no target_names), values (n,) or (n, k), or 0/1 labels (n, k)."""
        return self.decide(self.forward(X))

    def loss(self, X, T, sample_weight=None):
        """The mean loss over the samples, without l1 and l2; sample_weight (n,): how much each counts in it."""
        from numnet.cpu.entry_points import network_outputs

        return float(network_outputs(self.layout, self.parameters, *self.samples(X, T, sample_weight))[1])

    def gradient(self, X, T, sample_weight=None):
        """∂E/∂parameters of :meth:`loss`, (P,), in the order of ``parameters``."""
        from numnet.cpu.entry_points import network_gradient

        return network_gradient(self.layout, self.parameters, *self.samples(X, T, sample_weight))

    def samples(self, X, T, sample_weight=None):
        """(X, T, weights) as kernels take them, of this dtype; weights (n,) are 1 in the mean, or (0,).

        Raises ValueError or TypeError.
        """
        X = self.inputs(X)
        if len(X) == 0:
            raise ValueError("X must have at least one row")
        return X, self.targets(T, len(X)), prepare_weights("sample_weight", sample_weight, len(X), self.dtype)

    # --- files --------------------------------------------------------------------------------------------------

    def save(self, path):
        """Write a safetensors file, whole or not at all: weights, architecture, names and scaler."""
        save_model(path, self, links=True)

    @classmethod
    def load(cls, path):
        """Read what :meth:`save` wrote.  Raises FileNotFoundError, or ValueError for any other file."""
        return load_model(path, cls, links=True)


def _dtype_name(dtype):
    """ "float32" or "float64" from a name, a NumPy type or a dtype.  Raises ValueError."""
    name = dtype if isinstance(dtype, str) else np.dtype(dtype).name
    if name not in DTYPES:
        raise ValueError(f"dtype must be float32 or float64, got {name}")
    return name


def _layer_sizes(sizes):
    """The sizes as a tuple of at least two integers.  Raises ValueError or TypeError."""
    if isinstance(sizes, str) or not np.iterable(sizes):
        raise TypeError(f"sizes must be a sequence of layer sizes such as [2, 16, 3], got {sizes!r}")
    sizes = tuple(integer("sizes: a layer's size", size, at_least=1) for size in sizes)
    if len(sizes) < 2:
        raise ValueError(f"sizes must name at least the inputs and the outputs, got {list(sizes)}")
    return sizes


def _hidden_activations(activation, hidden):
    """A name for each of so many hidden layers.  Raises ValueError or TypeError."""
    if not np.iterable(activation):
        raise TypeError(f"activation must be a name, or one for each hidden layer, got {activation!r}")
    names = [activation] * hidden if isinstance(activation, str) else list(activation)
    if len(names) != hidden:
        raise ValueError(f"activation must be one name, or one for each of the {hidden} hidden layers; got {names}")
    return tuple(lookup(ACTIVATIONS, name, "activation").name for name in names)


def _check_outputs(task, outputs, loss_name):
    """ValueError where so many outputs, or the loss, do not fit the task."""
    if task == "binary" and outputs != 1:
        raise ValueError(f"a binary network has 1 output (the probability of class 1), got {outputs}")
    if task == "multiclass" and outputs < 2:
        raise ValueError(f"a multiclass network has one output a class, at least 2, got {outputs}")
    if task == "regression" and loss_name not in REGRESSION_LOSSES:
        raise ValueError(f"loss {loss_name} needs class targets; for regression use {either(REGRESSION_LOSSES)}")


def _target_names(names, needed):
    """So many different names, or None.  Raises ValueError or TypeError."""
    if names is None:
        return None
    if isinstance(names, str):
        raise TypeError(f"target_names must be a sequence of names, got the string {names!r}")
    names = tuple(map(str, names))
    if len(names) != needed:
        raise ValueError(f"target_names must have {needed} names, got {len(names)}")
    if len(set(names)) != needed:
        raise ValueError(f"target_names must differ from each other, got {', '.join(names)}")
    return names
