"""Where a site stands: built beside its place, then put there whole, so that nobody ever sees half of one."""

from powerctl.site.place.occupied import refuse_foreign
from powerctl.site.place.put import Placed, placing

__all__ = ["Placed", "placing", "refuse_foreign"]
