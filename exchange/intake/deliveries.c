/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/family.h"
#include "exchange/intake/leg_life.h"

static void
delivery_ask(struct log_question *question, const struct document *document)
{
    const struct delivery *delivery = &document->delivery;
    unsigned int count = (unsigned int)delivery->stored_count;

    /* Any of them may be a referral: then it is a leg. */
    g_array_append_vals(question->documents, delivery->stored, count);
    g_array_append_vals(question->legs, delivery->stored, count);
}

static bool
delivery_check(const struct ledger *ledger, const struct proposal *proposal,
               GError **error)
{
    const struct delivery *delivery = &proposal->document->delivery;

    for (size_t i = 0; i < delivery->stored_count; i++) {
        const struct log_entry *entry = ledger_find_entry(ledger, &delivery->stored[i]);

        if (entry == NULL ||
            (entry->recipient != proposal->sender && entry->recipient != LOG_PUBLISHED))
            return refuse_unknown_document(error);
    }
    return true;
}

static void
delivery_fold(struct ledger *ledger, const struct log_entry *entry,
              const struct document *document)
{
    const struct delivery *delivery = &document->delivery;

    for (size_t i = 0; i < delivery->stored_count; i++) {
        const struct leg_record *known = ledger_find_leg(ledger, &delivery->stored[i]);

        /* Only a referral document is a leg; later deliveries of one change nothing. */
        if (known != NULL && known->life.state == LEG_OFFERED &&
            known->recipient == entry->sender)
            leg_take(ledger, entry, ledger_change_leg(ledger, &known->id, entry),
                     EVENT_DELIVERY);
    }
}

const struct family family_deliveries = {
    .ask = delivery_ask,
    .check = delivery_check,
    .fold = delivery_fold,
};
