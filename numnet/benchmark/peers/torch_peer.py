"""How PyTorch trains a workload."""

import time

from numnet.benchmark.peers.protocol import BETA1, BETA2, EPS, FEW, NONE, RATE, Trained
from numnet.utils.wording import plural


def torch(workload, trials=FEW):
    """PyTorch eager, on one thread or all, whichever is faster here."""
    import torch

    X, t = map(torch.from_numpy, workload.data())

    def run(updates=workload.updates):
        start = time.perf_counter()
        net = torch_model(workload.weights(), workload.activation)
        train = torch_training(net, RATE, X, t, workload.batch)
        begun = time.perf_counter()
        train(updates)
        seconds = time.perf_counter() - begun
        layers = [layer for layer in net if isinstance(layer, torch.nn.Linear)]
        weights = [(layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in layers]
        return Trained(seconds, begun - start, [weights])

    def on(threads, updates):
        torch.set_num_threads(threads)
        run(min(updates, 20))
        return run(updates).seconds

    threads = torch.get_num_threads()
    if trials != NONE:
        few = min(workload.updates, max(20, workload.updates // 20))
        threads = min({1, threads}, key=lambda threads: on(threads, few))
        torch.set_num_threads(threads)
    return run, plural(threads, "thread")


def torch_training(net, rate, X, t, batch):
    """train(updates): train the model with Adam on mini-batches of X (n, inputs) and t (n,) in their order."""
    import torch

    rule = torch.optim.Adam(net.parameters(), rate, (BETA1, BETA2), EPS)
    loss = torch.nn.CrossEntropyLoss()

    def train(updates):
        for update in range(updates):
            at = update % (len(X) // batch) * batch
            rule.zero_grad()
            loss(net(X[at : at + batch]), t[at : at + batch]).backward()
            rule.step()

    return train


def torch_model(weights, activation):
    """A Sequential with these weights, [(W, b), …] float32."""
    import torch

    layers = []
    for W, b in weights:
        layer = torch.nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(W.T))
            layer.bias.copy_(torch.from_numpy(b))
        layers += [layer, torch.nn.Tanh() if activation == "tanh" else torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])
