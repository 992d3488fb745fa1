/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/capacity.h"
#include "common/documents/bodies.h"
#include "common/documents/published.h"
#include "common/documents/suits_rules.h"

const char *const capacity_status_names[] = {"capacity", "no-capacity", "waitlist",
                                             "additional-assessment-required", NULL};
const char *const sharing_names[] = {"", "self-contained", "shared-facilities",
                                     "shared-room", NULL};

static const struct field body_fields[] = {
    REQUIRED("service", FIELD_TEXT, capacity, service),
    NAMED("status", capacity, status, capacity_status_names),
    REQUIRED("unit", FIELD_TEXT, capacity, unit),
    REQUIRED("available", FIELD_HUNDREDTHS, capacity, available),
    OPTIONAL("maximum", FIELD_HUNDREDTHS, capacity, maximum),
    OPTIONAL("funded", FIELD_HUNDREDTHS, capacity, funded),
    OPTIONAL("onHold", FIELD_HUNDREDTHS, capacity, on_hold),
    OPTIONAL("increase", FIELD_HUNDREDTHS, capacity, increase),
    OPTIONAL("decrease", FIELD_HUNDREDTHS, capacity, decrease),
    OPTIONAL("waiting", FIELD_COUNT, capacity, waiting),
    OPTIONAL("waitWeeks", FIELD_COUNT, capacity, wait_weeks),
    REQUIRED("validUntil", FIELD_TIMESTAMP, capacity, valid_until_us),
};

static const struct field vacancy_fields[] = {
    REQUIRED("id", FIELD_UUID, vacancy, id),
    OPTIONAL("bedrooms", FIELD_COUNT, vacancy, bedrooms),
    OPTIONAL("bedSpaces", FIELD_COUNT, vacancy, bed_spaces),
    {.name = "sharing",
     .type = FIELD_NAME,
     .offset = offsetof(struct vacancy, sharing),
     .is_optional = true,
     .names = sharing_names},
    OPTIONAL("rentWeekly", FIELD_COUNT, vacancy, rent_weekly_pence),
    OPTIONAL("support", FIELD_TEXT, vacancy, support),
    OPTIONAL("availableFrom", FIELD_DATE, vacancy, available_from),
    OPTIONAL("area", FIELD_TEXT, vacancy, area),
    OPTIONAL("region", FIELD_TEXT, vacancy, region),
    {.name = "route",
     .type = FIELD_NAME,
     .offset = offsetof(struct vacancy, route),
     .is_optional = true,
     .has_presence = true,
     .presence_offset = offsetof(struct vacancy, has_route),
     .names = referral_route_names},
};

static const struct field void_fields[] = {
    REQUIRED("reason", FIELD_TEXT, capacity_void, reason),
    REQUIRED("count", FIELD_COUNT, capacity_void, count),
};

void
capacity_read_element(struct reader *reader, const xmlNode *node,
                      struct capacity *capacity)
{
    const xmlNode *child = tree_child(node, "vacancy");

    reader_fields(reader, node, body_fields, G_N_ELEMENTS(body_fields), capacity);
    capacity->vacancies = reader_children(
        reader, node, "vacancy", vacancy_fields, G_N_ELEMENTS(vacancy_fields),
        sizeof *capacity->vacancies, &capacity->vacancy_count);
    for (size_t i = 0; i < capacity->vacancy_count;
         i++, child = tree_next(child, "vacancy"))
        suits_read(reader, child, &capacity->vacancies[i].suits);
    capacity->voids =
        reader_children(reader, node, "void", void_fields, G_N_ELEMENTS(void_fields),
                        sizeof *capacity->voids, &capacity->void_count);
}

void
capacity_read(struct reader *reader, struct document *document)
{
    capacity_read_element(reader, reader->body, &document->capacity);
}

static void
check_status(struct reader *reader, const struct capacity *capacity)
{
    if (capacity->status == CAPACITY_ROOM && capacity->available == 0)
        reader_refuse(reader, reader->body, "available", "capacity-some",
                      "a service that has room says how much");
    if (capacity->status == CAPACITY_NONE &&
        (capacity->available > 0 || capacity->vacancy_count > 0))
        reader_refuse(reader, reader->body, "status", "capacity-none",
                      "a service that is full has nothing free and no vacancy");
    if (capacity->maximum >= 0 &&
        capacity->available + MAX(capacity->on_hold, 0) > capacity->maximum)
        reader_refuse(reader, reader->body, "maximum", "capacity-adds-up",
                      "more is free and held than there is in all");
}

static void
check_validity(struct reader *reader, const struct document *document)
{
    int64_t valid_us = document->capacity.valid_until_us - document->created_us;

    if (valid_us <= 0)
        reader_refuse(reader, reader->body, "validUntil", "validity-ahead",
                      "a notice is valid for some time after it was written");
    else if (valid_us > CAPACITY_VALID_US)
        reader_refuse(reader, reader->body, "validUntil", "validity-bound",
                      "a notice can be relied on for seven days at most; then look "
                      "again and publish the next");
}

static void
check_vacancies(struct reader *reader, const struct capacity *capacity)
{
    const xmlNode *node = tree_child(reader->body, "vacancy");

    for (size_t i = 0; i < capacity->vacancy_count;
         i++, node = tree_next(node, "vacancy")) {
        const struct vacancy *vacancy = &capacity->vacancies[i];

        suits_check(reader, node, &vacancy->suits);
        if (vacancy->area != NULL && vacancy->region != NULL)
            reader_refuse(reader, node, "region", "location-area",
                          "a place is in one district, or in one region when no more "
                          "may be known");
    }
    check_once(reader, reader->body, "vacancy", "id", "vacancy-once");
    check_once(reader, reader->body, "void", "reason", "reason-once");
}

void
capacity_check(struct reader *reader, const struct document *document)
{
    check_status(reader, &document->capacity);
    check_validity(reader, document);
    check_vacancies(reader, &document->capacity);
}

void
capacity_write(GString *xml, const struct document *document)
{
    capacity_write_element(xml, &document->capacity);
}

void
capacity_write_element(GString *xml, const struct capacity *capacity)
{
    write_body(xml, KIND_CAPACITY, body_fields, G_N_ELEMENTS(body_fields), capacity);
    g_string_append_c(xml, '>');
    for (size_t i = 0; i < capacity->vacancy_count; i++) {
        const struct vacancy *vacancy = &capacity->vacancies[i];

        g_string_append(xml, "<vacancy");
        writer_fields(xml, vacancy_fields, G_N_ELEMENTS(vacancy_fields), vacancy);
        suits_write(xml, &vacancy->suits);
        g_string_append(xml, "/>");
    }
    for (size_t i = 0; i < capacity->void_count; i++)
        writer_element(xml, "void", void_fields, G_N_ELEMENTS(void_fields),
                       &capacity->voids[i]);
    g_string_append(xml, "</capacity>");
}
