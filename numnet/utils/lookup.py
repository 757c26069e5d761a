"""Names that users type: the entry of a registry, or an error that names the nearest ones."""

from difflib import get_close_matches

COMPARED = 80  # characters of a name: the time grows with their square
ELSEWHERE = {  # numnet's name of a value: what scikit-learn, Keras, PyTorch and habit call it
    "cross_entropy": "crossentropy crossentropyloss categorical_crossentropy sparse_categorical_crossentropy "
                     "binary_crossentropy bce bceloss bcewithlogitsloss ce nll nll_loss nllloss log_loss logloss",
    "mse": "mean_squared_error squared_error mseloss mse_loss l2 l2loss squared",
    "mae": "mean_absolute_error absolute_error l1 l1loss l1_loss",
    "huber": "smooth_l1 smoothl1loss huberloss huber_loss",
    "silu": "swish", "sigmoid": "logistic logsig", "identity": "linear none purelin", "tanh": "tansig",
    "leaky_relu": "leakyrelu lrelu", "cuda": "gpu cuda:0",
    "nag": "nesterov", "sgd": "gd gradient_descent vanilla",
}  # fmt: skip
OWN = {other: own for own, others in ELSEWHERE.items() for other in others.split()}


def nearest(name, known, cutoff=0.5):
    """Up to three of the known names that are most like a name, the likest first; cutoff: 1 for equal ones alone.

    Where another library's name of one of them is given, that one alone.
    """
    own = OWN.get(str(name).strip().lower())
    if own in known:
        return [own]
    return get_close_matches(str(name)[:COMPARED], known, n=3, cutoff=cutoff)


def did_you_mean(names):
    """``did you mean adam or adamw?``"""
    return f"did you mean {' or '.join(names)}?"


def suggest(name, known):
    """The remedy for an unknown name: the nearest of the known ones, or all of them."""
    near = nearest(name, known)
    if near:
        return did_you_mean(map(repr, near))
    shown = list(known)[:30]
    return "there are: " + ", ".join(shown) + (", ..." if len(shown) < len(known) else "")


def lookup(registry, name, what):
    """The entry of that name; case is ignored.  Raises ValueError naming the nearest ones, or all."""
    for spelt in (name, name.strip().lower()) if isinstance(name, str) else ():
        if spelt in registry:
            return registry[spelt]
    near = nearest(name, registry)
    raise ValueError(
        f"{what} must be one of {', '.join(registry)}; got {name!r}" + (f" ({did_you_mean(near)})" if near else "")
    )
