/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/family.h"
#include "exchange/intake/leg_life.h"
#include "exchange/intake/vacancies.h"

static void
referral_ask(struct log_question *question, const struct document *document)
{
    g_array_append_val(question->referrals, document->referral.referral);
    vacancies_ask(question, document);
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
    return vacancies_check_referral(ledger, proposal, error);
}

static char **
needs_copy(const struct referral *referral)
{
    char **needs = g_new0(char *, referral->need_count + 1);

    for (size_t i = 0; i < referral->need_count; i++)
        needs[i] = g_strdup(referral->needs[i].code);
    return needs;
}

static void
referral_fold(struct ledger *ledger, const struct log_entry *entry,
              const struct document *document)
{
    const struct referral *referral = &document->referral;
    struct leg_record *leg = leg_record_new();

    leg->id = document->id;
    leg->referral = referral->referral;
    leg->case_id = document->case_id;
    leg->sequence = entry->sequence;
    leg->changed = entry->sequence;
    leg->referrer = entry->sender;
    leg->recipient = entry->recipient;
    g_strlcpy(leg->referrer_id, document->from_agency, sizeof(leg->referrer_id));
    g_strlcpy(leg->recipient_id, document->to_agency, sizeof(leg->recipient_id));
    leg->urgency = referral->urgency;
    g_strlcpy(leg->type, referral->type, sizeof(leg->type));
    if (referral->origin != NULL)
        g_strlcpy(leg->area, referral->origin, sizeof(leg->area));
    g_strfreev(leg->needs);
    leg->needs = needs_copy(referral);
    leg->has_vacancy = referral->has_vacancy;
    leg->vacancy = referral->vacancy;
    leg->is_test = document->is_test;
    leg->offered_us = entry->received_us;
    leg->life.mode = referral->mode;
    ledger_insert_leg(ledger, leg);
    leg_take(ledger, entry, leg, EVENT_REFERRAL);
}

const struct family family_referrals = {
    .ask = referral_ask,
    .check = referral_check,
    .fold = referral_fold,
};
