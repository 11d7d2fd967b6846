"""Lists of bodies: names cut apart and completed, and classes of bodies told apart from bodies."""
