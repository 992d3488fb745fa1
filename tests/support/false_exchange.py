# SPDX-License-Identifier: Apache-2.0
"""An exchange that cheats: it holds the real exchange's TLS key, passes an agency's
requests on with that agency's own key, and alters what comes back."""

import http.server
import ssl
import threading

from raw_client import RawClient


class FalseExchange:
    def __init__(self, agency, alter):
        """alter(method, path, answer) returns (status, body); it may leave both."""
        exchange = agency.partnership.exchange
        honest = RawClient(exchange.url, agency.partnership.authority.certificate,
                           agency.identity, agency.key("identity"))
        lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length) if length else None
                headers = {name.replace("-", "_"): value
                           for name, value in self.headers.items()
                           if name not in ("Host", "Connection", "Content-Length",
                                           "Expect", "If-None-Match", "Accept-Encoding")}
                with lock:
                    answer = honest.request(self.command, self.path, body, **headers)
                status, content = alter(self.command, self.path, answer)
                self.send_response(status)
                self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            do_GET = do_PUT = do_HEAD = pass_on

            def log_message(self, *_):
                pass

        self.agency = agency
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(exchange.directory / "server.pem",
                                exchange.directory / "server-key.pem")
        context.load_verify_locations(agency.partnership.authority.certificate)
        context.verify_mode = ssl.CERT_REQUIRED
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        """From here on the agency's line leads here."""
        self.thread.start()
        self.honest_target = self.agency.line.find_target
        self.agency.line.cut()
        self.agency.line.find_target = lambda: self.server.server_address
        self.agency.line.mend()
        return self

    def __exit__(self, *_):
        self.agency.line.cut()
        self.agency.line.find_target = self.honest_target
        self.agency.line.mend()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
