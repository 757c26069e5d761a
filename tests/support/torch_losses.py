"""The losses as torch has them.  For the tests."""

# {loss of an error: Σ E, from (torch.nn.functional, y, t)}
SUMS = {
    "mse": lambda F, y, T: 0.5 * F.mse_loss(y, T, reduction="sum"),
    "mae": lambda F, y, T: F.l1_loss(y, T, reduction="sum"),
    "huber": lambda F, y, T: F.huber_loss(y, T, reduction="sum"),
}
TORCH_LOSSES = ("cross_entropy", *SUMS)


def torch_loss(torch, name, head, net, T):
    """The loss in torch's own functions, a sum over outputs and a mean over samples, from the output layer's net."""
    F = torch.nn.functional
    if name == "cross_entropy" and head == "sigmoid":
        return F.binary_cross_entropy_with_logits(net, T, reduction="sum") / len(T)
    if name == "cross_entropy":
        return F.cross_entropy(net, T)
    y = {"identity": lambda x: x, "sigmoid": torch.sigmoid, "softmax": lambda x: torch.softmax(x, 1)}[head](net)
    return SUMS[name](F, y, T) / len(T)
