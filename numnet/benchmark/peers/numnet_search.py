"""How numnet does a grid search; see `numnet.benchmark.peers.numnet_peer` for the protocol."""

import time

from numnet.benchmark.peers.protocol import BETA1, BETA2, EPS, FEW, Searched
from numnet.utils.threads import cores
from numnet.utils.wording import plural


def numnet_search(search, trials=FEW):
    """`numnet.sweep`, in memory, with the validation rows as they are; it evaluates at the end of a training alone."""

    def run():
        import numnet

        start = time.perf_counter()
        training, validation = search.data()
        study = numnet.sweep(
            training, {"learning_rate": list(search.rates), "hidden": list(search.widths)}, seeds=search.seeds,
            validation=validation, optimizer=f"adam:beta1={BETA1},beta2={BETA2},eps={EPS}", activation="relu",
            batch_size=search.batch, epochs=search.epochs, evaluate_every=search.epochs, shuffle=False, scale=False,
            l2=0.0, plain=True,
        )  # fmt: skip
        found = study.columns()
        keys = zip(found["learning_rate"].tolist(), found["hidden"].tolist(), found["seed"].tolist())
        losses = dict(zip(keys, found["final_validation_loss"].tolist()))
        return Searched(time.perf_counter() - start, [losses[key] for key in search.trainings])

    run()
    return run, f"sweep, {plural(cores(), 'thread')}"
