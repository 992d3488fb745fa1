# SPDX-License-Identifier: Apache-2.0
"""What there is to count this quarter: a provider's referrals, and one need that is rare."""

from datetime import datetime, timezone

from documents import day, response_body

DECLINED, ACCEPTED, OPEN, RARE = 6, 7, 2, 3
ALL = DECLINED + ACCEPTED + OPEN + RARE


def quarter(before=0):
    """This quarter, or so many before: "2026Q4"."""
    now = datetime.now(timezone.utc)
    number = now.year * 4 + (now.month - 1) // 3 - before
    return f"{number // 4}Q{number % 4 + 1}"


def fill(referrers, provider):
    """The referrers refer in turn; the provider declines, accepts and leaves open."""
    def refer(number, need="domestic-abuse"):
        sender = referrers[number % len(referrers)]
        written = sender.write_referral(provider, needs=((need, "high"),))
        sender.submit(written)
        return sender, written

    def answer(sent, decision, *reasons, **values):
        sender, referral = sent
        provider.submit(provider.write(
            response_body(referral.id, decision, reasons, **values), sender,
            case=referral.case))

    for number in range(DECLINED):
        answer(refer(number), "decline", "capacity.full")
    for number in range(ACCEPTED):
        answer(refer(number), "accept", startBy=day(7))
    for number in range(OPEN):
        refer(number)
    for number in range(RARE):
        answer(refer(number, "modern-slavery"), "decline", "capacity.full")
