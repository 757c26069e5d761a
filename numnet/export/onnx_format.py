"""ONNX: the model as one graph of standard operators, for ONNX Runtime and others; see `numnet.export.onnx_graph`."""

from numnet.export.format import Format
from numnet.files.output import write_output


def write(run, path, input_dtype="float32"):
    """Write model.onnx for numbers of this dtype; the remark says how far ONNX Runtime, if there, is from numnet."""
    from numnet.export.onnx_graph import difference, onnx_model

    model = onnx_model(run, input_dtype)
    write_output(path, model.SerializeToString())
    try:
        import onnxruntime
    except ImportError:
        return None
    error = difference(run, model)
    remedy = "; for columns of many digits: --input-dtype float64" if error > 1e-5 and input_dtype == "float32" else ""
    return f"onnxruntime {onnxruntime.__version__} differs by at most {error:.1e} from numnet{remedy}"


FORMAT = Format(
    "onnx", "model.onnx", "a graph from raw columns to labels, for ONNX Runtime", write, "numnet", extra="onnx",
    options=("input_dtype",),
)  # fmt: skip
