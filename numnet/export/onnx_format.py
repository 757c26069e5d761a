"""ONNX: the model as one graph of standard operators, for ONNX Runtime and others; see `numnet.export.onnx_graph`."""

from numnet.export.format import Format
from numnet.files.output import write_output


def write(run, path):
    """Write model.onnx; where ONNX Runtime is installed, the remark says how far it is from the network."""
    from numnet.export.onnx_graph import difference, onnx_model

    model = onnx_model(run)
    write_output(path, model.SerializeToString())
    try:
        import onnxruntime
    except ImportError:
        return None
    return f"onnxruntime {onnxruntime.__version__} differs by at most {difference(run, model):.1e} from numnet"


FORMAT = Format(
    "onnx", "model.onnx", "a graph from raw columns to labels, for ONNX Runtime", write, "numnet", extra="onnx"
)
