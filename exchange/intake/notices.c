/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/notices.h"

#include "exchange/intake/family.h"
#include "exchange/intake/leg_life.h"

static void
notice_ask(struct log_question *question, const struct document *document)
{
    if (document->notice.has_leg)
        g_array_append_val(question->legs, document->notice.leg);
}

static void
notice_fold(struct ledger *ledger, const struct log_entry *entry,
            const struct document *document)
{
    static const enum leg_event events[] = {
        [NOTICE_SUPERSEDED] = EVENT_AWARD,
        [NOTICE_REJECTED] = EVENT_NOTICE_REJECTED,
        [NOTICE_UNDELIVERABLE] = EVENT_NOTICE_UNDELIVERABLE,
    };
    const struct notice *notice = &document->notice;
    struct leg_record *leg;

    /* Who moved up did so in the entry that made room. */
    if (!notice->has_leg)
        return;
    leg = ledger_change_leg(ledger, &notice->leg, entry);
    if (leg != NULL)
        leg_take(ledger, entry, leg, events[notice->kind]);
}

/* The exchange's own are not judged. */
const struct family family_notices = {
    .ask = notice_ask,
    .fold = notice_fold,
};

struct announcement
notice_of_leg(enum notice_kind kind, const struct leg_record *leg, int recipient,
              const char *recipient_id)
{
    struct announcement announcement = {
        .notice = {.kind = kind, .has_leg = true, .leg = leg->id},
        .case_id = leg->case_id,
        .recipient = recipient,
    };

    g_strlcpy(announcement.recipient_id, recipient_id,
              sizeof(announcement.recipient_id));
    return announcement;
}

struct announcement
notice_undeliverable(const struct leg_record *leg)
{
    return notice_of_leg(NOTICE_UNDELIVERABLE, leg, leg->referrer, leg->referrer_id);
}
