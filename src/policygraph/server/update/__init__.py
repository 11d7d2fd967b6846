"""Changes over HTTP: SPARQL Update and the Graph Store Protocol. Off unless the server has a token.

``endpoints`` is what the server registers, ``changes`` says what is to be changed, ``store`` is the server's side of
the ``writer``, the one process that writes.
"""
