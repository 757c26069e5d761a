"""The update rules as torch has them, without weight decay.  For the tests."""


def _betas(o):
    return {"betas": (o.beta1, o.beta2), "eps": o.eps}


# {rule: the optimizer, from (torch.optim, [parameter], rate, hyper-parameters)}; nag and lion are not in torch as here.
TORCH = {
    "sgd": lambda optim, p, lr, o: optim.SGD(p, lr),
    "momentum": lambda optim, p, lr, o: optim.SGD(p, lr, momentum=o.momentum),
    "adagrad": lambda optim, p, lr, o: optim.Adagrad(p, lr, eps=o.eps),
    "adadelta": lambda optim, p, lr, o: optim.Adadelta(p, lr, rho=o.rho, eps=o.eps),
    "rmsprop": lambda optim, p, lr, o: optim.RMSprop(p, lr, alpha=o.rho, eps=o.eps),
    "adam": lambda optim, p, lr, o: optim.Adam(p, lr, **_betas(o)),
    "adamw": lambda optim, p, lr, o: optim.AdamW(p, lr, weight_decay=0.0, **_betas(o)),
    "amsgrad": lambda optim, p, lr, o: optim.Adam(p, lr, amsgrad=True, **_betas(o)),
    "nadam": lambda optim, p, lr, o: optim.NAdam(p, lr, **_betas(o)),
    "adamax": lambda optim, p, lr, o: optim.Adamax(p, lr, **_betas(o)),
    "radam": lambda optim, p, lr, o: optim.RAdam(p, lr, **_betas(o)),
}


def nesterov(optim, p, lr, o):
    """torch's momentum with ``nesterov=True``: the path of nag, seen from the look-ahead point."""
    return optim.SGD(p, lr, momentum=o.momentum, nesterov=True)
