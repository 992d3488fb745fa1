/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/consultations.h"
#include "exchange/intake/family.h"
#include "exchange/intake/induction_life.h"
#include "exchange/intake/leg_life.h"
#include "exchange/intake/matters.h"

static void
rejection_ask(struct log_question *question, const struct document *document)
{
    g_array_append_val(question->documents, document->rejection.document);
    shelf_ask(&question->shelves, SHELF_SESSIONS, &document->rejection.document);
    shelf_ask(&question->shelves, SHELF_COMMENTS, &document->rejection.document);
}

static bool
rejection_check(const struct ledger *ledger, const struct proposal *proposal,
                GError **error)
{
    const struct uuid *id = &proposal->document->rejection.document;
    const struct log_entry *rejected = ledger_find_entry(ledger, id);
    const struct leg_record *leg;
    struct leg life;

    if (rejected == NULL || rejected->recipient != proposal->sender)
        return refuse_unknown_document(error);
    if (rejected->sender == LOG_AGENCY_EXCHANGE)
        return refusal_set(error, REFUSAL_RULE,
                           "/document/rejection/@document: what the exchange signs has "
                           "no details to reject");
    if (rejected->sender != proposal->recipient)
        return refusal_set(error, REFUSAL_WRONG_RECIPIENT,
                           "a rejection goes to the sender of what it rejects");
    if (!uuid_is_equal(&rejected->case_id, &proposal->document->case_id))
        return refusal_set(
            error, REFUSAL_RULE,
            "/document/@case: a rejection belongs to the case of what it "
            "rejects");
    if (rejected->has_matter)
        return matters_check_rejection(ledger, proposal, rejected, error);
    if (rejected->kind != KIND_REFERRAL)
        return true;
    leg = ledger_find_leg(ledger, id);
    if (leg == NULL)
        return refuse_unknown_document(error);
    life = leg->life;
    return lifecycle_step(&life, EVENT_REJECTION, PARTY_RECIPIENT, false, error) &&
           check_test(leg->is_test, proposal->document, error);
}

/* Who cannot be told who comes keeps no places for them. */
static void
booking_fold(struct ledger *ledger, const struct log_entry *entry,
             const struct uuid *booking)
{
    struct session_record *session = session_change_booking(ledger, booking, entry);

    if (session == NULL)
        return;
    session_release(session, booking, entry);
    session_settle(session, entry);
}

static void
rejection_fold(struct ledger *ledger, const struct log_entry *entry,
               const struct document *document)
{
    const struct rejection *rejection = &document->rejection;
    const struct log_entry *rejected = ledger_find_entry(ledger, &rejection->document);
    bool is_of_referral = rejected != NULL && rejected->kind == KIND_REFERRAL;
    struct leg_record *leg = NULL;

    if (rejected == NULL)
        return;
    booking_fold(ledger, entry, &rejected->id);
    comments_drop(ledger, &rejected->id);
    if (rejected->has_matter)
        matters_fold_rejection(ledger, entry, rejected);
    if (!is_of_referral)
        ledger_flag_document(ledger, entry, &rejection->document, true);
    if (rejected->has_leg)
        leg = ledger_change_leg(ledger, &rejected->leg, entry);
    if (leg == NULL)
        return;
    if (!is_of_referral) {
        leg->has_flagged = true;
        leg->flagged = rejection->document;
    }
    leg_take(ledger, entry, leg,
             is_of_referral ? EVENT_REJECTION : EVENT_REJECTION_OF_OTHER);
    leg_note(ledger, entry, leg, LEG_FACT_REJECTION_REASON,
             rejection_reason_names[rejection->reason], NULL);
}

/* The leg is over, and its referrer would not know. */
static void
rejection_announce(const struct ledger *ledger, const struct log_entry *entry,
                   const struct document *document, GArray *announcements)
{
    const struct leg_record *leg =
        ledger_find_leg(ledger, &document->rejection.document);
    const struct session_record *session =
        session_find_booking(ledger, &document->rejection.document);
    struct announcement announcement;

    if (session != NULL)
        session_announce(session, entry, announcements);
    if (leg == NULL)
        return;
    announcement = notice_of_leg(NOTICE_REJECTED, leg, leg->referrer, leg->referrer_id);
    announcement.notice.has_document = true;
    announcement.notice.document = entry->id;
    g_array_append_val(announcements, announcement);
}

const struct family family_rejections = {
    .ask = rejection_ask,
    .check = rejection_check,
    .fold = rejection_fold,
    .announce = rejection_announce,
};
