"""What there is to compile for the GPU; see ``numnet/cpu/precompile.py``."""

from functools import partial

from numnet.cuda.plan import ENGINES
from numnet.cuda.session import Session
from numnet.descent import descend_many
from numnet.network import Network
from numnet.training import Training


def calls(dtype):
    """[(what it is, a call that compiles it)]: every kernel but those for one shape alone, in this dtype."""
    engines = [(f"training by {engine.replace('_', ' ')}", partial(_train, engine, dtype)) for engine in ENGINES]
    walks = ("walks on error surfaces", partial(descend_many, "beale", ["adam"], steps=1, device="cuda"))
    return [*engines, *([walks] if dtype == "float64" else [])]


def _train(engine, dtype):
    training = Training(Network([2, 2, 2], dtype=dtype), [[0.0, 0.0], [1.0, 1.0]], [0, 1], device="cuda")
    Session([training], engine).advance(0)
