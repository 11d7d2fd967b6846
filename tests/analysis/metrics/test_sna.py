"""QAP and MRQAP against R's package sna: values that it gave, and the package itself where it is installed.

Every case is made of data in NetworkX, so that the recorded values can be made again: ``RECORDED`` is what ``SCRIPT``
printed with R 4.2.2 and sna 2.7-1 of Debian 12 (r-base-core, r-cran-sna) and 4,000 permutations. sna counts the
permutations alone; ours have the networks as they are among them.
"""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from needs import lacking
from policygraph.analysis.metrics import mrqap, qap_correlation

Matrix = np.ndarray[Any, np.dtype[Any]]
#: The permutations of ours and of the recorded values; sna needs a minute for 1,000 of a network of 34 nodes.
PERMUTATIONS = 4000
ASKED = 500

#: Reads y.csv, x1.csv and x2.csv in a folder, which it writes first, from sna's own data, if there are none.
SCRIPT = """
suppressMessages(library(sna))
given <- commandArgs(TRUE)
path <- function(name) file.path(given[1], paste0(name, ".csv"))
if (!file.exists(path("y"))) {
  data(coleman)
  save <- function(matrix, name) write.table(matrix, path(name), sep = ",", row.names = FALSE, col.names = FALSE)
  save(coleman[2, , ], "y"); save(coleman[1, , ], "x1"); save(t(coleman[1, , ]), "x2")
}
read <- function(name) unname(as.matrix(read.csv(path(name), header = FALSE)))
y <- read("y"); x <- list(read("x1"), read("x2"))
mode <- given[2]; reps <- as.integer(given[3])
show <- function(name, values) cat(name, sprintf("%.15g", values), "\\n")
set.seed(1)
test <- qaptest(list(y, x[[1]]), gcor, g1 = 1, g2 = 2, mode = mode, reps = reps)
show("correlation", c(gcor(y, x[[1]], mode = mode), test$pgreq, test$pleeq))
fit <- netlm(y, x, mode = mode, nullhyp = "qapspp", reps = reps)
for (at in 1:3) {
  name <- c("intercept", "x1", "x2")[at]
  show(name, c(fit$coefficients[at], fit$tstat[at], fit$pgreq[at], fit$pleeq[at], fit$pgreqabs[at]))
}
answer <- fit$fitted.values + fit$residuals
rest <- sum(fit$residuals^2); all <- sum((answer - mean(answer))^2)
show("fit", c(1 - rest / all, fit$n))
"""


def common(graph: nx.Graph) -> Matrix:
    """How many neighbours two nodes share."""
    ties = nx.to_numpy_array(graph, weight=None)
    return np.array(ties @ ties)


def degrees(graph: nx.Graph) -> Matrix:
    """The difference between the degrees of two nodes."""
    found = np.array([degree for _, degree in graph.degree()])
    return np.array(found[:, np.newaxis] - found)


def florentine() -> tuple[Matrix, Matrix, Matrix]:
    """Marriages of Florentine families (Breiger and Pattison 1986)."""
    graph = nx.florentine_families_graph()
    return nx.to_numpy_array(graph), common(graph), abs(degrees(graph))


def karate() -> tuple[Matrix, Matrix, Matrix]:
    """Friendships in a karate club, by the contexts in which two members met, and its later split (Zachary 1977)."""
    graph = nx.karate_club_graph()
    club = np.array([club for _, club in graph.nodes(data="club")])
    return nx.to_numpy_array(graph), (club[:, np.newaxis] == club).astype(float), common(graph)


def pointed() -> tuple[Matrix, Matrix, Matrix]:
    """The same friendships, each from the member with the lower number alone: a directed network."""
    y, club, _ = karate()
    return np.triu(y), club, degrees(nx.karate_club_graph())


CASES: dict[str, tuple[Callable[[], tuple[Matrix, Matrix, Matrix]], str]] = {
    "florentine": (florentine, "graph"),
    "karate": (karate, "graph"),
    "pointed": (pointed, "digraph"),
}
RECORDED = {
    "florentine": """
        correlation 0.00203074257606598 0.56125 0.60675
        intercept 0.131651854390096 1.77659207822327 0.09225 0.90775 0.09575
        x1 0.0157442713307718 0.227009141658259 0.41625 0.58375 0.82425
        x2 0.0335591020771211 1.05044331913005 0.15225 0.84775 0.29025
        fit 0.0107062567519404 105""",
    "karate": """
        correlation 0.299739341712698 0 1
        intercept -0.0554344544363861 -0.862908837079766 0.6755 0.3245 0.39025
        x1 0.378097233572704 3.8768689430335 0 1 0.0005
        x2 0.301621745089082 6.64599802162062 0 1 0
        fit 0.15660389998849 561""",
    "pointed": """
        correlation 0.205112504521544 0 1
        intercept 0.0432525951557145 1.29920043328429 0.2235 0.7765 0.2275
        x1 0.335423875432518 7.01553798264531 0 1 0
        x2 -0.0056009957325749 -1.28547486791148 0.75 0.25 0.50725
        fit 0.0434836428892046 1122""",
}


def close(ours: list[float], theirs: list[float], repetitions: int) -> bool:
    """Whether drawn p are within four standard errors of their difference, and the one that we count more."""
    share = 1 / PERMUTATIONS + 1 / repetitions
    return all(
        abs(p - q) <= 4 * math.sqrt((p + q) / 2 * (1 - (p + q) / 2) * share) + 1 / PERMUTATIONS
        for p, q in zip(ours, theirs, strict=True)
    )


def check(y: Matrix, x1: Matrix, x2: Matrix, mode: str, printed: str, repetitions: int) -> None:
    """Compare our results with what R printed."""
    theirs = {line.split()[0]: [float(each) for each in line.split()[1:]] for line in printed.strip().splitlines()}
    assert set(theirs) == {"correlation", "intercept", "x1", "x2", "fit"}
    directed = mode == "digraph"
    alone = qap_correlation(y, x1, PERMUTATIONS, seed=3, directed=directed)
    assert alone.correlation == pytest.approx(theirs["correlation"][0], rel=1e-10)
    assert close([alone.p_greater, alone.p_less], theirs["correlation"][1:], repetitions)
    fit = mrqap(y, {"x1": x1, "x2": x2}, PERMUTATIONS, seed=3, directed=directed)
    assert fit.intercept == pytest.approx(theirs["intercept"][0], rel=1e-10)
    assert [fit.r_squared, fit.dyads] == pytest.approx(theirs["fit"], rel=1e-10)
    for name, each in fit.coefficients.items():
        assert [each.value, each.t] == pytest.approx(theirs[name][:2], rel=1e-10)
        assert close([each.p_greater, each.p_less, each.p_both], theirs[name][2:], repetitions), name


def ask_r(folder: Path, mode: str, repetitions: int) -> str:
    """What the script prints for the matrices in a folder."""
    program = shutil.which("Rscript")
    if program is None:
        lacking("no R: install r-base-core and r-cran-sna")
    (folder / "sna.R").write_text(SCRIPT, encoding="utf-8")
    given = [program, str(folder / "sna.R"), str(folder), mode, str(repetitions)]
    done = subprocess.run(given, capture_output=True, text=True)
    if "there is no package called" in done.stderr:
        lacking("no sna in R: install r-cran-sna")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("case", CASES)
def test_results_are_those_that_sna_gave(case: str) -> None:
    make, mode = CASES[case]
    check(*make(), mode, RECORDED[case], PERMUTATIONS)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_results_are_those_of_sna(case: str, tmp_path: Path) -> None:
    make, mode = CASES[case]
    matrices = make()
    for name, matrix in zip(("y", "x1", "x2"), matrices, strict=True):
        np.savetxt(tmp_path / f"{name}.csv", matrix, delimiter=",", fmt="%.17g")
    check(*matrices, mode, ask_r(tmp_path, mode, ASKED), ASKED)


@pytest.mark.slow
def test_friendships_of_pupils_that_sna_has(tmp_path: Path) -> None:
    """Coleman's 73 boys in two terms: who is named in the second one, by who was and who named whom in the first."""
    printed = ask_r(tmp_path, "digraph", ASKED // 5)
    y, x1, x2 = (np.loadtxt(tmp_path / f"{name}.csv", delimiter=",") for name in ("y", "x1", "x2"))
    assert y.shape == (73, 73)
    check(y, x1, x2, "digraph", printed, ASKED // 5)
