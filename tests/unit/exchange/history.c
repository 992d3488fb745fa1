/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/exchange/history.h"

#define FIRST_DAY_US (INT64_C(20000) * DAY_US)

struct uuid
id_of(unsigned int number)
{
    struct uuid id = {{0}};

    id.bytes[UUID_BYTES - 2] = (uint8_t)(number >> 8);
    id.bytes[UUID_BYTES - 1] = (uint8_t)number;
    return id;
}

void
history_begin(struct history *history)
{
    struct log_answer answer = {
        .entries = g_ptr_array_new(),
        .legs = g_ptr_array_new(),
    };

    history->ledger = ledger_new(&answer);
    history->entries = g_ptr_array_new_with_free_func(g_free);
    history->case_id = id_of(1000);
    history->referral = id_of(2000);
    g_ptr_array_unref(answer.entries);
    g_ptr_array_unref(answer.legs);
}

void
history_end(struct history *history)
{
    ledger_free(history->ledger);
    g_ptr_array_unref(history->entries);
}

static struct document
document_of(const struct history *history, unsigned int id, enum kind kind)
{
    return (struct document){
        .id = id_of(id),
        .case_id = history->case_id,
        .kind = kind,
        .from_agency = "a-sender",
        .to_agency = "a-recipient",
    };
}

struct document
a_referral(const struct history *history, unsigned int id, enum referral_mode mode)
{
    static struct referral_need needs[] = {{.code = "housing", .level = NEED_HIGH}};
    struct document document = document_of(history, id, KIND_REFERRAL);

    document.referral.referral = history->referral;
    document.referral.has_referral = true;
    document.referral.mode = mode;
    document.referral.type = "accommodation";
    document.referral.origin = "E07000123";
    document.referral.needs = needs;
    document.referral.need_count = G_N_ELEMENTS(needs);
    return document;
}

struct document
a_response(const struct history *history, unsigned int id, unsigned int leg,
           enum decision decision)
{
    struct document document = document_of(history, id, KIND_RESPONSE);

    document.response.leg = id_of(leg);
    document.response.decision = decision;
    if (decision == DECISION_DECLINE) {
        document.response.reasons[0] = "capacity.full";
        document.response.reason_count = 1;
    }
    return document;
}

struct document
a_status(const struct history *history, unsigned int id, unsigned int leg,
         enum status status)
{
    struct document document = document_of(history, id, KIND_STATUS_UPDATE);

    document.status_update.leg = id_of(leg);
    document.status_update.status = status;
    return document;
}

struct document
a_withdrawal(const struct history *history, unsigned int id, unsigned int leg)
{
    struct document document = document_of(history, id, KIND_WITHDRAWAL);

    document.withdrawal.leg = id_of(leg);
    document.withdrawal.reason = "no-longer-needed";
    return document;
}

struct document
a_request(const struct history *history, unsigned int id, unsigned int leg)
{
    struct document document = document_of(history, id, KIND_INFORMATION_REQUEST);

    document.information_request.leg = id_of(leg);
    return document;
}

struct document
a_disclosure_of(const struct history *history, unsigned int id, unsigned int leg,
                unsigned int request)
{
    struct document document = document_of(history, id, KIND_INFORMATION_DISCLOSURE);

    document.information_disclosure.leg = id_of(leg);
    document.information_disclosure.request = id_of(request);
    return document;
}

struct document
a_disclosure(const struct history *history, unsigned int id, unsigned int leg)
{
    struct document document = document_of(history, id, KIND_DISCLOSURE);

    document.disclosure.leg = id_of(leg);
    return document;
}

struct document
a_rejection(const struct history *history, unsigned int id, unsigned int rejected)
{
    struct document document = document_of(history, id, KIND_REJECTION);

    document.rejection.document = id_of(rejected);
    return document;
}

struct document
a_notice(const struct history *history, unsigned int id, unsigned int leg,
         enum notice_kind kind)
{
    struct document document = document_of(history, id, KIND_NOTICE);

    document.notice.has_leg = true;
    document.notice.leg = id_of(leg);
    document.notice.kind = kind;
    return document;
}

struct document
a_commitment(const struct history *history, unsigned int id, unsigned int leg,
             const char *from)
{
    struct document document = document_of(history, id, KIND_COMMITMENT);

    document.from_agency = from;
    document.matter.matter = document.id;
    document.matter.due_on = DATE_NONE;
    document.matter.has_leg = leg != 0;
    document.matter.leg = id_of(leg);
    return document;
}

struct document
a_commitment_step(const struct history *history, unsigned int id, unsigned int matter,
                  const char *word)
{
    struct document document = document_of(history, id, KIND_COMMITMENT_STEP);

    document.matter.matter = id_of(matter);
    document.matter.word = word;
    document.matter.due_on = DATE_NONE;
    return document;
}

struct document
a_delivery(const struct history *history, unsigned int id, struct uuid *stored)
{
    struct document document = document_of(history, id, KIND_DELIVERY);

    document.delivery.stored = stored;
    document.delivery.stored_count = 1;
    return document;
}

int64_t
history_next(const struct history *history)
{
    return FIRST_DAY_US + (history->entries->len + 1) * SECOND_US;
}

int
history_judge(const struct history *history, const struct document *document,
              int sender, int recipient)
{
    const struct proposal proposal = {
        .document = document,
        .sender = sender,
        .recipient = recipient,
        .at_us = history_next(history),
    };
    g_autoptr(GError) error = NULL;

    if (decide_check(history->ledger, &proposal, &error))
        return -1;
    g_assert_true(error->domain == REFUSAL_ERROR);
    return error->code;
}

struct log_entry *
history_take(struct history *history, const struct document *document, int sender,
             int recipient)
{
    struct log_entry *entry = g_new0(struct log_entry, 1);

    g_ptr_array_add(history->entries, entry);
    entry->sequence = history->entries->len;
    entry->received_us = FIRST_DAY_US + entry->sequence * SECOND_US;
    entry->id = document->id;
    entry->case_id = document->case_id;
    entry->kind = document->kind;
    entry->sender = sender;
    entry->recipient = recipient;
    decide_concern(history->ledger, document, entry);
    fold_entry(history->ledger, entry, document, 0);
    return entry;
}

const struct matter_record *
history_matter(const struct history *history, unsigned int matter)
{
    struct uuid id = id_of(matter);

    return ledger_find(history->ledger, SHELF_MATTERS, &id);
}

const struct leg_record *
history_leg(const struct history *history, unsigned int leg)
{
    struct uuid id = id_of(leg);

    return ledger_find_leg(history->ledger, &id);
}
