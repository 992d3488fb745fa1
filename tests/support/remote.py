# SPDX-License-Identifier: Apache-2.0
"""What a browser's script cannot do itself: functions of the test, by name over HTTP."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Remote:
    """Serves functions without arguments: POST /NAME calls one and answers when it has
    returned, with what it returned as text."""

    def __init__(self, **functions):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                answer = str(functions[self.path[1:]]() or "").encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
