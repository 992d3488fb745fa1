# SPDX-License-Identifier: Apache-2.0
"""Requests with doubtful framing or targets, and how they are refused: of any server of
ours (rows 20, 21)."""

from probe import DOCUMENT

HOST = b"Host: localhost\r\n"
GET = b"GET /v1/rest/x HTTP/1.1\r\n"
PUT = b"PUT " + DOCUMENT.encode() + b" HTTP/1.1\r\n" + HOST + \
    b"Content-Type: application/pkcs7-mime\r\n"
HOSTILE = {
    "length-and-chunks": (400, PUT + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
                               b"\r\n0\r\n\r\nGET /v1/rest/smuggled HTTP/1.1\r\n\r\n"),
    "two-lengths": (400, PUT + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
    "two-equal-lengths": (400, PUT + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
    "list-of-lengths": (400, PUT + b"Content-Length: 5, 5\r\n\r\nhello"),
    "negative-length": (400, PUT + b"Content-Length: -5\r\n\r\nhello"),
    "chunk-extension": (411, PUT + b"Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n"
                             b"0\r\n\r\n"),
    "huge-chunk": (411, PUT + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n"),
    "odd-coding": (411, PUT + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    "bare-lf-everywhere": (400, b"GET /v1/rest/x HTTP/1.1\nHost: localhost\n\n"),
    "bare-lf-request-line": (400, b"GET /v1/rest/x HTTP/1.1\n" + HOST + b"\r\n"),
    "bare-lf-header": (400, GET + b"A: b\n" + HOST + b"\r\n"),
    "bare-lf-last-header": (400, GET + b"Host: localhost\n\r\n"),
    "bare-lf-empty-line": (400, GET + HOST + b"\n"),
    "folded-line": (400, GET + HOST + b"A: b\r\n c\r\n\r\n"),
    "folded-length": (400, PUT + b"Content-Length: 1\r\n 0\r\n\r\nhello12345"),
    "folded-last-line": (400, GET + b"Host: localhost\r\n\tx\r\n\r\n"),
    "space-before-colon": (400, PUT + b"Content-Length : 5\r\n\r\nhello"),
    "nul-in-header": (400, GET + HOST + b"A: b\0c\r\n\r\n"),
    "no-colon": (400, GET + HOST + b"nonsense\r\n\r\n"),
    "no-host": (400, GET + b"\r\n"),
    "two-hosts": (400, GET + HOST + HOST + b"\r\n"),
    "wrong-host": (400, GET + b"Host: evil.example\r\n\r\n"),
    "http-2-preface": (505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "space-in-target": (400, b"GET /v1/rest/x y HTTP/1.1\r\n" + HOST + b"\r\n"),
    "space-in-query": (400, b"GET /v1/zeros?bytes=1 0 HTTP/1.1\r\n" + HOST + b"\r\n"),
    "upgrade": (400, GET + HOST + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
    "traversal": (400, b"GET /v1/rest/../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n"),
    "encoded-slash": (400, b"GET /v1/rest%2fx HTTP/1.1\r\n" + HOST + b"\r\n"),
    "encoded-traversal": (400, b"GET /v1/rest/%2e%2e/x HTTP/1.1\r\n" + HOST + b"\r\n"),
    "absolute-form": (400, b"GET http://localhost/v1/rest/x HTTP/1.1\r\n" + HOST + b"\r\n"),
    "8-KB-target": (414, b"GET /v1/rest/" + b"a" * 8192 + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
    "64-KB-target": (414, b"GET /v1/rest/" + b"a" * 65536 + b" HTTP/1.1\r\n" + HOST
                     + b"\r\n"),
    "32-KB-header": (431, GET + HOST + b"A: " + b"a" * 32768 + b"\r\n\r\n"),
    "20-KB-header": (431, GET + HOST + b"A: " + b"a" * 20000 + b"\r\n\r\n"),
    "100-headers": (431, GET + HOST + b"A: b\r\n" * 100 + b"\r\n"),
    "unknown-expectation": (417, PUT + b"Content-Length: 5\r\nExpect: cake\r\n\r\nhello"),
}
