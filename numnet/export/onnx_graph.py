"""The graph of a model in ONNX: columns, scaling, network and labels, of standard operators.

Input ``X`` (n, features) in original units: 1 and 0 for yes and no, days since 1970 for dates, NaN for missing ones; of
a model with columns of text, one input (n, 1) for each column instead, under its name.  Texts are spelled as in
training, numbers among them in their shortest form.

Outputs of classes: ``label`` (n,) text, ``probabilities`` (n, labels); of several labels: ``labels`` (n, k) of 0/1,
``probabilities``; of a regression: ``prediction`` (n, k) in original units.

Numbers, in and out, are float32 or float64, as ``input_dtype`` says.  Scaling is in float64 whatever comes in, so that
float32 loses no more than its own rounding, 6e-8 of a number: 6e-8 |mean| / deviation of an input of the network.  That
computes in its own dtype.
"""

import json

import numpy as np
import onnx.shape_inference
from onnx import TensorProto, helper, numpy_helper

from numnet import __version__
from numnet.data.tables.number_formats import MISSING
from numnet.export.description import columns_of
from numnet.kernels import activations
from numnet.kernels.codes import InputTerm
from numnet.model.inputs import feature_count, feature_names
from numnet.model.tasks import TASKS

OPSET, ML_OPSET, IR = 17, 3, 8  # of 2022: whatever has been kept up since can read it
OUTPUTS = ("label", "labels", "probabilities", "prediction")
INPUT_DTYPES = ("float32", "float64")
MAX_BYTES = 2**31 - 1  # of a protobuf message


class Graph:
    """Inputs, nodes and constants; those inside begin with "numnet.", so that columns may have any other name."""

    def __init__(self, dtype):
        self.kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))  # of numbers, in and out
        self.inputs, self.nodes, self.constants = [], [], []

    def input(self, name, kind, width):
        """An input (n, width); returns its name."""
        name = f"{name} (input)" if name in OUTPUTS else name
        self.inputs.append(helper.make_tensor_value_info(name, kind, ["n", width]))
        return name

    def numbers(self, name, width):
        """An input (n, width) of numbers; returns the name of them as float64."""
        return self.add("Cast", self.input(name, self.kind, width), to=TensorProto.DOUBLE)

    def constant(self, name, value):
        """A constant array; returns its name."""
        name = f"numnet.{name}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, kind, *inputs, output=None, **attributes):
        """A node; returns the name of its output."""
        output = output or f"numnet.{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def number(self, value, dtype):
        """A constant number; returns its name."""
        return self.constant(f"number_{len(self.constants)}", np.array(value, dtype))


def activation(graph, name, net, dtype):
    """h = f(net), of operators that ONNX Runtime has in float32 and float64 alike."""

    def op(kind, *inputs, **attributes):
        inputs = [each if isinstance(each, str) else graph.number(each, dtype) for each in inputs]
        if kind != "Erf":
            return graph.add(kind, *inputs, **attributes)
        narrow = graph.add("Cast", *inputs, to=TensorProto.FLOAT)  # the error function is there in float32 alone
        return graph.add("Cast", graph.add("Erf", narrow), to=helper.np_dtype_to_tensor_dtype(dtype))

    return activations.ALL[name].onnx(op, net)


def input_nodes(graph, network):
    """The inputs, as one array float64 (n, features) without gaps; returns its name."""
    columns = columns_of(network)
    if not with_texts(columns):
        h = graph.numbers("X", feature_count(network))
    else:
        parts = [one_hot(graph, feature, graph.input(feature.name, TensorProto.STRING, 1)) if feature.kind == "text"
                 else graph.numbers(feature.name, 1) for feature in columns.features]  # fmt: skip
        h = graph.add("Concat", *parts, axis=1)
    if columns.fill is None:
        return h
    return graph.add("Where", graph.add("IsNaN", h), graph.constant("fill", columns.fill), h)


def with_texts(columns):
    """Whether some columns are text, so that a table is no matrix."""
    return any(feature.kind == "text" for feature in columns.features)


def one_hot(graph, feature, text):
    """A place for each level of a column of texts, for all others, for a missing one, as the `Feature` has them."""
    count = len(feature.levels)
    nowhere = count + feature.other + feature.missing
    others = count if feature.other else nowhere
    places = dict.fromkeys(spellings(MISSING), count + feature.other if feature.missing else others)
    places |= {level: k for k, level in enumerate(feature.levels)}
    index = graph.add("LabelEncoder", text, domain="ai.onnx.ml", keys_strings=list(places),
                      values_int64s=list(places.values()), default_int64=others)  # fmt: skip
    ways = graph.constant(f"places_{len(graph.constants)}", np.arange(nowhere)[None])
    return graph.add("Cast", graph.add("Equal", index, ways), to=TensorProto.DOUBLE)


def spellings(words):
    """The words in the ways people write them; a graph does not know that N/A and n/a are one."""
    return sorted({way for word in words for way in (word, word.upper(), word.capitalize())} | {"NaN", "NaT"})


def term_nodes(graph, terms, h):
    """From X, float64 (n, features), to the inputs (n, terms) that are computed of it; returns their name."""
    used = sorted({k for _, *places in terms.terms for k in places})
    x = {k: graph.add("Gather", h, graph.constant(f"feature{k}", np.array([k])), axis=1) for k in used}
    kinds = {InputTerm.COLUMN: "Identity", InputTerm.PRODUCT: "Mul", InputTerm.SINE: "Sin", InputTerm.COSINE: "Cos"}
    parts = [graph.add(kinds[kind], *([x[i], x[j]] if kind == InputTerm.PRODUCT else [x[i]]))
             for kind, i, j in terms.terms]  # fmt: skip
    return graph.add("Concat", *parts, axis=1)


def network_nodes(graph, network, scaler, h):
    """From X, float64 (n, features), to the outputs of the network, in its dtype; returns their name."""
    if network.terms is not None:
        h = term_nodes(graph, network.terms, h)
    if scaler is not None:
        h = graph.add("Sub", h, graph.constant("mean", scaler.mean))
        h = graph.add("Div", h, graph.constant("scale", scaler.scale))
    h = graph.add("Cast", h, to=helper.np_dtype_to_tensor_dtype(network.dtype))
    names = [*network.activation, TASKS[network.task].output]
    for l, (W, b, name) in enumerate(zip(network.weights, network.biases, names), 1):
        net = graph.add("MatMul", h, graph.constant(f"W{l}", W))
        net = graph.add("Add", net, graph.constant(f"b{l}", b), output=f"numnet.net{l}")
        h = activation(graph, name, net, network.dtype)
    return h


def decision_nodes(graph, network, scaler, y):
    """From outputs to what a user wants; returns the graph's outputs."""
    kind, k = graph.kind, network.sizes[-1]
    if network.task == "regression":
        y = graph.add("Cast", y, to=TensorProto.DOUBLE)
        if scaler is not None and scaler.target_mean is not None:
            y = graph.add("Mul", y, graph.constant("target_scale", scaler.target_scale))
            y = graph.add("Add", y, graph.constant("target_mean", scaler.target_mean))
        graph.add("Cast", y, to=kind, output="prediction")
        return [helper.make_tensor_value_info("prediction", kind, ["n", k])]
    if network.task == "multilabel":
        chosen = graph.add("Greater", y, graph.number(0.5, network.dtype))
        graph.add("Cast", chosen, to=TensorProto.INT64, output="labels")
        graph.add("Cast", y, to=kind, output="probabilities")
        return [helper.make_tensor_value_info("labels", TensorProto.INT64, ["n", k]),
                helper.make_tensor_value_info("probabilities", kind, ["n", k])]  # fmt: skip
    if network.task == "binary":
        wide, one = graph.add("Cast", y, to=TensorProto.DOUBLE), graph.number(1, np.float64)
        both = graph.add("Concat", graph.add("Sub", one, wide), wide, axis=1)
        graph.add("Cast", both, to=kind, output="probabilities")
        column = graph.add("Cast", graph.add("Greater", y, graph.number(0.5, network.dtype)), to=TensorProto.INT64)
        index = graph.add("Squeeze", column, graph.constant("columns", np.array([1])))
    else:
        graph.add("Cast", y, to=kind, output="probabilities")
        index = graph.add("ArgMax", y, axis=1, keepdims=0)
    labels = list(network.target_names or map(str, range(max(2, k))))
    graph.add("Gather", graph.constant("names", np.array(labels, dtype=object)), index, output="label")
    return [helper.make_tensor_value_info("label", TensorProto.STRING, ["n"]),
            helper.make_tensor_value_info("probabilities", kind, ["n", max(2, k)])]  # fmt: skip


def onnx_model(run, input_dtype="float32"):
    """The `onnx.ModelProto` of a run, for numbers of this dtype; names, task and targets in its metadata."""
    if input_dtype not in INPUT_DTYPES:
        raise ValueError(f"input_dtype must be {' or '.join(INPUT_DTYPES)}, got {input_dtype!r}")
    network, scaler, graph = run.network, run.scaler, Graph(input_dtype)
    if network.parameters.nbytes > MAX_BYTES // 2:
        raise ValueError(f"a model of {network.parameters.nbytes} bytes is too large for one ONNX file; use npz")
    y = network_nodes(graph, network, scaler, input_nodes(graph, network))
    outputs = decision_nodes(graph, network, scaler, y)
    made = helper.make_graph(graph.nodes, "numnet", graph.inputs, outputs, graph.constants)
    versions = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    model = helper.make_model(made, opset_imports=versions, ir_version=IR, producer_name="numnet",
                              producer_version=__version__)  # fmt: skip
    about = {"task": network.task, "features": list(feature_names(network)), "labels": list(network.target_names or ()),
             "targets": list(run.config["data"]["targets"])}  # fmt: skip
    helper.set_model_props(model, {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for key, value in about.items()
    })  # fmt: skip
    try:
        onnx.checker.check_model(model, full_check=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as error:  # names that clash
        raise ValueError(f"the model can't be written as ONNX: {' '.join(str(error).split())}") from None
    return model


def difference(run, model, rows=200):
    """The largest difference between the outputs of ONNX Runtime and of numnet; of values, relative to their scale.

    numnet is given numbers as they are, the graph after rounding to the dtype that it takes.
    """
    import onnxruntime

    network, scaler = run.network, run.scaler
    X, feed = made_up(network, scaler, rows)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    kinds = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(string)": object}
    feed = {entry.name: part.astype(kinds[entry.type]) for entry, part in zip(session.get_inputs(), feed)}
    name = "prediction" if network.task == "regression" else "probabilities"
    (outputs,) = session.run([name], feed)
    expected = run.forward(X)
    outputs = outputs[:, 1:] if network.task == "binary" else outputs
    size = scaler.target_scale if scaler is not None and scaler.target_scale is not None else 1.0
    return float(np.max(np.abs(outputs - expected) / size))


def made_up(network, scaler, rows):
    """(X (rows, features), [what the graph takes]) of random numbers in the range of the data, and random levels."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((rows, feature_count(network)))
    for k in range(network.sizes[0]) if scaler is not None else ():
        kind, i, _ = (InputTerm.COLUMN, k, k) if network.terms is None else network.terms.terms[k]
        if kind == InputTerm.COLUMN:
            X[:, i] = X[:, i] * scaler.scale[k] + scaler.mean[k]
    columns = columns_of(network)
    if not with_texts(columns):
        return X, [X]
    feed, at = [], 0
    for feature in columns.features:
        width = len(feature.names)
        if feature.kind == "text":
            texts = [*feature.levels, *["~ no level ~"] * feature.other, *[""] * feature.missing]
            chosen = rng.integers(0, width, rows)
            X[:, at : at + width] = np.eye(width)[chosen]
            feed.append(np.array(texts, dtype=object)[chosen][:, None])
        else:
            feed.append(X[:, at : at + 1])
        at += width
    return X, feed
