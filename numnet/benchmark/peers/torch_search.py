"""How PyTorch does a grid search."""

import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from numnet.benchmark.peers.protocol import FEW, Searched
from numnet.benchmark.peers.torch_peer import torch_model, torch_training
from numnet.utils.threads import cores


def torch_search(search, trials=FEW):
    """A pool of as many processes as there are cores, each of one thread, for which every training is one task."""
    pool = ProcessPoolExecutor(cores(), get_context("spawn"), one_thread)

    def run():
        start = time.perf_counter()
        losses = list(pool.map(partial(train_one, search), search.trainings))
        return Searched(time.perf_counter() - start, losses)

    run()
    return run, f"ProcessPoolExecutor({cores()})"


def one_thread():
    """Begin a process of the pool."""
    import torch

    torch.set_num_threads(1)


def train_one(search, training):
    """The loss on the validation rows after one training; in a process of the pool."""
    import torch

    rate, width, seed = training
    (X, t), (X_validation, t_validation) = ((torch.from_numpy(X), torch.from_numpy(t)) for X, t in search.data())
    net = torch_model(search.weights(width, seed), "relu")
    torch_training(net, rate, X, t, search.batch)(search.updates)
    with torch.no_grad():
        return float(torch.nn.functional.cross_entropy(net(X_validation), t_validation))
