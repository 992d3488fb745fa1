# SPDX-License-Identifier: Apache-2.0
"""A wire that can be cut: forwards TCP to the exchange, wherever that listens now."""

import asyncio
import threading


class Line:
    """One agency's line to the exchange.  Its port stays the same across restarts of
    the exchange, so a client keeps the address that it was given at init."""

    def __init__(self, find_target):
        """find_target: a function that returns (host, port) of the exchange now."""
        self.find_target = find_target
        self.is_cut = False
        self.deaf_after_bytes = None
        self._writers = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._connect, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self):
        """Ends every connection; new ones end at once."""
        self.is_cut = True
        self._run(self._end_all())

    def mend(self):
        self.is_cut = False
        self.deaf_after_bytes = None

    def swallow_answers(self, after_bytes):
        """What the client sends still arrives, but once a connection has carried this
        many bytes of it, no answer comes back.  (A handshake is below 4 KB.)"""
        self.deaf_after_bytes = after_bytes

    def close(self):
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _end(self):
        """Closes the port and waits for what was still being forwarded."""
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await self._end_all()
        await asyncio.gather(*others, return_exceptions=True)

    async def _end_all(self):
        for writer in list(self._writers):
            writer.transport.abort()

    async def _connect(self, reader, writer):
        if self.is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(*self.find_target())
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, far_writer}
        sent = [0]
        await asyncio.gather(self._pump(reader, far_writer, sent, is_outward=True),
                             self._pump(far_reader, writer, sent, is_outward=False))
        self._writers -= {writer, far_writer}

    async def _pump(self, reader, writer, sent, is_outward):
        try:
            while data := await reader.read(65536):
                if is_outward:
                    sent[0] += len(data)
                elif self.deaf_after_bytes is not None and sent[0] >= self.deaf_after_bytes:
                    continue
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
