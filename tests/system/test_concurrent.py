# SPDX-License-Identifier: Apache-2.0
"""Many at once: the order of the log is the order that everybody sees."""

import threading

from history import Recorder, check_histories

SENDERS = 6
DOCUMENTS_EACH = 30


def test_submissions_and_long_polls_at_once_agree_on_one_order(
        partnership, council, housing, charity):
    pairs = [(council, housing), (housing, charity), (charity, council)]
    watchers = {agency.id: Recorder(agency) for agency in (council, housing, charity)}
    written = {number: [pair[0].write_referral(pair[1]) for _ in range(DOCUMENTS_EACH)]
               for number, pair in ((n, pairs[n % 3]) for n in range(SENDERS))}
    senders = {number: Recorder(pairs[number % 3][0]) for number in range(SENDERS)}
    failures = []

    def guarded(work, *args):
        try:
            work(*args)
        except BaseException as failure:
            failures.append(failure)

    def send(number):
        for each in written[number]:
            assert senders[number].submit_once(each).status == 201

    def follow(watcher):
        """Every agency sends and gets a third of all."""
        while sum(entry["kind"] == "referral" for entry in watcher.mailbox) \
                < SENDERS * DOCUMENTS_EACH * 2 // 3:
            assert watcher.read_once(wait=20)

    threads = [threading.Thread(target=guarded, args=(follow, watcher))
               for watcher in watchers.values()]
    threads += [threading.Thread(target=guarded, args=(send, number)) for number in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    assert not failures, failures
    for sender in senders.values():
        watchers[sender.agency.id].records.update(sender.records)
    checked = check_histories(watchers.values(), partnership.authority)
    assert checked == SENDERS * DOCUMENTS_EACH
    partnership.exchange.assert_no_findings()
