"""The inputs of a network: the features of the data, or terms computed from them."""

from numnet.data.preparation import prepared


def feature_count(network):
    """How many features of the data the network's inputs are computed from."""
    return network.sizes[0] if network.terms is None else network.terms.features


def feature_names(network):
    """The names of the features; x1, x2, … where the model has none."""
    return network.feature_names or tuple(f"x{i + 1}" for i in range(feature_count(network)))


def input_names(network):
    """The names of the inputs: of the terms, ``x1^2``, or of the features."""
    return feature_names(network) if network.terms is None else network.terms.texts


def inputs_of(network, X):
    """Rows X (n, d) of features in original units as the network takes them, (n, inputs) float64."""
    return prepared(X, network.columns, network.terms, network.scaler)


def unscaled_inputs_of(network, X):
    """The same before they are standardised."""
    return prepared(X, network.columns, network.terms, None)
