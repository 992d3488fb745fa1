/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/decide.h"

static bool
refuse_unknown_leg(GError **error)
{
    return refusal_set(error, REFUSAL_UNKNOWN_LEG,
                       "there is no such leg, or this agency is no party to it");
}

static bool
refuse_unknown_document(GError **error)
{
    return refusal_set(error, REFUSAL_UNKNOWN_DOCUMENT,
                       "there is no such document, or it is not one that this agency "
                       "received");
}

/* A test, whatever comes of it, moves nothing that is none. */
static bool
test_check(const struct leg_record *leg, const struct document *document,
           GError **error)
{
    if (!document->is_test || leg->is_test)
        return true;
    return refusal_set(error, REFUSAL_RULE,
                       "/document/@test: a test is no step of a leg that is none");
}

/* A further leg under a referral id: compared with the legs it already has. */
static bool
referral_check(const struct ledger *ledger, const struct proposal *proposal,
               GError **error)
{
    const struct document *document = proposal->document;
    const struct referral *referral = &document->referral;
    const GPtrArray *siblings = ledger_list_referral(ledger, &referral->referral);
    struct offer offer = {.is_same_referrer = true, .is_same_case = true};
    bool is_mixed = false;

    if (proposal->recipient == proposal->sender)
        return refusal_set(error, REFUSAL_WRONG_RECIPIENT,
                           "an agency does not refer to itself");
    for (unsigned int i = 0; siblings != NULL && i < siblings->len; i++) {
        const struct leg_record *leg = g_ptr_array_index(siblings, i);
        bool is_open = !leg_state_is_final(leg->life.state);

        offer.is_known = true;
        offer.mode = leg->life.mode;
        offer.is_same_referrer &= leg->referrer == proposal->sender;
        offer.is_same_case &= uuid_is_equal(&leg->case_id, &document->case_id);
        offer.is_awarded |= leg->is_awarded;
        offer.has_open_leg |= is_open;
        offer.has_leg_at_recipient |= is_open && leg->recipient == proposal->recipient;
        is_mixed |= leg->is_test != document->is_test;
    }
    if (!lifecycle_check_offer(&offer, referral, error))
        return false;
    if (is_mixed)
        return refusal_set(error, REFUSAL_RULE,
                           "/document/@test: the legs of one referral are all tests, "
                           "or none is");
    return true;
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

/* Whether the document goes from one party of the leg to the other. */
static bool
parties_check(const struct leg_record *leg, const struct proposal *proposal,
              enum leg_party *by, GError **error)
{
    int other;

    if (proposal->sender == leg->recipient) {
        *by = PARTY_RECIPIENT;
        other = leg->referrer;
    } else if (proposal->sender == leg->referrer) {
        *by = PARTY_REFERRER;
        other = leg->recipient;
    } else {
        return refuse_unknown_leg(error);
    }
    if (proposal->recipient != other)
        return refusal_set(error, REFUSAL_WRONG_RECIPIENT,
                           "a step of a leg goes to the other party of that leg");
    return true;
}

static bool
step_check(const struct ledger *ledger, const struct proposal *proposal, GError **error)
{
    const struct document *document = proposal->document;
    const struct leg_record *leg = ledger_find_leg(ledger, document_leg(document));
    bool is_post_accept =
        document->kind == KIND_RESPONSE && document->response.is_post_accept;
    enum leg_party by = PARTY_RECIPIENT;
    enum leg_event event;
    struct leg life;

    if (leg == NULL)
        return refuse_unknown_leg(error);
    if (!parties_check(leg, proposal, &by, error))
        return false;
    if (!lifecycle_event_of(document, &event))
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: this kind of document is no step of a leg");
    life = leg->life;
    if (!lifecycle_step(&life, event, by, is_post_accept, error) ||
        !test_check(leg, document, error))
        return false;
    if (!uuid_is_equal(&leg->case_id, &document->case_id))
        return refusal_set(error, REFUSAL_RULE,
                           "/document/@case: a step belongs to the case of its leg");
    if (document->kind == KIND_INFORMATION_DISCLOSURE &&
        !(leg->has_open_request &&
          uuid_is_equal(&leg->open_request, &document->information_disclosure.request)))
        return refusal_set(error, REFUSAL_UNKNOWN_DOCUMENT,
                           "the request is not the one of this leg that is open");
    return true;
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
    if (rejected->kind != KIND_REFERRAL)
        return true;
    leg = ledger_find_leg(ledger, id);
    if (leg == NULL)
        return refuse_unknown_document(error);
    life = leg->life;
    return lifecycle_step(&life, EVENT_REJECTION, PARTY_RECIPIENT, false, error) &&
           test_check(leg, proposal->document, error);
}

bool
decide_check(const struct ledger *ledger, const struct proposal *proposal,
             GError **error)
{
    switch (proposal->document->kind) {
    case KIND_REFERRAL:
        return referral_check(ledger, proposal, error);
    case KIND_DELIVERY:
        return delivery_check(ledger, proposal, error);
    case KIND_REJECTION:
        return rejection_check(ledger, proposal, error);
    case KIND_REGISTRATION:
    case KIND_NOTICE:
        return true; /* the exchange's own */
    default:
        return step_check(ledger, proposal, error);
    }
}

static struct announcement
announcement_new(enum notice_kind kind, const struct leg_record *leg, int recipient,
                 const char *recipient_id)
{
    struct announcement announcement = {
        .notice = {.kind = kind, .leg = leg->id},
        .case_id = leg->case_id,
        .recipient = recipient,
    };

    g_strlcpy(announcement.recipient_id, recipient_id,
              sizeof(announcement.recipient_id));
    return announcement;
}

/* The other candidates that still hoped; the winner is not named to them. */
static void
losers_announce(const struct ledger *ledger, const struct leg_record *winner,
                GArray *announcements)
{
    const GPtrArray *candidates = ledger_list_referral(ledger, &winner->referral);

    for (unsigned int i = 0; i < candidates->len; i++) {
        const struct leg_record *leg = g_ptr_array_index(candidates, i);
        struct announcement announcement;

        if (leg == winner || leg_state_is_final(leg->life.state))
            continue;
        announcement =
            announcement_new(NOTICE_SUPERSEDED, leg, leg->recipient, leg->recipient_id);
        g_array_append_val(announcements, announcement);
    }
}

void
decide_announcements(const struct ledger *ledger, const struct log_entry *entry,
                     const struct document *document, GArray *announcements)
{
    const struct leg_record *leg =
        entry->has_leg ? ledger_find_leg(ledger, &entry->leg) : NULL;
    struct announcement announcement;

    if (leg == NULL)
        return;
    if (document->kind == KIND_RESPONSE &&
        document->response.decision == DECISION_ACCEPT && leg->is_awarded) {
        losers_announce(ledger, leg, announcements);
    } else if (document->kind == KIND_REJECTION &&
               uuid_is_equal(&document->rejection.document, &leg->id)) {
        announcement =
            announcement_new(NOTICE_REJECTED, leg, leg->referrer, leg->referrer_id);
        announcement.notice.has_document = true;
        announcement.notice.document = document->id;
        g_array_append_val(announcements, announcement);
    }
}

struct announcement
announcement_undeliverable(const struct leg_record *leg)
{
    return announcement_new(NOTICE_UNDELIVERABLE, leg, leg->referrer, leg->referrer_id);
}
