"""What the tests of the site share."""

from __future__ import annotations

from built_site import built_site

__all__ = ["built_site"]
