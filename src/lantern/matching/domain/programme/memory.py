"""How much memory this process has had at most."""

import sys


def peak_mb() -> float:
    """In megabytes; 0.0 where the machine does not say."""
    try:
        import resource  # Unix only
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10  # macOS counts bytes, others kilobytes


__all__ = ["peak_mb"]
