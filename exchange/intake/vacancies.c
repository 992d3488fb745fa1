/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/vacancies.h"

#include "exchange/store/services.h"

static bool
is_named(const struct vacancy *named, size_t count, const struct uuid *id)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_is_equal(&named[i].id, id))
            return true;
    return false;
}

void
vacancies_list(struct ledger *ledger, const struct uuid *service, int agency,
               const struct vacancy *named, size_t count)
{
    g_autoptr(GPtrArray) known = ledger_list(ledger, SHELF_VACANCIES);

    for (unsigned int i = 0; i < known->len; i++) {
        const struct vacancy_record *vacancy = g_ptr_array_index(known, i);
        bool is_listed = is_named(named, count, &vacancy->id);
        struct vacancy_record *changed;

        if (!uuid_is_equal(&vacancy->service, service) ||
            vacancy->is_listed == is_listed)
            continue;
        changed = ledger_change(ledger, SHELF_VACANCIES, &vacancy->id);
        changed->is_listed = is_listed;
    }
    for (size_t i = 0; i < count; i++) {
        struct vacancy_record *fresh;

        if (ledger_find(ledger, SHELF_VACANCIES, &named[i].id) != NULL)
            continue;
        fresh = g_new0(struct vacancy_record, 1);
        fresh->id = named[i].id;
        fresh->service = *service;
        fresh->agency = agency;
        fresh->is_listed = true;
        ledger_insert(ledger, SHELF_VACANCIES, fresh);
    }
}

void
vacancies_ask(struct log_question *question, const struct document *document)
{
    if (document->kind == KIND_REFERRAL && document->referral.has_vacancy)
        shelf_ask(&question->shelves, SHELF_VACANCIES, &document->referral.vacancy);
    if (document->kind == KIND_RESPONSE && document->response.has_vacancy)
        shelf_ask(&question->shelves, SHELF_VACANCIES, &document->response.vacancy);
}

/* Whether another leg than this one holds it at that time. */
static bool
is_held(const struct vacancy_record *vacancy, const struct uuid *leg, int64_t at_us)
{
    return vacancy->has_leg && (leg == NULL || !uuid_is_equal(&vacancy->leg, leg)) &&
           (!vacancy->has_hold || vacancy->hold_until_us > at_us);
}

static char *
describe_hold(const struct vacancy_record *vacancy)
{
    char until[TIMESTAMP_TEXT_BYTES];

    if (!vacancy->has_hold)
        return g_strdup("for as long as that acceptance stands");
    timestamp_write(vacancy->hold_until_us, until);
    return g_strdup_printf("until %s, unless the service starts before", until);
}

bool
vacancies_check_referral(const struct ledger *ledger, const struct proposal *proposal,
                         GError **error)
{
    const struct document *document = proposal->document;
    const struct vacancy_record *vacancy;
    g_autofree char *hold = NULL;

    if (!document->referral.has_vacancy)
        return true;
    vacancy = ledger_find(ledger, SHELF_VACANCIES, &document->referral.vacancy);
    if (vacancy == NULL || vacancy->agency != proposal->recipient)
        return refusal_set(
            error, REFUSAL_RULE,
            "vacancy-of-recipient: this provider has published no vacancy "
            "of this id");
    if (!vacancy->is_listed)
        return refusal_set(
            error, REFUSAL_RULE,
            "vacancy-offered: the provider no longer offers this vacancy; "
            "look for another, or refer without naming one");
    if (document->is_test)
        return refusal_set(error, REFUSAL_RULE,
                           "/document/@test: a test takes no vacancy from anybody");
    if (!is_held(vacancy, NULL, proposal->at_us))
        return true;
    hold = describe_hold(vacancy);
    return refusal_set(error, REFUSAL_VACANCY_TAKEN,
                       "vacancy-taken: somebody else was accepted for this vacancy "
                       "first, and it is held %s; look for another, or refer without "
                       "naming one",
                       hold);
}

/* The vacancy that an acceptance gives, or that the leg was given. */
static const struct uuid *
vacancy_of(const struct document *document, const struct leg_record *leg)
{
    if (document->kind == KIND_RESPONSE && document->response.has_vacancy)
        return &document->response.vacancy;
    return leg->has_vacancy ? &leg->vacancy : NULL;
}

static bool
is_acceptance(const struct document *document)
{
    return document->kind == KIND_RESPONSE &&
           document->response.decision == DECISION_ACCEPT;
}

static bool
is_start(const struct document *document)
{
    return document->kind == KIND_STATUS_UPDATE &&
           document->status_update.status == STATUS_STARTED;
}

bool
vacancies_check_step(const struct ledger *ledger, const struct proposal *proposal,
                     const struct leg_record *leg, GError **error)
{
    const struct document *document = proposal->document;
    const struct uuid *id = vacancy_of(document, leg);
    const struct vacancy_record *vacancy;
    g_autofree char *hold = NULL;

    if (!is_acceptance(document) && !is_start(document))
        return true;
    if (id == NULL)
        return !is_acceptance(document) || !document->response.has_hold ||
               refusal_set(error, REFUSAL_RULE,
                           "hold-needs-vacancy: there is no vacancy to hold: neither "
                           "the referral nor this answer names one");
    vacancy = ledger_find(ledger, SHELF_VACANCIES, id);
    if (vacancy == NULL || vacancy->agency != leg->recipient)
        return refusal_set(error, REFUSAL_RULE,
                           "vacancy-of-recipient: your agency has published no vacancy "
                           "of this id");
    if (!is_held(vacancy, &leg->id, proposal->at_us))
        return true;
    hold = describe_hold(vacancy);
    return refusal_set(error, REFUSAL_VACANCY_TAKEN,
                       "vacancy-taken: another referral was accepted for this vacancy "
                       "first, and it is held %s; accept with another vacancy, or "
                       "decline with the reason vacancy.lost",
                       hold);
}

void
vacancies_fold_step(struct ledger *ledger, const struct document *document,
                    struct leg_record *leg)
{
    const struct uuid *id = vacancy_of(document, leg);
    struct vacancy_record *vacancy;

    if (id == NULL || (!is_acceptance(document) && !is_start(document)))
        return;
    vacancy = ledger_change(ledger, SHELF_VACANCIES, id);
    if (vacancy == NULL)
        return;
    leg->has_vacancy = true;
    leg->vacancy = vacancy->id;
    vacancy->has_leg = true;
    vacancy->leg = leg->id;
    vacancy->has_hold = is_acceptance(document) && document->response.has_hold;
    vacancy->hold_until_us = vacancy->has_hold ? document->response.hold_until_us : 0;
}

void
vacancies_release(struct ledger *ledger, const struct leg_record *leg)
{
    const struct vacancy_record *held;
    struct vacancy_record *vacancy;

    if (!leg->has_vacancy || !leg_state_is_final(leg->life.state))
        return;
    held = ledger_find(ledger, SHELF_VACANCIES, &leg->vacancy);
    if (held == NULL || !held->has_leg || !uuid_is_equal(&held->leg, &leg->id))
        return;
    vacancy = ledger_change(ledger, SHELF_VACANCIES, &leg->vacancy);
    vacancy->has_leg = false;
    vacancy->has_hold = false;
}
