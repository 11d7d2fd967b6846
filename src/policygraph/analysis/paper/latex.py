r"""Write tables for LaTeX with the rules of the package booktabs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["escape_latex", "make_latex"]

_Row = Mapping[str, Any]
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


def escape_latex(text: str) -> str:
    r"""Write a text so that LaTeX prints it as it is, on one line.

    Args:
        text: The text.

    Returns:
        The text with commands in place of characters that LaTeX reads as such.

    Example:
        >>> print(escape_latex("50 % of {a_b} & c\nd"))
        50 \% of \{a\_b\} \& c d
    """
    clean = "".join(c for c in " ".join(text.encode("utf-8", "replace").decode().split()) if c.isprintable())
    return re.sub(r"[\\~^<>|&%$#_{}]", lambda found: _SPECIAL[found[0]], clean)


def make_latex(rows: Sequence[_Row], columns: Mapping[str, str], caption: str, label: str, most: int = 40) -> bytes:
    r"""Write a table.

    Args:
        rows: The rows.
        columns: The head of each column by its key; the first is for names and stands left, the others right.
        caption: The caption.
        label: What ``\ref`` calls the table: ``bodies``.
        most: So many rows at most, the first ones.

    Returns:
        A ``table`` for ``\input``. Chinese needs XeLaTeX or LuaLaTeX with the package ctex.

    Example:
        >>> print(make_latex([{"a": "x", "b": 0.25}], {"a": "name", "b": "share"}, "One.", "one").decode())
        % Needs \usepackage{booktabs}; for Chinese \usepackage{ctex} and XeLaTeX or LuaLaTeX.
        \begin{table}
          \centering
          \caption{One.}
          \label{tab:one}
          \small
          \begin{tabular}{lr}
            \toprule
            name & share \\
            \midrule
            x & 0.25 \\
            \bottomrule
          \end{tabular}
        \end{table}
        <BLANKLINE>
    """
    lines = [
        r"% Needs \usepackage{booktabs}; for Chinese \usepackage{ctex} and XeLaTeX or LuaLaTeX.",
        r"\begin{table}",
        r"  \centering",
        rf"  \caption{{{escape_latex(caption)}}}",
        rf"  \label{{tab:{label}}}",
        r"  \small",
        rf"  \begin{{tabular}}{{l{'r' * (len(columns) - 1)}}}",
        r"    \toprule",
        f"    {' & '.join(escape_latex(head) for head in columns.values())} \\\\",
        r"    \midrule",
        *(f"    {' & '.join(_cell(row.get(key)) for key in columns)} \\\\" for row in rows[:most]),
        r"    \bottomrule",
        r"  \end{tabular}",
        r"\end{table}",
        "",
    ]
    return "\n".join(lines).encode()


def _cell(value: object) -> str:
    if value is None:
        return "--"
    if isinstance(value, bool):
        return r"$\bullet$" if value else ""
    if isinstance(value, float):
        shown = f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) >= 0.0005 or value == 0 else f"{value:.1e}"
        return f"${shown}$" if shown.startswith("-") else shown
    return escape_latex(str(value))
