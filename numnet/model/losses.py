"""Losses by name: formula, source, and the kernel that computes them."""

from dataclasses import dataclass

from numnet.kernels import codes


@dataclass(frozen=True)
class Loss:
    """An error E between the outputs y and the targets t of one sample; a network's loss is its mean over samples."""

    name: str
    code: int
    formula: str
    delta_formula: str
    source: str

    def values(self, y, t):
        """E of each output, float64, shape of y; for cross_entropy y is ``net`` of a sigmoid output."""
        return self._values(y, t)[0]

    def gradients(self, y, t):
        """∂E/∂y of each output; for cross_entropy ∂E/∂net."""
        return self._values(y, t)[1]

    def _values(self, y, t):
        from numnet.cpu.passes import loss_values

        return loss_values(self.code, y, t)


_L = codes.LossCode
LOSSES = {
    loss.name: loss
    for loss in (
        Loss("mse", int(_L.MSE), "½ Σₖ (yₖ − tₖ)²", "yₖ − tₖ", "A.-M. Legendre, 1805"),
        Loss(
            "cross_entropy",
            int(_L.CROSS_ENTROPY),
            "−Σₖ tₖ ln yₖ, and for sigmoid outputs −Σₖ [tₖ ln yₖ + (1 − tₖ) ln(1 − yₖ)]",
            "yₖ − tₖ with respect to netₖ",
            "J. Bridle, 1990; S. Solla et al., 1988",
        ),
        Loss("mae", int(_L.MAE), "Σₖ |yₖ − tₖ|", "sign(yₖ − tₖ)", "P.-S. Laplace, 1793"),
        Loss(
            "huber",
            int(_L.HUBER),
            "Σₖ ½ eₖ² if |eₖ| ≤ 1 else |eₖ| − ½, eₖ = yₖ − tₖ",
            "eₖ kept within ±1",
            "P. Huber, 1964",
        ),
    )
}
