/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/family.h"
#include "exchange/intake/vacancies.h"

#include "common/documents/services_view.h"
#include "exchange/store/services.h"

/* What is published to all is there for all: a trial of it would mislead them. */
static bool
check_real(const struct document *document, GError **error)
{
    return !document->is_test ||
           refusal_set(
               error, REFUSAL_RULE,
               "/document/@test: a service or a notice of capacity is published "
               "to every member, so it cannot be a test");
}

/* The service of this name of the agency that writes: nobody can name another's. */
static struct uuid
service_id(const struct document *document)
{
    struct uuid id;

    listing_id(document->from_agency,
               document->kind == KIND_SERVICE ? document->service.slug
                                              : document->capacity.service,
               &id);
    return id;
}

static void
service_ask(struct log_question *question, const struct document *document)
{
    struct uuid id = service_id(document);

    shelf_ask(&question->shelves, SHELF_SERVICES, &id);
    shelf_ask(&question->shelves, SHELF_VACANCIES, &id);
}

static bool
service_check(const struct ledger *ledger, const struct proposal *proposal,
              GError **error)
{
    (void)ledger;
    return check_real(proposal->document, error);
}

/* The notice no longer counts, and the vacancies that it named are not offered. */
static void
notice_drop(struct ledger *ledger, struct service_record *record)
{
    g_clear_pointer(&record->capacity, g_free);
    vacancies_list(ledger, &record->id, record->agency, NULL, 0);
}

static void
service_fold(struct ledger *ledger, const struct log_entry *entry,
             const struct document *document)
{
    const struct service *service = &document->service;
    struct uuid id = service_id(document);
    struct service_record *record = ledger_change(ledger, SHELF_SERVICES, &id);
    bool becomes_confidential;

    if (record == NULL) {
        record = service_record_new();
        record->id = id;
        record->agency = entry->sender;
        record->slug = g_strdup(service->slug);
        ledger_insert(ledger, SHELF_SERVICES, record);
    }
    becomes_confidential = service->is_confidential && !record->is_confidential;
    record->sequence = entry->sequence;
    record->document = document->id;
    record->published_us = entry->received_us;
    record->is_closed = service->status == SERVICE_CLOSED;
    record->is_confidential = service->is_confidential;
    g_free(record->body);
    record->body = service_body_write(service);
    /* An earlier notice may name districts that must now not be known. */
    if (record->is_closed || becomes_confidential)
        notice_drop(ledger, record);
}

const struct family family_services = {
    .ask = service_ask,
    .check = service_check,
    .fold = service_fold,
};

static void
capacity_ask(struct log_question *question, const struct document *document)
{
    const struct capacity *capacity = &document->capacity;

    service_ask(question, document);
    for (size_t i = 0; i < capacity->vacancy_count; i++)
        shelf_ask(&question->shelves, SHELF_VACANCIES, &capacity->vacancies[i].id);
}

static bool
capacity_check(const struct ledger *ledger, const struct proposal *proposal,
               GError **error)
{
    const struct document *document = proposal->document;
    const struct capacity *capacity = &document->capacity;
    struct uuid id = service_id(document);
    const struct service_record *record = ledger_find(ledger, SHELF_SERVICES, &id);

    if (record == NULL)
        return refusal_set(
            error, REFUSAL_RULE,
            "service-first: your agency has published no service of this "
            "name; publish the service, then its capacity");
    if (record->is_closed)
        return refusal_set(error, REFUSAL_RULE,
                           "service-open: the service is closed for good; publish it "
                           "as open again first");
    for (size_t i = 0; i < capacity->vacancy_count; i++) {
        const struct vacancy *vacancy = &capacity->vacancies[i];
        const struct vacancy_record *known =
            ledger_find(ledger, SHELF_VACANCIES, &vacancy->id);

        if (known != NULL && !uuid_is_equal(&known->service, &id))
            return refusal_set(error, REFUSAL_RULE,
                               "vacancy-is-anothers: a vacancy of this id belongs to "
                               "another service; give yours an id of its own");
        if (record->is_confidential && vacancy->area != NULL)
            return refusal_set(error, REFUSAL_RULE,
                               "confidential-location: where a confidential service is "
                               "stays secret: give the region of the vacancy, not its "
                               "district");
    }
    return check_real(document, error);
}

static void
capacity_fold(struct ledger *ledger, const struct log_entry *entry,
              const struct document *document)
{
    const struct capacity *capacity = &document->capacity;
    struct uuid id = service_id(document);
    struct service_record *record = ledger_change(ledger, SHELF_SERVICES, &id);

    if (record == NULL)
        return;
    record->notice = document->id;
    record->noticed_us = entry->received_us;
    g_free(record->capacity);
    record->capacity = capacity_body_write(capacity);
    vacancies_list(ledger, &id, entry->sender, capacity->vacancies,
                   capacity->vacancy_count);
}

const struct family family_capacity = {
    .ask = capacity_ask,
    .check = capacity_check,
    .fold = capacity_fold,
};
