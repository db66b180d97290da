"""The rows that are printed: what was measured, beside what, and whether the target is reached."""

from dataclasses import dataclass

HEADINGS = ("what", "planbook", "bare", "ratio", "target", "reached")
LAYOUT = "{:<52} {:>10} {:>10} {:>7} {:>9} {:>8}"


@dataclass(frozen=True)
class Row:
    """One measure; `bare` is None where the target is no ratio but an amount in `unit`, `target` where none is set."""

    what: str
    ours: float
    bare: float | None
    target: float | None
    unit: str = "s"

    def __str__(self) -> str:
        value = self.ours if self.bare is None else self.ours / self.bare
        # Milliseconds where seconds would print as 0.0…
        factor, unit = (1000, "ms") if self.unit == "s" and self.ours < 0.1 else (1, self.unit)
        target = "" if self.target is None else f"{self.target:.3g}"
        return LAYOUT.format(
            self.what,
            f"{self.ours * factor:.3g} {unit}",
            "" if self.bare is None else f"{self.bare * factor:.3g} {unit}",
            "" if self.bare is None else f"{value:.2f}",
            f"{target} {self.unit}" if target and self.bare is None else target,
            "" if self.target is None else "yes" if value <= self.target else "no",
        )
