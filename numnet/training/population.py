"""Many networks of one architecture trained at once: one a core at a time, and no core waits for another."""

import threading
import warnings
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice

from numnet.model.samples import prepare_samples
from numnet.training.executors import train_on
from numnet.training.options import TrainOptions
from numnet.training.training import Training
from numnet.utils.errors import DivergenceWarning
from numnet.utils.synonyms import suggesting
from numnet.utils.threads import at_a_time

KEPT_BYTES = 256_000_000  # of workspaces of members that wait for their turn; more are made when it comes


@suggesting
def train_population(
    networks, X, T, optimizer=None, seeds=None, validation=None, threads=None, callback=None, sample_weight=None,
    device="cpu", executor=None, **options,
):  # fmt: skip
    """Train networks of one architecture on the same data, each in place; returns a list of :class:`History`.

    Member r ends, bit for bit, where ``train(networks[r], X, T, ..., seed=seeds[r])`` ends; with device="cuda", where
    a launch trains all that fit into the GPU's memory, up to rounding.

    Parameters
    ----------
    networks : sequence of Network
        Of one shape, task, loss and dtype, each with initial weights of its own.
    X, T, validation, sample_weight
        As for :func:`numnet.train`; held in memory once.
    optimizer : Optimizer or str, or a list of them
        One for all, or one for each.
    seeds : list of int
        Of shuffling and dropout; 0, 1, 2, … by default.
    threads : int, optional
        Networks that train at a time; all cores by default.
    device : str
        "cpu" or "cuda".
    callback : callable, optional
        ``callback(r, history)`` whenever network r is done.
    executor : optional
        Networks train on its workers: of a pool of `concurrent.futures`, anything like it, or a ``Client`` of Dask.
    options
        As for :func:`numnet.train` (batch_size, epochs, shuffle, evaluate_every, l1, l2, dropout, clip_norm, schedule,
        patience, resume); a list gives each network its own value.

    Raises ValueError or TypeError before anything is trained, DeviceError where the GPU can't do it; warns
    :class:`DivergenceWarning` once, with the number of networks that diverged.

    >>> import numnet
    >>> data = numnet.load_dataset("xor")
    >>> nets = [numnet.Network([2, 4, 1], task="binary", seed=seed) for seed in range(3)]
    >>> histories = numnet.train_population(nets, data.X, data.T, numnet.Adam(0.05), epochs=200)
    >>> [history.epochs for history in histories]
    [200, 200, 200]
    """
    networks = list(networks)
    _check_networks(networks)
    samples = prepare_samples(networks[0], X, T, validation, sample_weight)
    seeds = list(range(len(networks))) if seeds is None else seeds
    options = {**options, "optimizer": optimizer, "seed": list(seeds), "threads": 1, "device": device}

    def recipe(r):
        return networks[r], {name: _member(name, value, r, len(networks)) for name, value in options.items()}

    population = Population(samples, device)

    def make(r):
        return population.make(*recipe(r))

    histories = [None] * len(networks)

    def keep(r, history):
        histories[r] = history
        if callback is not None:
            callback(r, history)

    made, room = {}, KEPT_BYTES
    for r in range(len(networks)):  # all of them before any training, for what they raise
        member = make(r)
        room -= member.nbytes
        if room > 0:
            made[r] = member
    if device == "cpu":
        (made.get(0) or make(0)).compile()
    order = range(len(networks))
    if executor is None:
        train_each(order, lambda r: made.pop(r, None) or make(r), Training.finish, keep, threads, device)
    else:

        def bring_home(r, trained):
            networks[r].parameters[:] = trained[0]
            keep(r, trained[1])

        made.clear()
        train_on(executor, population, order, recipe, with_parameters, bring_home, threads)
    diverged = [history.diagnosis for history in histories if history.diagnosis]
    if diverged:
        text = f"{len(diverged)} of {len(networks)} networks diverged; the first: {diverged[0]}"
        warnings.warn(text, DivergenceWarning, stacklevel=2)
    return histories


class Population:
    """`Samples` that networks train on, each on one core, as `train_on` sends them to workers."""

    def __init__(self, samples, device):
        self.samples, self.device = samples, device

    def make(self, network, options):
        """The `Training` of a network; options: those of `TrainOptions`, and what to ``resume``."""
        options = dict(options)
        resume = options.pop("resume", None)
        return Training.prepared(network, self.samples, TrainOptions(**options), resume)

    def run(self, keys, recipe, finish, done, threads=None):
        """Train all ``keys``: ``recipe(key)`` gives (network, options); see `train_each`."""
        train_each(keys, lambda key: self.make(*recipe(key)), finish, done, threads, self.device)


def with_parameters(training):
    """(parameters, history) of a `Training` that has ended elsewhere."""
    history = training.finish()
    return training.network.parameters, history


def train_each(keys, make, finish, done, threads=None, device="cpu", going=None):
    """Train ``make(key)`` of every key to its end, ``threads`` at a time: the compiled kernels hold no lock of Python.

    A member, anything with ``advance()``, is made when its turn comes and dropped at its end, after ``finish(member)``
    in its own thread.  ``done(key, what finish returned)`` is called here, in the order in which they end.  What is
    raised anywhere, Ctrl-C too, stops all of them.  On a GPU all members of one shape train at once, or as many as fit;
    meanwhile ``going(trainings)`` is told what those that run have come to, 3.5 trainings perhaps.
    """
    if device == "cuda":
        from numnet.training.gpu_population import train_fleets

        return train_fleets(keys, make, finish, done, going)
    threads = at_a_time(threads)
    stop = threading.Event()

    def run(key):
        member = make(key)
        while not stop.is_set() and member.advance():
            pass
        return key, None if stop.is_set() else finish(member)

    keys = iter(keys)
    with ThreadPoolExecutor(threads) as pool:
        try:
            pending = {pool.submit(run, key) for key in islice(keys, 2 * threads)}  # what waits fills no memory
            while pending:
                ended, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in sorted(ended, key=lambda future: future.exception() is not None):  # what is done first
                    done(*future.result())
                pending |= {pool.submit(run, key) for key in islice(keys, len(ended))}
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


def _member(name, value, r, members):
    """The value of an option for member r: a list has one for each."""
    if not isinstance(value, list):
        return value
    if len(value) != members:
        raise ValueError(
            f"{name} must be one value, or a list of one for each of the {members} networks, got {len(value)}"
        )
    return value[r]


def _check_networks(networks):
    if not networks:
        raise ValueError("networks must name at least one network")
    if len({id(network) for network in networks}) < len(networks):
        raise ValueError("networks must all be different objects: each is trained in place")
    first = _shape(networks[0])
    for r, network in enumerate(networks):
        for name, value in _shape(network).items():
            if value != first[name]:
                raise ValueError(
                    f"networks must have one architecture; networks[{r}].{name} is {value}, "
                    f"that of the first {first[name]}"
                )


def _shape(network):
    """{name: value} of what the networks must have in common."""
    return {**network.architecture._asdict(), "target_names": network.target_names}
