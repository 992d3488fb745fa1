/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/fold.h"

static void
step_append(struct ledger *ledger, const struct log_entry *entry,
            const struct leg_record *leg, enum leg_event event)
{
    struct leg_step step = {
        .leg = leg->id,
        .sequence = entry->sequence,
        .event = event,
        .state = leg->life.state,
    };

    g_array_append_val(ledger_rows(ledger)->steps, step);
}

static void
fact_append(struct ledger *ledger, const struct log_entry *entry,
            const struct leg_record *leg, enum leg_fact_kind kind, const char *code,
            const char *value)
{
    struct leg_fact fact = {.leg = leg->id, .sequence = entry->sequence, .kind = kind};

    if (code == NULL)
        return;
    g_strlcpy(fact.code, code, sizeof(fact.code));
    if (value != NULL)
        g_strlcpy(fact.value, value, sizeof(fact.value));
    g_array_append_val(ledger_rows(ledger)->facts, fact);
}

static void
time_set_once(int64_t *time_us, const struct log_entry *entry)
{
    if (*time_us == 0)
        *time_us = entry->received_us;
}

static bool
event_decides(enum leg_event event)
{
    return event == EVENT_ACCEPT || event == EVENT_DECLINE || event == EVENT_REDIRECT;
}

/* Takes a step of a leg with everything that it implies. */
static void
leg_take(struct ledger *ledger, const struct log_entry *entry, struct leg_record *leg,
         enum leg_event event)
{
    lifecycle_take(&leg->life, event);
    if (entry->sender == leg->recipient)
        time_set_once(&leg->delivered_us, entry);
    if (event == EVENT_ACKNOWLEDGE)
        time_set_once(&leg->acknowledged_us, entry);
    if (event_decides(event))
        time_set_once(&leg->decided_us, entry);
    if (event == EVENT_ACCEPT) {
        time_set_once(&leg->accepted_us, entry);
        leg->is_awarded = leg->life.mode == MODE_FIRST_ACCEPT;
    }
    if (leg_state_is_final(leg->life.state))
        time_set_once(&leg->ended_us, entry);
    step_append(ledger, entry, leg, event);
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
    leg->is_test = document->is_test;
    leg->offered_us = entry->received_us;
    leg->life.mode = referral->mode;
    lifecycle_take(&leg->life, EVENT_REFERRAL);
    ledger_insert_leg(ledger, leg);
    step_append(ledger, entry, leg, EVENT_REFERRAL);
}

static void
delivery_fold(struct ledger *ledger, const struct log_entry *entry,
              const struct delivery *delivery)
{
    for (size_t i = 0; i < delivery->stored_count; i++) {
        const struct leg_record *known = ledger_find_leg(ledger, &delivery->stored[i]);

        /* Only a referral document is a leg; later deliveries of one change nothing. */
        if (known != NULL && known->life.state == LEG_OFFERED &&
            known->recipient == entry->sender)
            leg_take(ledger, entry, ledger_change_leg(ledger, &known->id, entry),
                     EVENT_DELIVERY);
    }
}

static void
response_fold(struct ledger *ledger, const struct log_entry *entry,
              const struct leg_record *leg, const struct leg_response *response)
{
    for (size_t i = 0; i < response->reason_count; i++)
        if (response->decision == DECISION_DECLINE)
            fact_append(ledger, entry, leg, LEG_FACT_DECLINE_REASON,
                        response->reasons[i], NULL);
        else if (response->decision == DECISION_REDIRECT)
            fact_append(ledger, entry, leg, LEG_FACT_REDIRECT_REASON,
                        response->reasons[i], NULL);
    for (size_t i = 0; i < response->unmet_need_count; i++)
        fact_append(ledger, entry, leg, LEG_FACT_UNMET_NEED, response->unmet_needs[i],
                    NULL);
}

static void
outcome_fold(struct ledger *ledger, const struct log_entry *entry,
             const struct leg_record *leg, const struct outcome *outcome)
{
    fact_append(ledger, entry, leg, LEG_FACT_END_REASON, outcome->end_reason, NULL);
    fact_append(ledger, entry, leg, LEG_FACT_DESTINATION, outcome->destination, NULL);
    for (size_t i = 0; i < outcome->result_count; i++)
        fact_append(ledger, entry, leg, LEG_FACT_RESULT, outcome->results[i].need,
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
    switch (document->kind) {
    case KIND_RESPONSE:
        response_fold(ledger, entry, leg, &document->response);
        break;
    case KIND_OUTCOME:
        outcome_fold(ledger, entry, leg, &document->outcome);
        break;
    case KIND_WITHDRAWAL:
        fact_append(ledger, entry, leg, LEG_FACT_WITHDRAWAL_REASON,
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

static void
flag_append(struct ledger *ledger, const struct log_entry *entry,
            const struct uuid *document, bool is_raised)
{
    struct document_flag flag = {
        .document = *document,
        .sequence = entry->sequence,
        .is_raised = is_raised,
    };

    g_array_append_val(ledger_rows(ledger)->flags, flag);
}

static void
rejection_fold(struct ledger *ledger, const struct log_entry *entry,
               const struct rejection *rejection)
{
    const struct log_entry *rejected = ledger_find_entry(ledger, &rejection->document);
    bool is_of_referral = rejected != NULL && rejected->kind == KIND_REFERRAL;
    struct leg_record *leg = NULL;

    if (rejected == NULL)
        return;
    if (!is_of_referral)
        flag_append(ledger, entry, &rejection->document, true);
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
    fact_append(ledger, entry, leg, LEG_FACT_REJECTION_REASON,
                rejection_reason_names[rejection->reason], NULL);
}

static void
notice_fold(struct ledger *ledger, const struct log_entry *entry,
            const struct notice *notice)
{
    static const enum leg_event events[] = {
        [NOTICE_SUPERSEDED] = EVENT_AWARD,
        [NOTICE_REJECTED] = EVENT_NOTICE_REJECTED,
        [NOTICE_UNDELIVERABLE] = EVENT_NOTICE_UNDELIVERABLE,
    };
    struct leg_record *leg = ledger_change_leg(ledger, &notice->leg, entry);

    if (leg != NULL)
        leg_take(ledger, entry, leg, events[notice->kind]);
}

static struct agency_certificate *
certificate_copy(const struct registered_certificate *registered)
{
    struct agency_certificate *certificate = agency_certificate_new();

    certificate->sha256 = digest_of_bytes(registered->der);
    certificate->usage = registered->usage;
    certificate->der = g_bytes_ref(registered->der);
    certificate->registered_from_us = registered->registered_from_us;
    certificate->revoked_at_us =
        registered->is_revoked ? registered->revoked_at_us : CERTIFICATE_NOT_REVOKED;
    return certificate;
}

static void
registration_fold(struct ledger *ledger, const struct log_entry *entry,
                  const struct registration *registration, int number)
{
    GPtrArray *agencies = ledger_rows(ledger)->agencies;
    struct agency *agency = agency_new();

    agency->number = number;
    g_strlcpy(agency->id, registration->agency, sizeof(agency->id));
    agency->name = g_strdup(registration->name);
    agency->kind = registration->agency_kind;
    agency->status = registration->status;
    agency->emergency_telephone = g_strdup(registration->emergency_telephone);
    g_strfreev(agency->areas);
    agency->areas = g_new0(char *, registration->area_count + 1);
    for (size_t i = 0; i < registration->area_count; i++)
        agency->areas[i] = g_strdup(registration->areas[i]);
    agency->sequence = entry->sequence;
    for (size_t i = 0; i < registration->certificate_count; i++)
        g_ptr_array_add(agency->certificates,
                        certificate_copy(&registration->certificates[i]));
    /* A batch names every agency once: the later registration stands for both. */
    for (unsigned int i = 0; i < agencies->len; i++) {
        const struct agency *known = g_ptr_array_index(agencies, i);

        if (known->number == number) {
            g_ptr_array_remove_index(agencies, i);
            break;
        }
    }
    g_ptr_array_add(agencies, agency);
}

static bool
is_sent_again(const struct log_entry *former, const struct log_entry *entry)
{
    return former->sender == entry->sender && former->kind == entry->kind &&
           former->has_leg && entry->has_leg &&
           uuid_is_equal(&former->leg, &entry->leg);
}

/*
 * What was rejected and is now sent again is no longer flagged.  Only within its leg,
 * where the entry is a step too: a document is no change of another leg.
 */
static void
supersedes_fold(struct ledger *ledger, const struct log_entry *entry,
                const struct document *document)
{
    const struct log_entry *former;
    struct leg_record *leg;

    if (!document->has_supersedes)
        return;
    former = ledger_find_entry(ledger, &document->supersedes);
    if (former == NULL || !is_sent_again(former, entry))
        return;
    flag_append(ledger, entry, &former->id, false);
    leg = ledger_change_leg(ledger, &former->leg, entry);
    if (leg != NULL && leg->has_flagged && uuid_is_equal(&leg->flagged, &former->id))
        leg->has_flagged = false;
}

void
fold_entry(struct ledger *ledger, struct log_entry *entry,
           const struct document *document, int registered)
{
    ledger_insert_entry(ledger, entry);
    supersedes_fold(ledger, entry, document);
    switch (document->kind) {
    case KIND_REFERRAL:
        referral_fold(ledger, entry, document);
        break;
    case KIND_DELIVERY:
        delivery_fold(ledger, entry, &document->delivery);
        break;
    case KIND_RESPONSE:
    case KIND_STATUS_UPDATE:
    case KIND_OUTCOME:
    case KIND_WITHDRAWAL:
    case KIND_INFORMATION_REQUEST:
    case KIND_INFORMATION_DISCLOSURE:
    case KIND_DISCLOSURE:
        step_fold(ledger, entry, document);
        break;
    case KIND_REJECTION:
        rejection_fold(ledger, entry, &document->rejection);
        break;
    case KIND_NOTICE:
        notice_fold(ledger, entry, &document->notice);
        break;
    case KIND_REGISTRATION:
        registration_fold(ledger, entry, &document->registration, registered);
        break;
    case KIND_COUNT:
        break;
    }
}
