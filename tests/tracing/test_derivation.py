"""Every formula of a trace worked out once more, and compared with the oracle."""

import numpy as np
import pytest

import numnet
import numnet.model.tasks
import numnet.runs.trial
from numnet.tracing.update import trace_update
from tests.support import oracle
from tests.support.traces import example, worked_out

pytestmark = pytest.mark.filterwarnings("error")

HEADS = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax", "multilabel": "sigmoid"}


def lines(trace, **options):
    sections = trace.derivation(17, **options).sections()
    return [block.line(k, trace.rows) for _, blocks in sections for block in blocks for k in block.indices()]


def check_formulas(found):
    """Every number is what the formula beside it says; returns how many have one."""
    with_numbers = [line for line in found if line.numbers]
    for line in with_numbers:
        assert worked_out(line.numbers) == pytest.approx(line.value, rel=1e-9, abs=1e-13), line
    return len(with_numbers)


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(("task", "loss"), [(task, loss) for task in numnet.model.tasks.TASKS for loss in numnet.LOSSES
                                            if (task, loss) != ("regression", "cross_entropy")])  # fmt: skip
def test_every_task_and_loss(task, loss, n):
    net, X, T = example(task, loss=loss, n=n)
    trace = trace_update(net, X, T, numnet.SGD())
    found = lines(trace)
    assert check_formulas(found) > 40
    nets, hs = oracle.forward(net.weights, net.biases, net.activation, X)
    targets = net.targets(T, n)
    dW, db = oracle.gradients(net.weights, net.biases, net.activation, HEADS[task], loss, X, targets)
    for l in range(3):
        assert trace.passed.net[l] == pytest.approx(nets[l], rel=1e-13, abs=1e-14)
        gW, gb = trace.layers(trace.passed.gradient)[l]
        assert gW == pytest.approx(dW[l], rel=1e-11, abs=1e-14) and gb == pytest.approx(db[l], rel=1e-11, abs=1e-14)
        assert trace.passed.delta[l].sum(axis=0) == pytest.approx(db[l], rel=1e-11, abs=1e-14)
    for h, expected in zip(trace.passed.h, hs[1:]):
        assert h == pytest.approx(expected, rel=1e-13, abs=1e-14)
    each = [oracle.loss(loss, HEADS[task], nets[-1][k : k + 1], targets[k : k + 1]) for k in range(n)]
    assert trace.passed.losses == pytest.approx(each, rel=1e-12)
    assert trace.passed.h[-1] == pytest.approx(net.forward(X), rel=0, abs=0)


@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_every_activation(activation):
    net, X, T = example("regression", activation, seed=1)
    trace = trace_update(net, X, T, numnet.SGD())
    assert check_formulas(lines(trace)) > 40
    for l in range(2):
        h, slope = numnet.ACTIVATIONS[activation]._values(trace.passed.net[l])
        assert trace.passed.h[l] == pytest.approx(h, rel=1e-14) and trace.passed.slope[l] == pytest.approx(
            slope, rel=1e-14
        )


@pytest.mark.parametrize("decay", [0.0, 0.05])
@pytest.mark.parametrize("update", [1, 3, 7])
@pytest.mark.parametrize("rule", numnet.OPTIMIZERS)
def test_every_rule_at_the_start_and_later(rule, update, decay):
    net, X, T = example("binary", n=2, hidden=(3,))
    optimizer = numnet.OPTIMIZERS[rule](weight_decay=decay)
    trace = trace_update(net, X, T, optimizer, update)
    T = net.targets(T, 2)

    def gradient(theta):
        return oracle.flatten(*oracle.gradients(*oracle.unflatten(theta, net.sizes), net.activation,
                                                      "sigmoid", "cross_entropy", X, T))  # fmt: skip

    options = {"learning_rate": optimizer.learning_rate, "weight_decay": decay}
    path = oracle.RULES[rule](net.parameters, gradient, update, **options)
    assert trace.network.parameters == pytest.approx(path[-2], rel=1e-9)
    assert trace.after == pytest.approx(path[-1], rel=1e-9)
    found = lines(trace)
    check_formulas(found)
    updated = [line for line in found if line.quantity.startswith("new ")]
    assert len(updated) == net.parameters.size and all(line.numbers for line in updated)


@pytest.mark.parametrize("clip", [None, 0.05, 1e6])
@pytest.mark.parametrize("rule", ["sgd", "nag"])
def test_penalties_and_clipping(rule, clip):
    net, X, T = example("binary", n=2, hidden=(3,))
    trace = trace_update(net, X, T, numnet.OPTIMIZERS[rule](), 3, l1=0.02, l2=0.1, clip_norm=clip)
    found = lines(trace)
    given = [line for line in found if line.quantity in ("g w", "g b")]
    assert len(given) == net.parameters.size and check_formulas(found) > 60
    if clip == 0.05:
        assert np.linalg.norm([line.value for line in given]) == pytest.approx(0.05)
    same = numnet.Network([3, 3, 1], "tanh", "binary", dtype="float64")
    same.parameters[:] = net.parameters
    numnet.train(same, X, T, optimizer=numnet.OPTIMIZERS[rule](), batch_size="full", epochs=3, shuffle=False, l1=0.02,
                 l2=0.1, clip_norm=clip)  # fmt: skip
    assert np.array_equal(trace.after, same.parameters)


@pytest.mark.parametrize("rule", numnet.OPTIMIZERS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_update_is_that_of_train_to_the_bit(rule, dtype):
    net, X, T = example("multiclass", "relu", n=5)
    net = net.copy(dtype)
    before = net.parameters.copy()
    trace = trace_update(net, X, T, numnet.OPTIMIZERS[rule](), 4)
    assert np.array_equal(net.parameters, before)
    numnet.train(net, X, T, optimizer=numnet.OPTIMIZERS[rule](), batch_size="full", epochs=4, shuffle=False)
    assert np.array_equal(trace.after, net.parameters)


def test_central_differences_stand_beside_the_gradients():
    net, X, T = example("multiclass", n=2)
    trace = trace_update(net, X, T, numnet.NAG(), 3)
    found = [line for line in lines(trace, check=True) if line.quantity in ("dE/dw", "dE/db")]
    assert len(found) == net.parameters.size
    for line in found:
        assert line.estimate == pytest.approx(line.value, rel=1e-6, abs=1e-9)
    assert any(line.estimate != line.value for line in found)
    broken = trace_update(net, X, T, numnet.SGD())
    broken.passed.gradient[0] += 1
    wrong = next(line for line in lines(broken, check=True) if line[:2] == ("dE/dw", 1))
    assert abs(wrong.estimate - wrong.value) > 0.9


def test_a_batch_too_large_and_an_update_that_overflows_are_refused():
    net = numnet.Network([1, 1], task="regression", dtype="float32")
    with pytest.raises(ValueError, match="at most 256 rows"):
        trace_update(net, np.zeros((257, 1)), np.zeros(257), numnet.SGD())
    with pytest.raises(ValueError, match="diverged"):
        trace_update(net, [[1e30]], [0.0], numnet.SGD(), 2)
