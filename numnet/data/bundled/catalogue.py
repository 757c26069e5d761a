"""The catalogue of bundled data sets: the real ones, each a CSV file in datasets/, and those of `generators`.

Imports no NumPy: command-line help lists the sets.
"""

from numnet.data.bundled.dataset_info import REAL, DatasetInfo
from numnet.data.bundled.generators import GENERATED_SETS

_UCI = "CC BY 4.0 (UCI Machine Learning Repository)"


def _real(name, task, rows, features, description, source, licence=_UCI):
    return DatasetInfo(name, task, description, REAL, rows, None, features, source, licence)


REAL_SETS = (
    _real(
        "iris", "multiclass", 150, 4, "three species of iris from the size of sepals and petals",
        "R. A. Fisher (1936), The use of multiple measurements in taxonomic problems",
    ),
    _real(
        "wine", "multiclass", 178, 13, "three cultivars of wine from one region of Italy, from a chemical analysis",
        "M. Forina et al., PARVUS; S. Aeberhard and M. Forina (1992)",
    ),
    _real(
        "breast_cancer", "binary", 569, 30, "benign or malignant, from cell nuclei seen in a fine-needle aspirate",
        "W. N. Street, W. H. Wolberg and O. L. Mangasarian (1993), Wisconsin diagnostic breast cancer",
    ),
    _real(
        "digits", "multiclass", 1797, 64, "handwritten digits as 8 x 8 grey images",
        "E. Alpaydin and C. Kaynak (1998), Optical recognition of handwritten digits, test set",
    ),
    _real(
        "diabetes", "regression", 442, 10, "progress of diabetes in a year, from age, sex, body mass and blood serum",
        "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani (2004), Least angle regression",
        "none stated by the authors; published with the paper, distributed by scikit-learn (BSD 3-clause)",
    ),
)  # fmt: skip

DATASETS = {info.name: info for info in (*REAL_SETS, *GENERATED_SETS)}
