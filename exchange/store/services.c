/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/services.h"

#include "exchange/store/columns.h"
#include "exchange/store/log.h"

struct service_record *
service_record_new(void)
{
    return g_new0(struct service_record, 1);
}

void
service_record_free(struct service_record *service)
{
    if (service == NULL)
        return;
    g_free(service->slug);
    g_free(service->body);
    g_free(service->capacity);
    g_free(service);
}

static void
service_free(void *record)
{
    service_record_free(record);
}

static void *
service_read(const struct rows *rows, size_t row)
{
    struct service_record *service = service_record_new();

    rows_uuid(rows, row, 0, &service->id);
    service->agency = rows_int4(rows, row, 1);
    service->slug = g_strdup(rows_text(rows, row, 2));
    service->sequence = rows_int8(rows, row, 3);
    rows_uuid(rows, row, 4, &service->document);
    service->published_us = rows_int8(rows, row, 5);
    service->is_closed = rows_bool(rows, row, 6);
    service->is_confidential = rows_bool(rows, row, 7);
    service->body = g_strdup(rows_text(rows, row, 8));
    service->capacity = g_strdup(rows_text(rows, row, 9));
    rows_uuid(rows, row, 10, &service->notice);
    service->noticed_us = rows_int8(rows, row, 11);
    return service;
}

static const struct statement upsert_services = {
    "services_upsert",
    "INSERT INTO service (id, agency, slug, sequence, document, published_us,"
    " is_closed, is_confidential, body, capacity, notice, noticed_us)"
    " SELECT unnest($1::uuid[]), unnest($2::integer[]), unnest($3::text[]),"
    " unnest($4::bigint[]), unnest($5::uuid[]), unnest($6::bigint[]),"
    " unnest($7::boolean[]), unnest($8::boolean[]), unnest($9::text[]),"
    " unnest($10::text[]), unnest($11::uuid[]), unnest($12::bigint[])"
    " ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence,"
    " document = excluded.document, published_us = excluded.published_us,"
    " is_closed = excluded.is_closed, is_confidential = excluded.is_confidential,"
    " body = excluded.body, capacity = excluded.capacity, notice = excluded.notice,"
    " noticed_us = excluded.noticed_us"};

struct service_columns {
    struct array *id;
    struct array *agency;
    struct array *slug;
    struct array *sequence;
    struct array *document;
    struct array *published_us;
    struct array *is_closed;
    struct array *is_confidential;
    struct array *body;
    struct array *capacity;
    struct array *notice;
    struct array *noticed_us;
};

static void
service_add(const struct service_columns *to, const struct service_record *service)
{
    array_add_uuid(to->id, &service->id);
    array_add_int4(to->agency, service->agency);
    array_add_text(to->slug, service->slug);
    array_add_int8(to->sequence, service->sequence);
    array_add_uuid(to->document, &service->document);
    array_add_int8(to->published_us, service->published_us);
    array_add_bool(to->is_closed, service->is_closed);
    array_add_bool(to->is_confidential, service->is_confidential);
    array_add_text(to->body, service->body);
    array_add_text(to->capacity, service->capacity);
    if (service->capacity == NULL) {
        array_add_null(to->notice);
        array_add_null(to->noticed_us);
    } else {
        array_add_uuid(to->notice, &service->notice);
        array_add_int8(to->noticed_us, service->noticed_us);
    }
}

static bool
services_write(struct transaction *transaction, const GPtrArray *fresh,
               const GPtrArray *changed, GError **error)
{
    const GPtrArray *const lists[] = {fresh, changed};
    g_autoptr(columns) columns = columns_new();
    const struct service_columns to = {
        .id = columns_add(columns, PARAMETER_UUID),
        .agency = columns_add(columns, PARAMETER_INT4),
        .slug = columns_add(columns, PARAMETER_TEXT),
        .sequence = columns_add(columns, PARAMETER_INT8),
        .document = columns_add(columns, PARAMETER_UUID),
        .published_us = columns_add(columns, PARAMETER_INT8),
        .is_closed = columns_add(columns, PARAMETER_BOOL),
        .is_confidential = columns_add(columns, PARAMETER_BOOL),
        .body = columns_add(columns, PARAMETER_TEXT),
        .capacity = columns_add(columns, PARAMETER_TEXT),
        .notice = columns_add(columns, PARAMETER_UUID),
        .noticed_us = columns_add(columns, PARAMETER_INT8),
    };

    for (size_t list = 0; list < G_N_ELEMENTS(lists); list++)
        for (unsigned int i = 0; i < lists[list]->len; i++)
            service_add(&to, g_ptr_array_index(lists[list], i));
    return columns_send(columns, transaction, &upsert_services, error);
}

const struct shelf shelf_services = {
    .find = {"services_shelf",
             "SELECT id, agency, slug, sequence, document, published_us, is_closed,"
             " is_confidential, body, capacity, notice, noticed_us FROM service"
             " WHERE id = ANY ($1)"},
    .read = service_read,
    .free = service_free,
    .write = services_write,
};

/* Vacancies. */

static void *
vacancy_read(const struct rows *rows, size_t row)
{
    struct vacancy_record *vacancy = g_new0(struct vacancy_record, 1);

    rows_uuid(rows, row, 0, &vacancy->id);
    rows_uuid(rows, row, 1, &vacancy->service);
    vacancy->agency = rows_int4(rows, row, 2);
    vacancy->is_listed = rows_bool(rows, row, 3);
    vacancy->has_leg = rows_uuid(rows, row, 4, &vacancy->leg);
    vacancy->has_hold = !rows_is_null(rows, row, 5);
    vacancy->hold_until_us = rows_int8(rows, row, 5);
    return vacancy;
}

static const struct statement upsert_vacancies = {
    "vacancies_upsert",
    "INSERT INTO vacancy (id, service, agency, is_listed, leg, hold_until_us)"
    " SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::integer[]),"
    " unnest($4::boolean[]), unnest($5::uuid[]), unnest($6::bigint[])"
    " ON CONFLICT (id) DO UPDATE SET is_listed = excluded.is_listed,"
    " leg = excluded.leg, hold_until_us = excluded.hold_until_us"};

static bool
vacancies_write(struct transaction *transaction, const GPtrArray *fresh,
                const GPtrArray *changed, GError **error)
{
    const GPtrArray *const lists[] = {fresh, changed};
    g_autoptr(columns) columns = columns_new();
    struct array *id = columns_add(columns, PARAMETER_UUID);
    struct array *service = columns_add(columns, PARAMETER_UUID);
    struct array *agency = columns_add(columns, PARAMETER_INT4);
    struct array *is_listed = columns_add(columns, PARAMETER_BOOL);
    struct array *leg = columns_add(columns, PARAMETER_UUID);
    struct array *hold_until_us = columns_add(columns, PARAMETER_INT8);

    for (size_t list = 0; list < G_N_ELEMENTS(lists); list++)
        for (unsigned int i = 0; i < lists[list]->len; i++) {
            const struct vacancy_record *vacancy = g_ptr_array_index(lists[list], i);

            array_add_uuid(id, &vacancy->id);
            array_add_uuid(service, &vacancy->service);
            array_add_int4(agency, vacancy->agency);
            array_add_bool(is_listed, vacancy->is_listed);
            array_add_uuid(leg, vacancy->has_leg ? &vacancy->leg : NULL);
            if (vacancy->has_hold)
                array_add_int8(hold_until_us, vacancy->hold_until_us);
            else
                array_add_null(hold_until_us);
        }
    return columns_send(columns, transaction, &upsert_vacancies, error);
}

/* The vacancies that legs ask for or were given: a step may hold or release them. */
static void
vacancies_ask_further(const struct log_answer *answer, struct shelf_question *further)
{
    for (unsigned int i = 0; i < answer->legs->len; i++) {
        const struct leg_record *leg = g_ptr_array_index(answer->legs, i);

        if (leg->has_vacancy)
            shelf_ask(further, SHELF_VACANCIES, &leg->vacancy);
    }
}

const struct shelf shelf_vacancies = {
    .find = {"vacancies_shelf",
             "SELECT id, service, agency, is_listed, leg, hold_until_us FROM vacancy"
             " WHERE id = ANY ($1) OR service = ANY ($1)"},
    .read = vacancy_read,
    .free = g_free,
    .ask_further = vacancies_ask_further,
    .write = vacancies_write,
};

/* What readers ask. */

void
service_list_free(struct service_list *list)
{
    if (list == NULL)
        return;
    g_array_unref(list->sources);
    g_ptr_array_unref(list->kept);
    g_free(list);
}

static const char *
keep_text(struct service_list *list, const char *text)
{
    char *kept = g_strdup(text);

    if (kept != NULL)
        g_ptr_array_add(list->kept, kept);
    return kept;
}

/* Those of active agencies that are not closed for good. */
#define LISTED                                                                         \
    " FROM service AS s JOIN agency AS a ON a.number = s.agency"                       \
    " JOIN registration AS r ON r.agency = s.agency"                                   \
    " WHERE NOT s.is_closed AND r.status = 'active'"

static const struct statement list_services = {
    "services_list",
    "SELECT s.id, a.id, r.name, s.document, s.published_us, s.body, s.capacity,"
    " s.notice, s.noticed_us" LISTED " AND ($1::uuid IS NULL OR s.id = $1)"
    " ORDER BY s.id OFFSET $2 LIMIT $3"};

static const struct statement list_held = {
    "services_list_held",
    "SELECT v.service, v.id, v.hold_until_us FROM vacancy AS v"
    " WHERE v.leg IS NOT NULL AND v.is_listed"
    " AND (v.hold_until_us IS NULL OR v.hold_until_us > $2)"
    " AND ($1::uuid IS NULL OR v.service = $1) ORDER BY v.service, v.id"};

static void
source_read(const struct rows *rows, size_t row, struct service_list *list)
{
    struct listing_source source = {
        .listing = {.agency = keep_text(list, rows_text(rows, row, 1)),
                    .agency_name = keep_text(list, rows_text(rows, row, 2)),
                    .published_us = rows_int8(rows, row, 4),
                    .noticed_us = rows_int8(rows, row, 8)},
        .service_xml = keep_text(list, rows_text(rows, row, 5)),
        .capacity_xml = keep_text(list, rows_text(rows, row, 6)),
    };

    rows_uuid(rows, row, 0, &source.listing.id);
    rows_uuid(rows, row, 3, &source.listing.document);
    rows_uuid(rows, row, 7, &source.listing.notice);
    g_array_append_val(list->sources, source);
}

/* Both lists are in the order of the service's id. */
static void
held_read(const struct rows *rows, struct service_list *list)
{
    struct held_vacancy *held = g_new0(struct held_vacancy, rows_count(rows));
    size_t row = 0;

    g_ptr_array_add(list->kept, held);
    for (unsigned int i = 0; i < list->sources->len; i++) {
        struct listing *listing =
            &g_array_index(list->sources, struct listing_source, i).listing;
        struct uuid service;

        while (row < rows_count(rows) && rows_uuid(rows, row, 0, &service) &&
               memcmp(&service, &listing->id, sizeof service) < 0)
            row++;
        listing->held = &held[row];
        while (row < rows_count(rows) && rows_uuid(rows, row, 0, &service) &&
               uuid_is_equal(&service, &listing->id)) {
            rows_uuid(rows, row, 1, &held[row].vacancy);
            held[row].has_until = !rows_is_null(rows, row, 2);
            held[row].until_us = rows_int8(rows, row, 2);
            listing->held_count++;
            row++;
        }
    }
}

struct service_list *
services_list(struct store *store, const struct uuid *id, int64_t offset, int limit,
              int64_t now_us, GError **error)
{
    g_autoptr(service_list) list = g_new0(struct service_list, 1);
    g_autoptr(rows) found = NULL;
    g_autoptr(rows) held = NULL;

    list->sources = g_array_new(FALSE, TRUE, sizeof(struct listing_source));
    list->kept = g_ptr_array_new_with_free_func(g_free);
    found = store_query(
        store, &list_services,
        PARAMETERS(parameter_uuid(id), parameter_int8(offset), parameter_int8(limit)),
        error);
    if (found == NULL)
        return NULL;
    held = store_query(store, &list_held,
                       PARAMETERS(parameter_uuid(id), parameter_int8(now_us)), error);
    if (held == NULL)
        return NULL;
    for (size_t row = 0; row < rows_count(found); row++)
        source_read(found, row, list);
    held_read(held, list);
    return g_steal_pointer(&list);
}

static const struct statement count_services = {"services_count",
                                                "SELECT count(*)" LISTED};

bool
services_count(struct store *store, int64_t *count, GError **error)
{
    g_autoptr(rows) found = store_query(store, &count_services, NO_PARAMETERS, error);

    if (found == NULL)
        return false;
    *count = rows_int8(found, 0, 0);
    return true;
}
