"""numnet's networks as scikit-learn estimators, with the arguments and attributes of ``sklearn.neural_network``.

They stand in ``Pipeline``, ``GridSearchCV`` and ``cross_val_score`` like any other, and pass scikit-learn's own
`check_estimator`.  Needs scikit-learn 1.6 or newer: ``pip install 'numnet[sklearn]'``.
"""

from numnet.sklearn.classifier import MLPClassifier
from numnet.sklearn.regressor import MLPRegressor

__all__ = ["MLPClassifier", "MLPRegressor"]
