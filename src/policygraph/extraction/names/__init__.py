"""Lists of bodies: separating and completing names, and distinguishing classes of bodies from bodies."""
