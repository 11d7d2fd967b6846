"""policygraph: from a government notice to a graph of who must do what, with whom, at which level."""

__version__ = "0.1.0"
