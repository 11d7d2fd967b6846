"""Servers that the tests start and stop, each on a free port of the loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needs import lacking

SERVERS = Path(__file__).resolve().parents[1] / "build" / "servers"


def need(program: str, how: str) -> str:
    """The path of a program; without it the test is skipped, or fails where all is promised."""
    found = shutil.which(program, path=Path(sys.executable).parent) or shutil.which(program)
    if found is None:
        lacking(f"{program} is not here: {how}")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oxigraph(data: Path, folder: Path) -> Iterator[str]:
    """``oxigraph serve`` on a file of N-Quads; the address of its queries. Its default graph is not the union."""
    program = need("oxigraph", "pip install oxigraph")
    subprocess.run([program, "load", "--location", folder, "--file", data], check=True, capture_output=True)
    port = free_port()
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.terminate()


def jar(coordinates: str) -> Path:
    """A file of Maven Central, kept in ``build/servers``; ``needs.lacking`` says so without Maven or Java."""
    need("java", "install a Java runtime, 17 or later")
    parts = coordinates.split(":")
    name = f"{parts[1]}-{parts[2]}.{parts[3] if len(parts) > 3 else 'jar'}"
    kept = SERVERS / name
    if not kept.exists():
        maven = need("mvn", "install Maven")
        command = [maven, "-q", "-B", "dependency:copy", f"-Dartifact={coordinates}", f"-DoutputDirectory={SERVERS}"]
        done = subprocess.run(command, capture_output=True, text=True)
        if not kept.exists():
            lacking(f"{name} could not be had by Maven: {(done.stdout + done.stderr).strip()[-300:]}")
    return kept


def jars_of(*coordinates: str) -> list[Path]:
    """Libraries of Maven Central with all that they need, kept in ``build/servers``; as ``jar``."""
    need("java", "install a Java runtime, 17 or later")
    folder = SERVERS / "-".join(each.partition(":")[2].replace(":", "-") for each in coordinates)
    made = folder / "made"
    if not made.exists():
        maven = need("mvn", "install Maven")
        folder.mkdir(parents=True, exist_ok=True)
        parts = [each.split(":") for each in coordinates]
        wanted = "".join(
            f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId><version>{version}</version></dependency>"
            for group, name, version in parts
        )
        head = '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        own = "<groupId>tests</groupId><artifactId>jars</artifactId><version>1</version>"
        (folder / "pom.xml").write_text(f"{head}{own}<dependencies>{wanted}</dependencies></project>", encoding="utf-8")
        command = [maven, "-q", "-B", "-f", str(folder / "pom.xml"), "dependency:copy-dependencies"]
        done = subprocess.run([*command, f"-DoutputDirectory={folder}"], capture_output=True, text=True)
        if done.returncode:
            lacking(f"{coordinates[0]} could not be had by Maven: {(done.stdout + done.stderr).strip()[-300:]}")
        made.touch()
    return sorted(folder.glob("*.jar"))


def comunica() -> Path:
    """The folder of npm's modules with Comunica, kept in ``build/servers``; ``needs.lacking`` says so without npm."""
    need("node", "install Node.js, 20 or later")
    npm = need("npm", "install npm")
    folder = SERVERS / "comunica-4.5.0"
    made = folder / "made"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), "@comunica/query-sparql@4.5.0"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            lacking(f"Comunica could not be had by npm: {done.stderr.strip()[-300:]}")
        made.touch()
    return folder / "node_modules"


@contextmanager
def running(command: list[str], ready: str, folder: Path) -> Iterator[None]:
    """A server process in a folder of its own, from when it answers to when it is no longer needed."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        wait(ready, 120, server)
        yield
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def empty_oxigraph(folder: Path, port: int | None = None) -> Iterator[str]:
    """``oxigraph serve`` on a store of its own that can be written; its address."""
    program, port = need("oxigraph", "pip install oxigraph"), port or free_port()
    url = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    with running(command, url, folder):
        yield url


@contextmanager
def fuseki(folder: Path) -> Iterator[str]:
    """Apache Jena Fuseki with a dataset in memory; the dataset's address."""
    port, program = free_port(), jar("org.apache.jena:jena-fuseki-server:5.5.0")
    url = f"http://127.0.0.1:{port}"
    command = ["java", "-Xmx1g", "-jar", str(program), "--port", str(port), "--localhost", "--mem", "/notices"]
    with running(command, f"{url}/$/ping", folder):
        yield f"{url}/notices"


@contextmanager
def rdf4j(folder: Path) -> Iterator[str]:
    """The RDF4J server in Jetty with a repository in memory; the repository's address."""
    jetty = jar("org.eclipse.jetty:jetty-runner:9.4.57.v20241219")
    war = jar("org.eclipse.rdf4j:rdf4j-http-server:5.0.3:war")
    port = free_port()
    url = f"http://127.0.0.1:{port}/rdf4j-server"
    command = ["java", "-Xmx1g", f"-Dorg.eclipse.rdf4j.appdata.basedir={folder / 'data'}", "-jar", str(jetty)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--path", "/rdf4j-server", str(war)]
    with running(command, f"{url}/protocol", folder):
        request = urllib.request.Request(f"{url}/repositories/notices", REPOSITORY.encode(), method="PUT")
        request.add_header("Content-Type", "text/turtle")
        urllib.request.urlopen(request, timeout=30).close()
        yield f"{url}/repositories/notices"


REPOSITORY = """@prefix config: <tag:rdf4j.org,2023:config/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
[] a config:Repository ; config:rep.id "notices" ; rdfs:label "notices" ; config:rep.impl [
  config:rep.type "openrdf:SailRepository" ; config:sail.impl [ config:sail.type "openrdf:MemoryStore" ] ] .
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """OpenLink Virtuoso with a database of its own, its first user and password still ``dba``; its address."""
    program = need("virtuoso-t", "install virtuoso-opensource-7")
    port, sql = free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(port=port, sql=sql), encoding="utf-8")
    url = f"http://127.0.0.1:{port}"
    with running([program, "+foreground", "+configfile", "virtuoso.ini"], f"{url}/sparql", folder):
        yield url


VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""


def wait(url: str, seconds: float = 30, server: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > end or (server is not None and server.poll() is not None):
                raise
            time.sleep(0.05)
