/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/open_referral/hsds.h"

#include "common/documents/region.h"
#include "exchange/open_referral/hsds_json.h"
#include <string.h>

/* What is at work while one service is written. */
struct writing {
    JsonBuilder *json;
    const struct codes *codes;
    const struct listing *listing;
    const struct service *service;
};

/* What a code is called; the code itself when it has no label. */
static const char *
label_of(const struct writing *writing, const char *list, const char *code)
{
    const struct label_code *found = codes_find(writing->codes, list, code);

    return found != NULL ? found->label : code;
}

static void
write_phone(const struct writing *writing, const char *part, const char *number,
            const char *description)
{
    if (number == NULL)
        return;
    json_begin_part(writing->json, &writing->listing->id, "phone/%s", part);
    json_add_text(writing->json, "number", number);
    json_add_text(writing->json, "type", "voice");
    json_add_text(writing->json, "description", description);
    json_builder_end_object(writing->json);
}

static void
write_phones(const struct writing *writing)
{
    const struct service *service = writing->service;
    const char *note = service->out_of_hours_note;

    json_begin_list(writing->json, "phones");
    write_phone(writing, "service", service->telephone, "The service's own line");
    write_phone(writing, "out-of-hours", service->out_of_hours_telephone,
                note != NULL ? note : "Out of hours");
    json_end_list(writing->json);
}

static void
write_schedules(const struct writing *writing)
{
    JsonBuilder *json = writing->json;

    json_begin_list(json, "schedules");
    for (size_t i = 0; i < writing->service->opening_count; i++) {
        const struct service_opening *opening = &writing->service->openings[i];
        const char day[] = {g_ascii_toupper(opening->day[0]),
                            g_ascii_toupper(opening->day[1]), '\0'};

        json_begin_part(json, &writing->listing->id, "schedule/%zu", i);
        json_add_text(json, "freq", "WEEKLY");
        json_add_text(json, "byday", day);
        json_add_text(json, "opens_at", opening->from);
        json_add_text(json, "closes_at", opening->to);
        json_add_text(json, "description", label_of(writing, "weekday", opening->day));
        json_builder_end_object(json);
    }
    json_end_list(json);
}

static void
write_service_areas(const struct writing *writing)
{
    JsonBuilder *json = writing->json;
    const struct service *service = writing->service;

    json_begin_list(json, "service_areas");
    if (service->is_nationwide) {
        json_begin_part(json, &writing->listing->id, "area/nationwide");
        json_add_text(json, "name", "The whole country");
        json_builder_end_object(json);
    }
    for (size_t i = 0; i < service->served_count; i++) {
        const struct service_served *served = &service->served[i];
        const char *code = served->area != NULL ? served->area : served->region;
        g_autofree char *uri = g_strconcat(
            "http://statistics.data.gov.uk/id/statistical-geography/", code, NULL);

        json_begin_part(json, &writing->listing->id, "area/%s", code);
        json_add_text(json, "name",
                      served->area != NULL ? served->area
                                           : label_of(writing, "region", code));
        json_add_text(json, "uri", uri);
        json_builder_end_object(json);
    }
    json_end_list(json);
}

static void
write_languages(const struct writing *writing)
{
    JsonBuilder *json = writing->json;

    json_begin_list(json, "languages");
    for (size_t i = 0; i < writing->service->language_count; i++) {
        json_begin_part(json, &writing->listing->id, "language/%s",
                        writing->service->languages[i]);
        json_add_text(json, "code", writing->service->languages[i]);
        json_builder_end_object(json);
    }
    json_end_list(json);
}

static const char *
region_name(const struct writing *writing, const struct service_location *location)
{
    const char *region =
        location->area != NULL ? region_of_area(location->area) : location->region;

    return region != NULL ? label_of(writing, "region", region) : NULL;
}

static void
write_address(const struct writing *writing, const struct service_location *location,
              const char *region, size_t number)
{
    JsonBuilder *json = writing->json;

    json_begin_list(json, "addresses");
    if (location->address != NULL) {
        json_begin_part(json, &writing->listing->id, "address/%zu", number);
        json_add_text(json, "address_1", location->address);
        json_add_text(json, "city", location->town);
        json_add_text(json, "region", region);
        json_add_text(json, "state_province", region != NULL ? region : "");
        json_add_text(json, "postal_code", location->postcode);
        json_add_text(json, "country", "GB");
        json_add_text(json, "address_type", "physical");
        json_builder_end_object(json);
    }
    json_end_list(json);
}

static void
write_access(const struct writing *writing, enum maybe said, const char *part,
             const char *yes, const char *no, size_t number)
{
    if (said == UNSAID)
        return;
    json_begin_part(writing->json, &writing->listing->id, "%s/%zu", part, number);
    json_add_text(writing->json, "description", said == YES ? yes : no);
    json_builder_end_object(writing->json);
}

/*
 * A place.  That of a confidential service has no name, address or district, whatever
 * was published: its region is all there is.
 */
static void
write_location(const struct writing *writing, size_t number)
{
    const struct service_location *location = &writing->service->locations[number];
    struct service_location shown = *location;
    JsonBuilder *json = writing->json;
    const char *region = region_name(writing, location);

    if (writing->service->is_confidential) {
        shown.name = NULL;
        shown.address = NULL;
    }
    json_begin_part(json, &writing->listing->id, "at/%zu", number);
    json_builder_set_member_name(json, "location");
    json_begin_part(json, &writing->listing->id, "location/%zu", number);
    json_add_text(json, "location_type", shown.kind);
    json_add_text(json, "name", shown.name);
    json_add_text(json, "description",
                  writing->service->is_confidential ? region : NULL);
    write_address(writing, &shown, region, number);
    json_begin_list(json, "accessibility");
    write_access(writing, shown.step_free, "step-free", "Reached without steps",
                 "Has steps", number);
    write_access(writing, shown.wheelchair, "wheelchair",
                 "Can be used with a wheelchair", "Cannot be used with a wheelchair",
                 number);
    json_end_list(json);
    json_builder_end_object(json);
    json_builder_end_object(json);
}

static void
write_locations(const struct writing *writing)
{
    json_begin_list(writing->json, "service_at_locations");
    for (size_t i = 0; i < writing->service->location_count; i++)
        write_location(writing, i);
    json_end_list(writing->json);
}

/* Roles and patches; a name there never is. */
static void
write_contacts(const struct writing *writing)
{
    JsonBuilder *json = writing->json;

    json_begin_list(json, "contacts");
    for (size_t i = 0; i < writing->service->contact_count; i++) {
        const struct service_contact *contact = &writing->service->contacts[i];

        json_begin_part(json, &writing->listing->id, "contact/%zu", i);
        json_add_text(json, "title", label_of(writing, "role", contact->role));
        json_add_text(json, "department", contact->patch);
        json_begin_list(json, "phones");
        if (contact->telephone != NULL) {
            json_begin_part(json, &writing->listing->id, "contact-phone/%zu", i);
            json_add_text(json, "number", contact->telephone);
            json_add_text(json, "type", "voice");
            json_builder_end_object(json);
        }
        json_end_list(json);
        json_builder_end_object(json);
    }
    json_end_list(json);
}

/* One term of one of our code lists. */
static void
write_attribute(const struct writing *writing, const char *list, const char *code,
                const char *link_type, const char *value)
{
    const struct label_list *taxonomy = codes_find_list(writing->codes, list);
    const struct label_code *term = codes_find(writing->codes, list, code);
    struct uuid none = {{0}};
    JsonBuilder *json = writing->json;

    if (taxonomy == NULL || term == NULL)
        return;
    json_begin_part(json, &writing->listing->id, "attribute/%s/%s", list, code);
    json_add_text(json, "link_entity", "service");
    json_add_text(json, "link_type", link_type);
    json_add_text(json, "value", value);
    json_builder_set_member_name(json, "taxonomy_term");
    /* The same term has the same id wherever it stands. */
    json_begin_part(json, &none, "term/%s/%s", list, code);
    json_add_text(json, "code", code);
    json_add_text(json, "name", term->label);
    json_add_text(json, "description", term->hint != NULL ? term->hint : term->label);
    json_add_text(json, "taxonomy", taxonomy->source);
    json_add_text(json, "language", "en");
    json_builder_end_object(json);
    json_builder_end_object(json);
}

static void
write_attributes(const struct writing *writing)
{
    const struct service *service = writing->service;

    json_begin_list(writing->json, "attributes");
    write_attribute(writing, "referralType", service->type, "service_type", NULL);
    for (size_t i = 0; i < service->need_count; i++)
        write_attribute(writing, "need", service->needs[i].code, "need",
                        need_level_names[service->needs[i].up_to]);
    for (size_t i = 0; i < service->made_for_count; i++)
        write_attribute(writing, "community", service->made_for[i].group,
                        "intended_audience",
                        provision_names[service->made_for[i].provision]);
    json_end_list(writing->json);
}

static void
write_capacity(const struct writing *writing, int64_t now_us)
{
    const struct capacity *capacity = &writing->listing->capacity;
    JsonBuilder *json = writing->json;
    struct uuid none = {{0}};

    json_begin_list(json, "capacities");
    if (listing_is_fresh(writing->listing, now_us) &&
        !writing->service->is_confidential) {
        json_begin_part(json, &writing->listing->id, "capacity");
        json_builder_set_member_name(json, "unit");
        json_begin_part(json, &none, "unit/%s", capacity->unit);
        json_add_text(json, "name", label_of(writing, "capacityUnit", capacity->unit));
        json_add_text(json, "identifier", capacity->unit);
        json_builder_end_object(json);
        json_add_hundredths(json, "available", capacity->available);
        if (capacity->maximum >= 0)
            json_add_hundredths(json, "maximum", capacity->maximum);
        json_add_text(json, "description",
                      label_of(writing, "capacityStatus",
                               capacity_status_names[capacity->status]));
        json_add_time(json, "updated", writing->listing->noticed_us);
        json_builder_end_object(json);
    }
    json_end_list(json);
}

static void
write_organisation(const struct writing *writing)
{
    JsonBuilder *json = writing->json;
    const char *about = writing->service->organisation;
    struct uuid none = {{0}};

    json_builder_set_member_name(json, "organization");
    json_begin_part(json, &none, "agency/%s", writing->listing->agency);
    json_add_text(json, "name", writing->listing->agency_name);
    json_add_text(json, "description",
                  about != NULL ? about : writing->listing->agency_name);
    json_builder_end_object(json);
}

/* In words, because HSDS has numbers for ages alone. */
static char *
describe_eligibility(const struct writing *writing)
{
    const struct suits *suits = &writing->service->suits;
    GString *words = g_string_new(NULL);

    if (suits->sex != SEX_UNSAID)
        g_string_append_printf(
            words, "%s. ", label_of(writing, "sexRule", sex_rule_names[suits->sex]));
    if (suits->children_max == 0)
        g_string_append(words, "No children. ");
    else if (suits->children_max > 0)
        g_string_append_printf(words, "At most %d children. ", suits->children_max);
    if (suits->local_only == YES)
        g_string_append(words, "Only for people from the area served. ");
    if (suits->no_recourse == YES)
        g_string_append(words,
                        "People without recourse to public funds are accepted. ");
    if (words->len == 0)
        g_string_append(words, "Ask the service.");
    return g_strchomp(g_string_free(words, FALSE));
}

/* What stands in a list as well: the service's own members and its organisation. */
static void
write_plain(const struct writing *writing)
{
    static const char *const statuses[] = {
        [SERVICE_ACTIVE] = "active",
        [SERVICE_PAUSED] = "temporarily closed",
        [SERVICE_CLOSED] = "defunct",
    };
    const struct service *service = writing->service;
    g_autofree char *eligibility = describe_eligibility(writing);
    JsonBuilder *json = writing->json;

    json_builder_begin_object(json);
    json_add_uuid(json, "id", &writing->listing->id);
    json_add_text(json, "name", service->name);
    json_add_text(json, "description", service->description);
    json_add_text(json, "url", service->url);
    json_add_text(json, "email", service->email);
    json_add_text(json, "status", statuses[service->status]);
    json_add_text(json, "interpretation_services",
                  service->has_interpreters ? "Interpreters are arranged" : NULL);
    json_add_text(json, "application_process", service->how_to_refer);
    json_add_text(json, "fees_description", service->fees);
    json_add_text(json, "eligibility_description", eligibility);
    if (service->suits.age_from >= 0)
        json_add_number(json, "minimum_age", service->suits.age_from);
    if (service->suits.age_to >= 0)
        json_add_number(json, "maximum_age", service->suits.age_to);
    json_add_time(json, "last_modified", writing->listing->published_us);
    write_organisation(writing);
}

static struct writing
writing_of(JsonBuilder *json, const struct codes *codes, const struct listing *listing)
{
    return (struct writing){
        .json = json,
        .codes = codes,
        .listing = listing,
        .service = &listing->service,
    };
}

GBytes *
hsds_write_api(void)
{
    JsonBuilder *json = json_builder_new();

    json_builder_begin_object(json);
    json_add_text(json, "version", HSDS_VERSION);
    json_add_text(json, "profile", "https://docs.openreferral.org/en/3.1/");
    json_add_text(json, "openapi_url",
                  "https://raw.githubusercontent.com/openreferral/specification/3.1/"
                  "schema/openapi.json");
    return json_finish(json);
}

GBytes *
hsds_write_service(const struct codes *codes, const struct listing *listing,
                   int64_t now_us)
{
    JsonBuilder *json = json_builder_new();
    struct writing writing = writing_of(json, codes, listing);

    write_plain(&writing);
    write_phones(&writing);
    write_schedules(&writing);
    write_service_areas(&writing);
    write_locations(&writing);
    write_languages(&writing);
    write_contacts(&writing);
    write_attributes(&writing);
    write_capacity(&writing, now_us);
    return json_finish(json);
}

GBytes *
hsds_write_page(const struct codes *codes, const struct hsds_page *page)
{
    JsonBuilder *json = json_builder_new();
    int64_t pages = (page->total + page->per_page - 1) / page->per_page;

    json_builder_begin_object(json);
    json_add_number(json, "total_items", page->total);
    json_add_number(json, "total_pages", pages);
    json_add_number(json, "page_number", page->number);
    json_add_number(json, "size", (int64_t)page->count);
    json_add_bool(json, "first_page", page->number == 1);
    json_add_bool(json, "last_page", page->number >= pages);
    json_add_bool(json, "empty", page->count == 0);
    json_begin_list(json, "contents");
    for (size_t i = 0; i < page->count; i++) {
        struct writing writing = writing_of(json, codes, &page->listings[i]);

        write_plain(&writing);
        json_builder_end_object(json);
    }
    json_end_list(json);
    return json_finish(json);
}
