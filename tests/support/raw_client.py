# SPDX-License-Identifier: Apache-2.0
"""An agency that speaks HTTP by hand: Python's own ssl and http.client."""

import http.client
import ssl
from urllib.parse import urlencode, urlsplit

from documents import PROBLEM, PROBLEM_TYPE, VIEW, parse

MEDIA_CMS = "application/pkcs7-mime"
SECONDS = 60


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def xml(self):
        return parse(self.body)

    @property
    def problem(self):
        """The suffix of the problem's type: "schema", "id-reused", ..."""
        assert self.headers.get_content_type() == "application/problem+xml", self
        kind = self.xml.findtext(f"{{{PROBLEM}}}type")
        assert kind.startswith(PROBLEM_TYPE), kind
        return kind[len(PROBLEM_TYPE):]

    def __repr__(self):
        return f"{self.status} {self.body[:1500]!r}"


class RawClient:
    """Requests with one certificate over one connection, which is made anew when the
    exchange has closed it."""

    def __init__(self, url, authority, certificate=None, key=None, seconds=SECONDS):
        self.context = ssl.create_default_context(cafile=str(authority))
        if certificate:
            self.context.load_cert_chain(certificate, key)
        parts = urlsplit(url)
        self.connection = http.client.HTTPSConnection(
            parts.hostname, parts.port, context=self.context, timeout=seconds)

    def request(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self.connection.request(method, path, body, headers)
            return Answer(self.connection.getresponse())
        except (ConnectionError, http.client.HTTPException, OSError):
            self.connection.close()
            raise

    def get(self, path, **query):
        query = {name.replace("_", "-"): value for name, value in query.items()}
        return self.request("GET", path + ("?" + urlencode(query) if query else ""))

    def put(self, id, signed, **headers):
        headers.setdefault("Content_Type", MEDIA_CMS)
        return self.request("PUT", f"/v1/documents/{id}", signed, **headers)

    def mailbox(self, after=0, **query):
        """The entries after a sequence number: a list of their attributes."""
        answer = self.get("/v1/mailbox", after=after, **query)
        if answer.status == 204:
            return []
        assert answer.status == 200, answer
        return [dict(entry.attrib) for entry in answer.xml.iter(f"{{{VIEW}}}entry")]

    def close(self):
        self.connection.close()
