"""The road's process."""

from regulars.serve.leash import stop_on_signal
from regulars.unify.road import run as run_road


def run() -> None:
    """Run the road until told to end; it finishes its turn."""
    run_road(stop_on_signal())
