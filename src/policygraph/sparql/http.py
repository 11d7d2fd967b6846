"""HTTP to one server: a client with a time limit, retries, and a table of the meanings of status codes."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import cache
from importlib.util import find_spec
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import PolicyGraphError, reason_of
from ..texts import Bilingual, filled
from .network import find_credentials, find_proxy
from .presets import Preset, detect

if TYPE_CHECKING:
    import httpx

__all__ = ["REFUSALS", "Connection", "explain_fault", "run_within"]

T = TypeVar("T")
#: The key of a text for each status. For any other status the message has the number and the server's own words.
REFUSALS: Mapping[int, str] = {
    401: "status_credentials",
    403: "status_forbidden",
    404: "status_nothing_here",
    405: "status_not_here",
    413: "status_too_large",
    507: "status_no_room",
}
#: Statuses after which the same request may succeed.
_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
#: The maximum wait between two tries in seconds, even if the server asks for more.
_LONGEST_WAIT = 30.0


class _TemporaryError(Exception):
    """An error after which another try makes sense; ``wait`` is the wait that the server asks for, in seconds."""

    def __init__(self, error: PolicyGraphError, wait: float | None = None) -> None:
        super().__init__()
        self.error, self.wait = error, wait


class Connection:
    """A connection to one server, with the proxy and the credentials from the environment.

    A redirect is followed if it keeps the request; otherwise it is an error. No credentials are sent to another host.

    Args:
        url: The address for which proxy and credentials are looked up.
        error: The class of errors to raise.
        timeout: The time limit of each request in seconds, to the end of its response.
        tries: The number of tries after which a temporary fault (no connection, 429, 500, 503 …) is final.
        wait: The seconds before the second try, doubled for each further one, unless the server gives a time.
        digest: Whether the server accepts only digest authentication.
        transport: The transport of the requests, if it is not the network.

    Raises:
        UsageError: Proxy or credentials cannot be used.
    """

    def __init__(
        self,
        url: str,
        error: type[PolicyGraphError],
        *,
        timeout: float,
        tries: int = 1,
        wait: float = 0.5,
        digest: bool = False,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        import httpx

        self.error, self.timeout, self.tries, self.wait = error, timeout, tries, wait
        self._client = httpx.Client(
            auth=find_credentials(url, digest=digest),
            headers={"User-Agent": "policygraph"},
            timeout=timeout,
            follow_redirects=True,
            event_hooks={"response": [self._refuse_lossy_redirect]},
            transport=transport,
            # ``network`` reads netrc and the proxies of the environment.
            trust_env=False,
            verify=_certificates(),
            proxy=None if transport else find_proxy(url, socks=find_spec("socksio") is not None),
        )

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def counts_requests(self) -> bool:
        """Whether the requests must be sent one after the other, since digest authentication numbers them."""
        import httpx

        return isinstance(self._client.auth, httpx.DigestAuth)

    def send(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        absent: bool = False,
        retry: bool = True,
        origin: str | Bilingual = "",
    ) -> httpx.Response:
        """Send a request; try again after temporary faults.

        Args:
            method: GET, POST, PUT or DELETE.
            url: The whole address.
            content: The body.
            data: Fields of a form, instead of a body.
            headers: The headers of the request.
            absent: Whether 404 is a valid response.
            retry: Whether to try again after a temporary fault.
            origin: The name of the query in messages.

        Returns:
            The complete response: a success, or 404 with ``absent``.

        Raises:
            PolicyGraphError: An error of the connection's class: the server is out of reach, too slow or refuses; the
                message says which.
        """
        tries = self.tries if retry else 1
        for attempt in range(1, tries + 1):
            try:
                response = self._receive(method, url, content=content, data=data, headers=headers)
                if not (absent and response.status_code == 404):
                    self._check(response, url, origin)
                return response
            except _TemporaryError as fault:
                if attempt == tries:
                    raise fault.error from None
                time.sleep(min(self.wait * 2 ** (attempt - 1) if fault.wait is None else fault.wait, _LONGEST_WAIT))
        raise AssertionError("tries is at least 1")

    def detect_store(self, url: str) -> Preset | None:
        """Detect the store at an address by any response, even a refusal; ``None`` if the response does not tell."""
        try:
            response = self._receive("GET", url)
        except _TemporaryError as fault:
            raise fault.error from None
        return detect(str(response.url), response.headers)

    def _receive(self, method: str, url: str, **more: Any) -> httpx.Response:
        import httpx

        try:
            return run_within(self.timeout, lambda: self._client.request(method, url, **more))
        except (TimeoutError, httpx.TimeoutException):
            fault = self.error("no_answer", url=url, seconds=f"{self.timeout:g}")
        except httpx.TooManyRedirects as error:
            raise self.error("moved_in_circles", url=url, place=error.request.url) from None
        except httpx.InvalidURL as error:
            raise self.error("out_of_reach", url=url, reason=error) from None
        except httpx.HTTPError as error:
            key = "out_of_reach" if isinstance(error, (httpx.ConnectError, httpx.ProxyError)) else "connection_breaks"
            fault = self.error(key, url=url, reason=explain_fault(error))
        raise _TemporaryError(fault)

    def _check(self, response: httpx.Response, url: str, origin: str | Bilingual) -> None:
        """Raise an error unless a response is a success."""
        if response.is_success:
            return
        refusal = _refusal(response, origin)
        # The first try of digest authentication is in the history too, at the same address.
        if any(each.has_redirect_location for each in response.history):
            error = self.error("moved_refuses", url=url, new=response.url, reason=refusal)
        else:
            error = self.error("about", what=url, reason=refusal)
        if response.status_code not in _TEMPORARY:
            raise error
        asked = response.headers.get("Retry-After", "")
        # The header may also be a date, which is ignored.
        raise _TemporaryError(error, float(asked) if asked.isascii() and asked.isdigit() else None)

    def _refuse_lossy_redirect(self, response: httpx.Response) -> None:
        """Refuse a redirect that would turn a request into a GET: it would succeed without writing anything."""
        if response.status_code in (301, 302, 303) and response.request.method not in ("GET", "HEAD"):
            place = response.headers.get("Location") or filled("place_unsaid")
            url, status = response.request.url, str(response.status_code)
            raise self.error("moved", url=url, place=place, status=status)


def _refusal(response: httpx.Response, origin: str | Bilingual) -> Bilingual:
    """Explain a status; use the server's own words if they are short text."""
    status = response.status_code
    if status == 401 and "Authorization" in response.request.headers:
        return filled("status_unknown_user")
    if status in REFUSALS:
        return filled(REFUSALS[status])
    if status == 400 and origin:
        meant = filled("status_not_sparql", origin=origin)
    else:
        meant = filled("status_other", status=str(status))
    said = " ".join(response.text[:2000].split())
    return filled("about", what=meant, reason=said[:300]) if said and not said.startswith("<") else meant


@cache
def _certificates() -> ssl.SSLContext:
    """Trust the authorities of httpx and those of the system, since an office may have its own."""
    import httpx

    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


def explain_fault(error: BaseException) -> Bilingual:
    """Explain why a server is out of reach, in both languages if the fault is a common one.

    Args:
        error: The exception of a library; the error of the system may be its cause.

    Returns:
        The reason.

    Example:
        >>> explain_fault(ConnectionRefusedError(111, "Connection refused")).zh
        '对方拒绝连接'
    """
    found: BaseException | None = error
    while found is not None and not isinstance(found, OSError):
        found = found.__cause__ or found.__context__
    if isinstance(found, socket.gaierror):
        return filled("host_unknown")
    if isinstance(found, ssl.SSLCertVerificationError):
        return filled("certificate_refused", reason=found.verify_message)
    return reason_of(found or error)


def run_within(seconds: float, work: Callable[[], T]) -> T:
    """Run a function under a time limit.

    httpx limits each step of reading, so a server can hold a request forever by sending a byte now and then. Work that
    exceeds the limit continues in a daemon thread, which does not keep the program from ending.

    Args:
        seconds: The limit.
        work: The function.

    Returns:
        The result of the function.

    Raises:
        TimeoutError: The limit has passed.

    Example:
        >>> run_within(5, lambda: 1)
        1
    """
    found: Future[T] = Future()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as error:
            found.set_exception(error)

    Thread(target=run, daemon=True).start()
    return found.result(seconds)
