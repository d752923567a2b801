"""The road's process."""

from regulars.serve.leash import stop_on_signal
from regulars.unify import road


def run() -> None:
    """Run the road until told to end; it finishes its turn."""
    road.run(stop_on_signal())
