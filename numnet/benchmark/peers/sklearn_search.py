"""How scikit-learn does a grid search."""

import time

from numnet.benchmark.peers.protocol import BETA1, BETA2, EPS, FEW, Searched
from numnet.utils.threads import cores


def sklearn_search(search, trials=FEW):
    """GridSearchCV over MLPClassifier on one fixed split, without refitting, in as many processes as there are cores.

    The classifier has no penalty, no early end, and the search's own initial weights.
    """

    def run():
        import numpy as np
        from sklearn.model_selection import GridSearchCV, PredefinedSplit

        from numnet.benchmark.peers.sklearn_classifier import Classifier

        start = time.perf_counter()
        (X, t), (X_validation, t_validation) = search.data()
        folds = PredefinedSplit(np.repeat([-1, 0], [len(X), len(X_validation)]))
        values = {"learning_rate_init": search.rates, "hidden_layer_sizes": search.widths,
                  "random_state": range(search.seeds)}  # fmt: skip
        grid = GridSearchCV(
            Classifier(search, beta_1=BETA1, beta_2=BETA2, epsilon=EPS),
            {name: list(several) for name, several in values.items()},
            scoring="neg_log_loss", n_jobs=cores(), cv=folds, refit=False, error_score="raise",
        )  # fmt: skip
        grid.fit(np.concatenate([X, X_validation]), np.concatenate([t, t_validation]))
        keys = [tuple(one[name] for name in values) for one in grid.cv_results_["params"]]
        losses = dict(zip(keys, (-grid.cv_results_["mean_test_score"]).tolist()))
        return Searched(time.perf_counter() - start, [losses[key] for key in search.trainings])

    run()
    return run, f"GridSearchCV, n_jobs={cores()}"
