/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/family.h"
#include "exchange/intake/leg_life.h"
#include "exchange/intake/vacancies.h"

static void
step_ask(struct log_question *question, const struct document *document)
{
    g_array_append_vals(question->legs, document_leg(document), 1);
    vacancies_ask(question, document);
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
        !check_test(leg->is_test, document, error))
        return false;
    if (!uuid_is_equal(&leg->case_id, &document->case_id))
        return refusal_set(error, REFUSAL_RULE,
                           "/document/@case: a step belongs to the case of its leg");
    if (document->kind == KIND_INFORMATION_DISCLOSURE &&
        !(leg->has_open_request &&
          uuid_is_equal(&leg->open_request, &document->information_disclosure.request)))
        return refusal_set(error, REFUSAL_UNKNOWN_DOCUMENT,
                           "the request is not the one of this leg that is open");
    return vacancies_check_step(ledger, proposal, leg, error);
}

static void
response_fold(struct ledger *ledger, const struct log_entry *entry,
              const struct leg_record *leg, const struct leg_response *response)
{
    for (size_t i = 0; i < response->reason_count; i++)
        if (response->decision == DECISION_DECLINE)
            leg_note(ledger, entry, leg, LEG_FACT_DECLINE_REASON, response->reasons[i],
                     NULL);
        else if (response->decision == DECISION_REDIRECT)
            leg_note(ledger, entry, leg, LEG_FACT_REDIRECT_REASON, response->reasons[i],
                     NULL);
    for (size_t i = 0; i < response->unmet_need_count; i++)
        leg_note(ledger, entry, leg, LEG_FACT_UNMET_NEED, response->unmet_needs[i],
                 NULL);
}

static void
outcome_fold(struct ledger *ledger, const struct log_entry *entry,
             const struct leg_record *leg, const struct outcome *outcome)
{
    leg_note(ledger, entry, leg, LEG_FACT_END_REASON, outcome->end_reason, NULL);
    leg_note(ledger, entry, leg, LEG_FACT_DESTINATION, outcome->destination, NULL);
    for (size_t i = 0; i < outcome->result_count; i++)
        leg_note(ledger, entry, leg, LEG_FACT_RESULT, outcome->results[i].need,
                 need_result_names[outcome->results[i].result]);
}

/* A document that is a step of exactly one leg. */
static void
step_fold(struct ledger *ledger, const struct log_entry *entry,
          const struct document *document)
{
    const struct uuid *id = document_leg(document);
    struct leg_record *leg = ledger_change_leg(ledger, id, entry);
    enum leg_event event;

    if (leg == NULL || !lifecycle_event_of(document, &event))
        return;
    leg_take(ledger, entry, leg, event);
    vacancies_fold_step(ledger, document, leg);
    switch (document->kind) {
    case KIND_RESPONSE:
        response_fold(ledger, entry, leg, &document->response);
        break;
    case KIND_OUTCOME:
        outcome_fold(ledger, entry, leg, &document->outcome);
        break;
    case KIND_WITHDRAWAL:
        leg_note(ledger, entry, leg, LEG_FACT_WITHDRAWAL_REASON,
                 document->withdrawal.reason, NULL);
        break;
    case KIND_INFORMATION_REQUEST:
        leg->has_open_request = true;
        leg->open_request = document->id;
        break;
    default:
        break;
    }
    /* Whatever leads out of it, answered or overtaken, closes the request. */
    if (leg->life.state != LEG_INFO_NEEDED)
        leg->has_open_request = false;
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
            notice_of_leg(NOTICE_SUPERSEDED, leg, leg->recipient, leg->recipient_id);
        g_array_append_val(announcements, announcement);
    }
}

static void
step_announce(const struct ledger *ledger, const struct log_entry *entry,
              const struct document *document, GArray *announcements)
{
    const struct leg_record *leg = ledger_find_leg(ledger, &entry->leg);

    if (leg != NULL && leg->is_awarded && document->kind == KIND_RESPONSE &&
        document->response.decision == DECISION_ACCEPT)
        losers_announce(ledger, leg, announcements);
}

const struct family family_leg_steps = {
    .ask = step_ask,
    .check = step_check,
    .fold = step_fold,
    .announce = step_announce,
};
