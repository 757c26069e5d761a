"""`train`: one call, from arguments to a `History`."""

import warnings

from numnet.kernels.codes import Counter, Status
from numnet.model.samples import prepare_samples
from numnet.training.options import TrainOptions
from numnet.training.training import Training
from numnet.utils.errors import DivergenceWarning
from numnet.utils.synonyms import suggesting


@suggesting
def train(
    network,
    X,
    T,
    optimizer=None,
    batch_size=32,
    epochs=100,
    validation=None,
    seed=0,
    shuffle=True,
    evaluate_every=1,
    threads=None,
    device="cpu",
    l1=0.0,
    l2=0.0,
    dropout=0.0,
    clip_norm=None,
    schedule=None,
    patience=None,
    callback=None,
    resume=None,
    sample_weight=None,
    specialize=None,
):
    """Train a network in place; returns a :class:`History`.

    Parameters
    ----------
    network : Network
    X : array (n, inputs)
        Anything NumPy makes an array of numbers of; never scaled here.
    T : array
        Targets as the task has them (see :meth:`Network.targets`).
    optimizer : Optimizer or str
        ``Adam()`` by default; "adam" or "adam:learning_rate=0.003" names one.
    batch_size : int or "full"
        Samples an update; the last mini-batch of an epoch may be smaller.
    epochs : int
        Passes over the data.
    validation : (Xv, Tv), optional
        Evaluated with the training data; the basis of ``patience`` and ``best_epoch``.  Weights may be a third.
    seed : int
        Of shuffling and dropout.
    shuffle : bool
        A new order of samples each epoch.
    evaluate_every : int
        Epochs between rows of the history; 0 evaluates nothing.
    threads : int, optional
        All cores by default; small mini-batches use one.  The result does not depend on it, not by a bit.
    device : str
        "cpu", or "cuda": an NVIDIA GPU.  Same shuffles, same dropout, same result up to rounding.
    l1, l2 : float
        Penalty l1 Σ|W| + (l2 / 2) ΣW² on the weights, not the biases; not part of reported losses.
    dropout : float
        Share of hidden units dropped in each update, in [0, 1).
    clip_norm : float, optional
        Upper bound for the gradient's 2-norm.
    schedule : Schedule or str, optional
        Factor on the learning rate: ``Cosine()`` or ``"cosine:floor=0.1"``.
    patience : int, optional
        Stop after so many epochs without a lower validation loss, with the best weights.
    callback : callable, optional
        ``callback(epoch, history)`` after each epoch; returning True stops the run.
    resume : History, optional
        What an earlier call returned, for the same data and arguments: goes on to ``epochs`` in all, from the weights
        where that call ended (not those of ``network``), and ends bit for bit where one call would have ended.  A
        schedule over the whole run keeps the length it had.
    sample_weight : array (n,), optional
        How much each row counts, >= 0: the loss is Σ w E / Σ w, in the gradient too.  Metrics count all rows alike.
    specialize : bool, optional
        On a GPU: compile a kernel for this shape of network alone, which takes some seconds, and runs faster.  By
        default where a run has some million updates.  Networks that don't fit the memory of a block have none.

    Raises ValueError or TypeError naming the argument, the value and what is allowed, and numnet.DeviceError where the
    GPU can't be used.  Warns :class:`DivergenceWarning` when the error overflows; the network then holds the last
    finite weights.

    >>> import numnet
    >>> data = numnet.load_dataset("xor")
    >>> net = numnet.Network([2, 8, 1], task="binary")
    >>> history = numnet.train(net, data.X, data.T, epochs=300)
    >>> net.predict(data.X)
    array([0, 1, 1, 0])
    """
    options = TrainOptions(
        optimizer, batch_size, epochs, seed, shuffle, evaluate_every, threads, device, l1, l2, dropout, clip_norm,
        schedule, patience, specialize,
    )  # fmt: skip
    training = Training.prepared(network, prepare_samples(network, X, T, validation, sample_weight), options, resume)
    if callback is not None and not callable(callback):
        raise TypeError(f"callback must be callable as callback(epoch, history), got {callback!r}")
    epoch, running = 0, True
    while running:
        running = training.advance(None if callback is None else epoch + 1)
        if callback is not None and training.epochs_done > epoch:
            epoch = training.epochs_done
            if callback(epoch, training.history) and running:
                training.run.counter[Counter.STATUS] = Status.STOPPED
                running = False
    if training.diagnosis:
        warnings.warn(training.diagnosis, DivergenceWarning, stacklevel=2)
    return training.finish()
