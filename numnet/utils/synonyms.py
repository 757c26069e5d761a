"""Other libraries' names for what numnet has, and what an unknown name was meant to be."""

import functools
import inspect
import re

from numnet.utils.habits import MISSING, remedy_for_argument
from numnet.utils.lookup import did_you_mean, nearest

NAMES = {  # numnet's name: what scikit-learn, Keras, PyTorch, fastai, pandas and habit call it
    "learning_rate": "lr learning_rate_init eta eta0 rate step_size alpha0",
    "epochs": "n_epochs nb_epoch num_epochs max_epochs max_iter n_iter num_iterations iterations iter steps passes",
    "batch_size": "bs batch minibatch mini_batch minibatch_size mini_batch_size n_batch",
    "inputs": "polynomial_features polynomial interactions feature_crosses transforms input",
    "hidden": "hidden_layer_sizes hidden_layers hidden_sizes hidden_size hidden_units hidden_dim layers units neurons "
              "n_hidden width widths",
    "activation": "activations activation_function act nonlinearity transfer_function",
    "init": "initializer initialization kernel_initializer weight_init weights_init",
    "loss": "criterion objective cost error loss_function loss_fn",
    "optimizer": "solver optim algorithm algo rule update_rule opt_func",
    "schedule": "scheduler lr_schedule lr_scheduler learning_rate_schedule lr_decay policy",
    "beta1": "beta_1 betas b1",
    "beta2": "beta_2 b2",
    "rho": "smoothing_constant",
    "eps": "epsilon",
    "momentum": "mu nesterov nesterovs_momentum",
    "weight_decay": "wd decay",
    "bias_correction": "debias adam_debias correct_bias",
    "clip_norm": "clipnorm clipvalue clip clip_gradient gradient_clip grad_clip gradient_clip_val max_norm "
                 "max_grad_norm",
    "l1": "l1_ratio l1_penalty lasso",
    "l2": "alpha l2_penalty penalty ridge regularization lambda kernel_regularizer",
    "dropout": "dropout_rate drop_rate p_drop",
    "patience": "early_stopping n_iter_no_change early_stop stop_after",
    "validation": "validation_split validation_fraction validation_size val_split val_size valid_pct dev_size "
                  "test_size",
    "validation_data": "valid_data val_data eval_set validation_file validation_set",
    "test": "test_split test_fraction holdout",
    "split": "stratify group groups cv split_by",
    "target": "targets label labels y output outputs answer y_names dep_var label_column target_column",
    "columns": "features feature_columns x cols usecols",
    "exclude": "drop ignore skip drop_columns",
    "missing": "impute na na_values fillna nan",
    "weights": "sample_weight sample_weights weight_column",
    "class_weight": "class_weights",
    "task": "problem problem_type mode kind",
    "scale": "standardize standardise normalize normalise scaler scaling normalization standardization",
    "seed": "random_state random_seed rng rng_seed random",
    "seeds": "n_seeds repeats n_repeats replicates",
    "evaluate_every": "eval_every log_every validation_freq eval_interval log_interval",
    "snapshots": "n_snapshots snapshot",
    "threads": "n_jobs num_threads n_threads jobs cores workers num_workers cpus",
    "device": "gpu cuda accelerator",
    "dtype": "precision float",
    "out": "output_dir outdir folder dir save save_dir logdir log_dir run_dir destination",
    "resume": "continue warm_start restore restart checkpoint",
    "quiet": "silent verbose",
    "config": "configuration config_file params",
}  # fmt: skip
SYNONYMS = {synonym: name for name, synonyms in NAMES.items() for synonym in synonyms.split()}
NUMBERS_OF_A_RULE = ("learning_rate", "momentum", "beta1", "beta2", "rho", "eps", "weight_decay")
OF_A_RULE = dict.fromkeys(NUMBERS_OF_A_RULE, "0.01") | {"bias_correction": "false"}  # with a value, for an example

COMMANDS = {  # what else commands are called
    "fit": "train", "learn": "train", "run": "train",
    "test": "evaluate", "eval": "evaluate", "score": "evaluate", "metrics": "evaluate",
    "infer": "predict", "inference": "predict", "apply": "predict",
    "tune": "sweep", "search": "sweep", "grid": "sweep", "optimize": "sweep",
    "draw": "plot", "visualize": "plot", "figure": "plot", "graph": "plot",
    "explain": "trace", "debug": "check", "doctor": "check", "diagnose": "check",
    "convert": "export", "data": "datasets", "compile": "warmup", "version": "info", "bench": "benchmark",
    "ls": "list", "delete": "prune", "rm": "prune", "clean": "prune", "diff": "compare", "info": "show",
    "decision_boundary": "boundary", "regions": "boundary", "loss": "convergence", "history": "convergence",
    "curves": "convergence", "learning_curve": "convergence", "architecture": "network", "model": "network",
    "histogram": "weights", "surface": "race", "animation": "training", "film": "training",
}  # fmt: skip


def meant(name, known, synonyms=SYNONYMS):
    """What an unknown name was meant to be: the known name of another library's, or the one that it is nearly, or up
    to three that are like it."""
    plain = str(name).strip().lower().replace("-", "_")
    if plain in synonyms:
        own = synonyms[plain]
        return [own] if own in known else nearest(own, known)[:1] or nearest(plain, known)
    return nearest(plain, known, cutoff=0.8)[:1] or nearest(plain, known)


def remedy(name, known):
    """``did you mean learning_rate?`` of ``lr``; where no known name is meant, all of them."""
    names = meant(name, known)
    return did_you_mean(names) if names else f"there are: {', '.join(known)}"


def suggesting(function):
    """A decorator: a keyword argument that the function lacks ends in a TypeError that names what was meant."""

    @functools.wraps(function)
    def call(*arguments, **named):
        try:
            return function(*arguments, **named)
        except TypeError as error:
            what = function.__qualname__.removesuffix(".__init__")
            if what in MISSING and re.match(rf"{what}\(\) missing", str(error)):
                raise TypeError(f"{error}; {MISSING[what]}") from None
            wrong = re.search(r"got an unexpected keyword argument '(\w+)'", str(error))
            known = [name for name in inspect.signature(function).parameters if name != "self"]
            if wrong is None or wrong[1] not in named or wrong[1] in known:
                raise
            own = SYNONYMS.get(wrong[1], wrong[1])
            words = remedy_for_argument(wrong[1], what) or remedy(wrong[1], known)
            if own in OF_A_RULE and "optimizer" in known:
                words = f'it belongs to the optimizer: "adam:{own}={OF_A_RULE[own]}"'
            raise TypeError(f"{what} has no argument {wrong[1]!r}; {words}") from None

    return call
