"""A real Apache on a free port, without root: the directory of w3id.org and the built site behind it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from needs import lacking

__all__ = ["HTACCESS", "Served", "serve"]

HTACCESS = Path(__file__).resolve().parents[2] / "w3id" / ".htaccess"
MODULES = ("mpm_event", "unixd", "authz_core", "rewrite", "headers", "alias", "mime", "dir")
FOLDERS = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2", "/usr/lib/httpd/modules")
CONFIGURATION = """
ServerName localhost
ServerRoot {own}
PidFile {own}/pid
ErrorLog {own}/error.log
LogLevel warn
Listen 127.0.0.1:{port}
StartServers 1
ThreadsPerChild 4
ServerLimit 1
MaxRequestWorkers 4
{modules}
DocumentRoot {own}/w3id
AllowEncodedSlashes NoDecode
<Directory {own}/w3id>
  AllowOverride All
  Options FollowSymLinks
  Require all granted
</Directory>
Alias /site {site}
<Directory {site}>
  Require all granted
  DirectoryIndex index.html
</Directory>
TypesConfig /dev/null
AddType text/html .html
AddType text/turtle .ttl
AddType application/ld+json .jsonld
AddType application/n-triples .nt
AddType application/rdf+xml .rdf
AddType text/css .css
AddType text/javascript .js
"""


@dataclass(frozen=True, slots=True)
class Served:
    """What is served.

    Attributes:
        w3id: The address that stands for https://w3id.org/policygraph/.
        site: The address of the site.
    """

    w3id: str
    site: str

    def local(self, iri: str) -> str:
        """Return the address at which an IRI is asked for here."""
        return iri.replace("https://w3id.org/policygraph/", self.w3id)


def _program() -> str:
    found = next(filter(None, map(shutil.which, ("apache2", "httpd", "/usr/sbin/apache2", "/usr/sbin/httpd"))), None)
    if not found:
        lacking("no Apache: install apache2 (Debian, Ubuntu) or httpd")
    return found


def _modules(program: str) -> str:
    """Return the lines that load what is not compiled in."""
    folder = next((each for each in map(Path, FOLDERS) if (each / "mod_rewrite.so").exists()), None)
    if folder is None:
        lacking(f"no modules of Apache in any of {', '.join(FOLDERS)}")
    built_in = subprocess.run([program, "-l"], capture_output=True, text=True, check=True).stdout
    wanted = [name for name in MODULES if (folder / f"mod_{name}.so").exists() and f"mod_{name}.c" not in built_in]
    return "\n".join(f"LoadModule {name}_module {folder}/mod_{name}.so" for name in wanted)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _localised(text: str, served: Served, data: str) -> str:
    """Set the real addresses, which are in the first lines alone."""
    for name, address in (("SITE", served.site), ("DATA", data)):
        text, count = re.subn(rf"E={name}:[^\]]*\]", f"E={name}:{address}]", text)
        assert count == 1, name
    return text


@contextmanager
def serve(folder: Path, *, data: str = "") -> Iterator[Served]:
    """Serve ``folder/site`` behind the redirects of w3id.

    Args:
        folder: A folder that other users may read; Apache does not serve as root.
        data: The address of a server of data, for the variable DATA.

    Yields:
        The addresses.
    """
    program = _program()
    port = _free_port()
    served = Served(f"http://127.0.0.1:{port}/policygraph/", f"http://127.0.0.1:{port}/site")
    own = folder / f"apache-{port}"
    (own / "w3id" / "policygraph").mkdir(parents=True)
    rules = _localised(HTACCESS.read_text(encoding="utf-8"), served, data)
    (own / "w3id" / "policygraph" / ".htaccess").write_text(rules, encoding="utf-8")
    configuration = own / "httpd.conf"
    configuration.write_text(
        CONFIGURATION.format(own=own, site=folder / "site", port=port, modules=_modules(program)), encoding="utf-8"
    )
    nobody = 65534 if os.getuid() == 0 else None
    if nobody is not None:
        os.chown(own, nobody, nobody)
    command = [program, "-d", str(own), "-f", str(configuration), "-DFOREGROUND"]
    process = subprocess.Popen(command, user=nobody, group=nobody, stderr=subprocess.PIPE, text=True)
    try:
        _wait(served.site + "/def/index.ttl", process)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[str]) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise RuntimeError(f"Apache ended: {process.stderr.read() if process.stderr else ''}")
        try:
            httpx.get(address).raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("Apache does not answer")
