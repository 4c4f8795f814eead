"""The guard: the last look at everything that is about to be published, in whatever form it was put into."""

from powerctl.site.guard.look import Guard, Leak
from powerctl.site.guard.scan import scan

__all__ = ["Guard", "Leak", "scan"]
