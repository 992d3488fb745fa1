/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/service.h"
#include "common/documents/bodies.h"
#include "common/documents/published.h"
#include "common/documents/suits_rules.h"
#include <string.h>

const char *const service_status_names[] = {"active", "paused", "closed", NULL};
const char *const referral_route_names[] = {"self", "agency", "council", NULL};
const char *const provision_names[] = {"by-and-for", "specialist", NULL};

static const struct field body_fields[] = {
    REQUIRED("service", FIELD_TEXT, service, slug),
    NAMED("status", service, status, service_status_names),
    REQUIRED("type", FIELD_TEXT, service, type),
    REQUIRED("name", FIELD_TEXT, service, name),
    NAMED("route", service, route, referral_route_names),
    OPTIONAL("confidential", FIELD_BOOL, service, is_confidential),
    OPTIONAL("nationwide", FIELD_BOOL, service, is_nationwide),
    OPTIONAL("homeVisits", FIELD_BOOL, service, has_home_visits),
    OPTIONAL("interpreters", FIELD_BOOL, service, has_interpreters),
    OPTIONAL("url", FIELD_TEXT, service, url),
    OPTIONAL("email", FIELD_TEXT, service, email),
    OPTIONAL("telephone", FIELD_TEXT, service, telephone),
};

static const struct field location_fields[] = {
    REQUIRED("kind", FIELD_TEXT, service_location, kind),
    OPTIONAL("name", FIELD_TEXT, service_location, name),
    OPTIONAL("address", FIELD_TEXT, service_location, address),
    OPTIONAL("town", FIELD_TEXT, service_location, town),
    OPTIONAL("postcode", FIELD_TEXT, service_location, postcode),
    OPTIONAL("area", FIELD_TEXT, service_location, area),
    OPTIONAL("region", FIELD_TEXT, service_location, region),
    OPTIONAL("stepFree", FIELD_MAYBE, service_location, step_free),
    OPTIONAL("wheelchair", FIELD_MAYBE, service_location, wheelchair),
};

static const struct field served_fields[] = {
    OPTIONAL("area", FIELD_TEXT, service_served, area),
    OPTIONAL("region", FIELD_TEXT, service_served, region),
};

static const struct field made_for_fields[] = {
    REQUIRED("group", FIELD_TEXT, service_made_for, group),
    NAMED("provision", service_made_for, provision, provision_names),
};

static const struct field need_fields[] = {
    REQUIRED("code", FIELD_TEXT, service_need, code),
    NAMED("upTo", service_need, up_to, need_level_names),
};

static const struct field opening_fields[] = {
    REQUIRED("day", FIELD_TEXT, service_opening, day),
    REQUIRED("from", FIELD_TEXT, service_opening, from),
    REQUIRED("to", FIELD_TEXT, service_opening, to),
};

static const struct field contact_fields[] = {
    REQUIRED("role", FIELD_TEXT, service_contact, role),
    REQUIRED("patch", FIELD_TEXT, service_contact, patch),
    OPTIONAL("telephone", FIELD_TEXT, service_contact, telephone),
};

static const struct field out_of_hours_fields[] = {
    REQUIRED("telephone", FIELD_TEXT, service, out_of_hours_telephone),
    OPTIONAL("note", FIELD_TEXT, service, out_of_hours_note),
};

/* The lists, in the order of the schema; the texts before them, eligibility between. */
static const struct list {
    const char *name;
    const struct field *fields;
    size_t field_count;
    size_t struct_size;
    size_t array_offset;
    size_t count_offset;
} lists[] = {
#define LIST(name, fields, member, count)                                              \
    {                                                                                  \
        name, fields, G_N_ELEMENTS(fields), sizeof *((struct service *)0)->member,     \
            offsetof(struct service, member), offsetof(struct service, count)          \
    }
    LIST("location", location_fields, locations, location_count),
    LIST("served", served_fields, served, served_count),
    LIST("madeFor", made_for_fields, made_for, made_for_count),
    LIST("need", need_fields, needs, need_count),
    LIST("opening", opening_fields, openings, opening_count),
    LIST("contact", contact_fields, contacts, contact_count),
};

static const struct text {
    const char *name;
    size_t offset;
} texts[] = {
    {"description", offsetof(struct service, description)},
    {"organisation", offsetof(struct service, organisation)},
    {"howToRefer", offsetof(struct service, how_to_refer)},
    {"fees", offsetof(struct service, fees)},
};

static void
read_list(struct reader *reader, const xmlNode *node, const struct list *list,
          struct service *service)
{
    char *base = (char *)service;
    size_t *count = (size_t *)(void *)(base + list->count_offset);
    void **array = (void **)(void *)(base + list->array_offset);

    *array = reader_children(reader, node, list->name, list->fields, list->field_count,
                             list->struct_size, count);
}

void
service_read_element(struct reader *reader, const xmlNode *node,
                     struct service *service)
{
    const xmlNode *child;

    reader_fields(reader, node, body_fields, G_N_ELEMENTS(body_fields), service);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        if ((child = tree_child(node, texts[i].name)) != NULL)
            *(const char **)(void *)((char *)service + texts[i].offset) =
                reader_text(reader, child);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        read_list(reader, node, &lists[i], service);
    service->languages =
        reader_codes(reader, node, "language", "code", &service->language_count);
    service->suits = suits_none();
    if ((child = tree_child(node, "eligibility")) != NULL)
        suits_read(reader, child, &service->suits);
    if ((child = tree_child(node, "outOfHours")) != NULL)
        reader_fields(reader, child, out_of_hours_fields,
                      G_N_ELEMENTS(out_of_hours_fields), service);
}

void
service_read(struct reader *reader, struct document *document)
{
    service_read_element(reader, reader->body, &document->service);
}

/* Of a confidential place the region is all that may be known. */
static void
check_confidential(struct reader *reader, const struct service *service)
{
    const xmlNode *node;
    size_t i = 0;

    for (node = tree_child(reader->body, "location"); node != NULL;
         node = tree_next(node, "location"), i++) {
        const struct service_location *location = &service->locations[i];

        if (location->name != NULL || location->address != NULL ||
            location->town != NULL || location->postcode != NULL ||
            location->area != NULL)
            reader_refuse(reader, node, NULL, "confidential-location",
                          "where a confidential service is stays secret: give the "
                          "region alone");
    }
    for (node = tree_child(reader->body, "served"); node != NULL;
         node = tree_next(node, "served")) {
        if (reader_attribute(reader, node, "area") != NULL)
            reader_refuse(reader, node, "area", "confidential-served",
                          "the district served would tell where a confidential "
                          "service is: give regions, or the whole country");
    }
}

static void
check_locations(struct reader *reader, const struct service *service)
{
    const xmlNode *node = tree_child(reader->body, "location");

    for (size_t i = 0; i < service->location_count;
         i++, node = tree_next(node, "location")) {
        const struct service_location *location = &service->locations[i];
        bool is_place = strcmp(location->kind, "physical") == 0;

        if (!is_place && (location->address != NULL || location->postcode != NULL))
            reader_refuse(reader, node, NULL, "virtual-no-address",
                          "what is online or by telephone has no address");
        if ((location->address == NULL) != (location->town == NULL) ||
            (location->address == NULL) != (location->postcode == NULL))
            reader_refuse(reader, node, NULL, "address-whole",
                          "an address is street, town and postcode, or is left out");
        if (is_place && (location->area != NULL) == (location->region != NULL))
            reader_refuse(reader, node, NULL, "location-area",
                          "a place is in one district, or in one region when no more "
                          "may be known");
    }
}

static void
check_served(struct reader *reader, const struct service *service)
{
    const xmlNode *node = tree_child(reader->body, "served");

    if (service->served_count == 0 && !service->is_nationwide)
        reader_refuse(reader, reader->body, NULL, "served-said",
                      "say whose people it is for: districts, regions or the whole "
                      "country");
    for (size_t i = 0; i < service->served_count;
         i++, node = tree_next(node, "served")) {
        if ((service->served[i].area != NULL) == (service->served[i].region != NULL))
            reader_refuse(reader, node, NULL, "served-one",
                          "each names one district or one region");
    }
    check_once(reader, reader->body, "served", "area", "area-once");
    check_once(reader, reader->body, "served", "region", "area-once");
}

static void
check_openings(struct reader *reader, const struct service *service)
{
    const xmlNode *node = tree_child(reader->body, "opening");

    for (size_t i = 0; i < service->opening_count;
         i++, node = tree_next(node, "opening")) {
        if (strcmp(service->openings[i].from, service->openings[i].to) >= 0)
            reader_refuse(reader, node, "to", "hours-in-order",
                          "it closes before it opens; hours past midnight are two "
                          "days");
    }
}

void
service_check(struct reader *reader, const struct document *document)
{
    const struct service *service = &document->service;
    const xmlNode *eligibility = tree_child(reader->body, "eligibility");

    check_locations(reader, service);
    check_served(reader, service);
    check_openings(reader, service);
    check_once(reader, reader->body, "need", "code", "need-once");
    check_once(reader, reader->body, "language", "code", "language-once");
    check_once(reader, reader->body, "madeFor", "group", "group-once");
    if (eligibility != NULL)
        suits_check(reader, eligibility, &service->suits);
    if (service->is_confidential)
        check_confidential(reader, service);
}

static void
write_text(GString *xml, const char *name, const char *text)
{
    if (text == NULL)
        return;
    g_string_append_printf(xml, "<%s>", name);
    writer_text(xml, text);
    g_string_append_printf(xml, "</%s>", name);
}

static void
write_list(GString *xml, const char *name, const struct service *service)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        const struct list *list = &lists[i];
        const char *base = (const char *)service;
        size_t count = *(const size_t *)(const void *)(base + list->count_offset);
        const char *array =
            *(const char *const *)(const void *)(base + list->array_offset);

        if (strcmp(list->name, name) != 0)
            continue;
        for (size_t row = 0; row < count; row++)
            writer_element(xml, name, list->fields, list->field_count,
                           array + row * list->struct_size);
    }
}

void
service_write(GString *xml, const struct document *document)
{
    service_write_element(xml, &document->service);
}

void
service_write_element(GString *xml, const struct service *service)
{
    write_body(xml, KIND_SERVICE, body_fields, G_N_ELEMENTS(body_fields), service);
    g_string_append_c(xml, '>');
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        write_text(xml, texts[i].name,
                   *(const char *const *)(const void *)((const char *)service +
                                                        texts[i].offset));
    write_list(xml, "location", service);
    write_list(xml, "served", service);
    for (size_t i = 0; i < service->language_count; i++) {
        g_string_append(xml, "<language");
        writer_attribute(xml, "code", service->languages[i]);
        g_string_append(xml, "/>");
    }
    write_list(xml, "madeFor", service);
    write_list(xml, "need", service);
    g_string_append(xml, "<eligibility");
    suits_write(xml, &service->suits);
    g_string_append(xml, "/>");
    write_list(xml, "opening", service);
    write_list(xml, "contact", service);
    if (service->out_of_hours_telephone != NULL)
        writer_element(xml, "outOfHours", out_of_hours_fields,
                       G_N_ELEMENTS(out_of_hours_fields), service);
    g_string_append(xml, "</service>");
}
