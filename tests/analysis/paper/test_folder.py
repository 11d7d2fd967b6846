"""The folder for a paper: everything is there, agrees with itself, and R reads it."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from competency import dataset
from needs import lacking
from policygraph.analysis import Incidence, describe_networks, fonts, incidence
from policygraph.analysis.paper import write_paper
from policygraph.analysis.paper.latex import make_latex
from policygraph.errors import StoreError, UsageError

TEMPLATES = Path(__file__).resolve().parents[3] / "src" / "policygraph" / "analysis" / "templates"
NETWORKS = ("shared", "lead-support", "vertical", "issuing", "bipartite")


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one notice; tests only read it."""
    folder = tmp_path_factory.mktemp("paper") / "out"
    write_paper(incidence(dataset("fujian")), folder, "en", width="single")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_everything_is_there(paper: Path) -> None:
    found = {path.relative_to(paper).as_posix() for path in paper.rglob("*") if path.is_file()}
    wanted = {"methods.md", "captions.md", "references.bib", "networks/networks.R"}
    wanted |= {f"figures/{name}.{kind}" for name in ("network", "matrix", "workload") for kind in ("svg", "pdf")}
    wanted |= {
        f"tables/{name}.{kind}" for name in ("networks", "bodies", "positions", "pairs") for kind in ("csv", "tex")
    }
    kinds = ("net", "dl", "gexf", "graphml", "nodes.csv", "edges.csv")
    wanted |= {f"networks/{name}.{kind}" for name in NETWORKS for kind in kinds}
    wanted |= {"networks/periods.nodes.csv", "networks/periods.edges.csv"}
    # One notice has one period: nothing changes.
    assert found == wanted


def test_captions_are_of_the_figures_and_tables(paper: Path) -> None:
    said = (paper / "captions.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^`((?:figures|tables)/\w+)`", said, re.M))
    made = {
        path.relative_to(paper).with_suffix("").as_posix()
        for folder in ("figures", "tables")
        for path in (paper / folder).iterdir()
    }
    assert named == made and "10 bodies are shown" in said and "{" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_citation_has_an_entry(lang: str, paper: Path, tmp_path: Path) -> None:
    if lang == "zh":
        write_paper(Incidence.of([("m", "a", "lead"), ("m", "b", "lead")]), tmp_path, lang, periods=None)
        paper = tmp_path
    methods = (paper / "methods.md").read_text(encoding="utf-8")
    cited = set(re.findall(r"@(\w+)", methods))
    keys = re.findall(r"^@\w+\{(\w+),", (paper / "references.bib").read_text(encoding="utf-8"), re.M)
    assert len(keys) == len(set(keys)) > 15 and cited <= set(keys)
    # What only large or dense graphs need: sampled betweenness and a backbone.
    assert set(keys) - cited <= {"brandes2007", "coscia2017"}
    for entry in (paper / "references.bib").read_text(encoding="utf-8").split("\n@"):
        assert entry.count("{") == entry.count("}") and "year = {" in entry
    assert nx.__version__ in methods and "{" not in methods


def test_methods_tell_the_facts(paper: Path) -> None:
    methods = (paper / "methods.md").read_text(encoding="utf-8")
    assert "1 document (2020-05-11) with 24 measures" in methods
    assert "14 named bodies bear 36 responsibilities, 1 issuer bears none;" in methods
    assert "by calendar year: 2020" in methods and "not followed through reforms" in methods
    assert "100 random networks" in methods and "1,000 such random networks" in methods


def test_tables_are_those_of_the_analysis(paper: Path) -> None:
    wanted = describe_networks(incidence(dataset("fujian")), periods="year", intervals=100)
    found = rows(paper / "tables" / "networks.csv")
    assert [row["network"] for row in found] == ["shared", "lead-support"]
    assert [row["density"] for row in found] == [str(row["density"]) for row in wanted]
    assert sum(int(row["load"]) for row in rows(paper / "tables" / "bodies.csv")) == 36
    table = (paper / "tables" / "bodies.tex").read_text(encoding="utf-8")
    assert table.count(r"\\") == 16 and r"\toprule" in table and "Fujian Provincial Department of Finance" in table


def test_latex_prints_what_was_meant() -> None:
    table = make_latex(
        [{"a": "50 % & #1_{x}\n\\end", "b": None}, {"a": "", "b": -0.5}], {"a": "A&B", "b": "β"}, "c", "l"
    )
    lines = table.decode().splitlines()
    assert r"    50 \% \& \#1\_\{x\} \textbackslash{}end & -- \\" in lines
    assert r"     & $-0.5$ \\" in lines and r"    A\&B & β \\" in lines


def test_the_same_bytes_on_every_run(paper: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from competency import dataset\n"
        "from policygraph.analysis import incidence; from policygraph.analysis.paper import write_paper\n"
        "write_paper(incidence(dataset('fujian')), Path(sys.argv[1]), 'en', width='single')"
    )
    tests = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "out")],
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": tests, "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    for path in sorted(paper.rglob("*.*")):
        assert path.read_bytes() == (tmp_path / "out" / path.relative_to(paper)).read_bytes(), path.name


def test_several_periods_are_drawn_and_followed(tmp_path: Path) -> None:
    from policygraph.corpus import build

    examples = Path(__file__).resolve().parents[3] / "examples"
    whole = incidence(build(sorted(examples.glob("*.txt"))).dataset)
    write_paper(whole, tmp_path, "zh", periods="year", follow=True)
    assert (tmp_path / "figures" / "changes.pdf").stat().st_size > 1000
    assert "3 个时期" not in (tmp_path / "captions.md").read_text(encoding="utf-8")
    assert "4 个时期" in (tmp_path / "captions.md").read_text(encoding="utf-8")
    assert "按改革沿革合并" in (tmp_path / "methods.md").read_text(encoding="utf-8")
    assert {row["period"] for row in rows(tmp_path / "networks" / "periods.nodes.csv")} == {"2020", "2022", "2023"}


def test_without_a_chinese_font_figures_are_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    monkeypatch.setattr(fonts, "find_chinese_font", lambda: ())
    parts = [("m", "b", "lead"), ("m", "a", "support")]
    write_paper(Incidence.of(parts), tmp_path, "zh", periods=None)
    assert (tmp_path / "figures" / "network.svg").is_file()
    assert "共同承担措施的机构网络" in (tmp_path / "captions.md").read_text(encoding="utf-8")
    assert not [str(warning.message) for warning in recwarn if "missing from font" in str(warning.message)]


def test_without_matplotlib_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r'pip install "policygraph\[report\]"'):
        write_paper(incidence(dataset("fujian")), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="cannot write"):
        write_paper(Incidence.of([("m", "a", "lead")]), tmp_path / "taken")


def rscript() -> str:
    found = shutil.which("Rscript")
    if not found:
        lacking("R is not installed (Debian: r-base-core, r-cran-network, r-cran-sna)")
    return found


def test_the_script_is_r(tmp_path: Path) -> None:
    script = TEMPLATES / "networks.R"
    done = subprocess.run([rscript(), "-e", f"invisible(parse('{script}'))"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert 'requireNamespace("ergm"' in script.read_text() and 'requireNamespace("btergm"' in script.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_r_reads_the_networks(locale: str, paper: Path, tmp_path: Path) -> None:
    program, folder = rscript(), tmp_path / "with space"
    shutil.copytree(paper / "networks", folder)
    wanted = {
        row["network"]: row
        for row in describe_networks(incidence(dataset("fujian")), networks=("shared", "lead-support"))
    }
    done = subprocess.run(
        [program, str(folder / "networks.R")],
        capture_output=True,
        text=True,
        env={"LC_ALL": locale, "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(tmp_path)},
        cwd="/",
    )
    if "there is no package called" in done.stderr:
        lacking("R has no package network or sna (Debian: r-cran-network, r-cran-sna)")
    assert done.returncode == 0, done.stderr
    told = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()[1:5]}
    for name, row in wanted.items():
        nodes, ties, density, *_ = told[name]
        assert (int(nodes), int(ties)) == (row["nodes"], row["ties"])
        assert float(density) == pytest.approx(row["density"], abs=1e-6)
        column = "degree_centralization" if name == "shared" else "in_degree_centralization"
        value = told[name][3] if name == "shared" else told[name][4]
        assert float(value) == pytest.approx(row[column], abs=1e-6)
        assert int(told[name][5]) == row["components"]
    assert "periods: 2020" in done.stdout


@pytest.mark.slow
def test_r_reads_hostile_labels(tmp_path: Path) -> None:
    from policygraph.analysis.exports import make_edges_csv, make_nodes_csv

    program = rscript()
    labels = ['福建省 "财政" 厅', "two\nlines", "a, b", "", "", "'q"]
    for name in NETWORKS:
        graph = nx.Graph() if name in ("shared", "issuing", "bipartite") else nx.DiGraph()
        for at, label in enumerate(labels):
            graph.add_node(
                f"n{at}",
                label=label,
                label_en="x",
                level="county",
                kind="named",
                functions=("a", "b"),
                bipartite=int(at > 2),
            )
        graph.add_edge("n0", "n3", weight=2)
        (tmp_path / f"{name}.nodes.csv").write_bytes(make_nodes_csv(graph))
        (tmp_path / f"{name}.edges.csv").write_bytes(make_edges_csv(graph))
    (tmp_path / "periods.nodes.csv").write_text("period,id\n")
    (tmp_path / "periods.edges.csv").write_text("network,period,source,target,weight\n")
    shutil.copy(TEMPLATES / "networks.R", tmp_path)
    code = (
        'invisible(capture.output(source("networks.R", chdir = TRUE))); cat(shared %v% "vertex.names", sep = "|")\n'
        'cat("|", bipartite %e% "weight", (shared %v% "function1")[1], sep = "|")'
    )
    done = subprocess.run(
        [program, "-e", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(tmp_path)},
    )
    if "there is no package called" in done.stderr:
        lacking("R has no package network or sna (Debian: r-cran-network, r-cran-sna)")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("|")[:6] == ['福建省 "财政" 厅', "two\nlines", "a, b", "n3", "n4", "'q"]
    assert done.stdout.split("|")[-2:] == ["2", "a"]
