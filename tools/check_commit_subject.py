"""Check the subject of a commit message: a capital, the imperative, at most 72 characters, no full stop.

    python tools/check_commit_subject.py .git/COMMIT_EDITMSG

``pre-commit`` runs it as a ``commit-msg`` hook.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

MAX_LENGTH = 72
#: Verbs in the imperative that look like another form of a verb.
VERBS = {
    *("Bleed", "Breed", "Embed", "Exceed", "Feed", "Need", "Proceed", "Seed", "Shed", "Speed", "Succeed", "Wed"),
    *("Alias", "Bias", "Canvas", "Focus"),
    *("Bring", "Cling", "Ping", "Ring", "Sing", "String", "Swing"),
}
#: Words that begin a sentence or a noun phrase, never an order.
NO_VERBS = {
    *("A", "An", "The", "This", "That", "These", "Those", "All", "Each", "Every", "Some", "No", "Nothing", "One"),
    *("I", "We", "It", "They", "My", "Our", "Its", "Their", "There", "Here", "Now", "Then", "Also", "Just", "More"),
    *("What", "When", "Where", "Why", "How", "Who", "Which", "If", "As", "So", "And", "Or", "But", "Not"),
    *("At", "By", "For", "From", "In", "Of", "On", "To", "With", "Without", "Is", "Are", "Was", "Were", "Has", "Have"),
    *("New", "Better", "Faster", "Smaller", "Minor", "Various", "Small", "Big"),
}


def find_problem(subject: str) -> str:
    """Find what is wrong with a subject.

    Args:
        subject: the first line of a commit message.

    Returns:
        The problem and how to mend it in one line, or an empty string.

    Example:
        >>> find_problem("Write files atomically")
        ''
        >>> find_problem("Fixed the lock")
        "begin with a verb in the imperative, not 'Fixed'"
    """
    if not subject:
        return "the subject is empty"
    if re.match(r"(fixup|squash|amend)! ", subject):
        return ""
    word = subject.split()[0].rstrip(",")
    if len(subject) > MAX_LENGTH:
        return f"the subject has {len(subject)} characters; the limit is {MAX_LENGTH}"
    if ":" in word:
        return f"leave out the prefix '{word}'"
    if not re.match("[A-Z]", word):
        return "begin with a capital letter"
    if word in NO_VERBS or (word not in VERBS and re.search(r"(?:ed|ing|[^su]s)$", word)):
        return f"begin with a verb in the imperative, not '{word}'"
    if subject.endswith("."):
        return "leave out the full stop at the end"
    return ""


def read_subject(message: str) -> str:
    """Read the subject of a commit message.

    Args:
        message: the message as git hands it to hooks, with comments.

    Returns:
        The first line that is neither a comment nor blank.
    """
    lines = (line.strip() for line in message.splitlines() if not line.startswith("#"))
    return next(filter(None, lines), "")


def main() -> int:
    """Check the message in the file that the command line names.

    Returns:
        The exit code: 0, or 1 where the subject is wrong.
    """
    subject = read_subject(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if problem := find_problem(subject):
        print(f"commit message: {problem}: {subject}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
