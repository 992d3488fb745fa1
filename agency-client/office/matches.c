/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/matches.h"

#include "agency-client/office/services.h"
#include "agency-client/office/xml.h"

struct match_wish
matches_wish(struct office *office, const struct household_shape *shape)
{
    const struct address_book *book = office_book_if_any(office);
    struct match_wish wish = {.shape = *shape, .agency = office_agency(office)};
    const struct registration *own =
        book != NULL ? address_book_find(book, wish.agency) : NULL;

    wish.is_council = own != NULL && own->agency_kind == AGENCY_COUNCIL;
    return wish;
}

static char *
describe_vacancy(const struct matches_shown *shown, const struct vacancy *vacancy)
{
    g_autoptr(GString) words = g_string_new("has a vacancy");
    char from[DATE_TEXT_BYTES];

    if (vacancy->bedrooms >= 0)
        g_string_append_printf(words, ", %d bedroom%s", vacancy->bedrooms,
                               vacancy->bedrooms == 1 ? "" : "s");
    if (vacancy->available_from != DATE_NONE) {
        date_write(vacancy->available_from, from);
        g_string_append_printf(words, ", free from %s", from);
    }
    if (vacancy->rent_weekly_pence >= 0)
        g_string_append_printf(words, ", %d.%02d pounds a week",
                               vacancy->rent_weekly_pence / 100,
                               vacancy->rent_weekly_pence % 100);
    if (vacancy->area != NULL || vacancy->region != NULL)
        g_string_append_printf(
            words, ", in %s",
            vacancy->area != NULL
                ? vacancy->area
                : labels_code(shown->labels, "region", vacancy->region));
    return g_string_free(g_steal_pointer(&words), FALSE);
}

char *
matches_describe_room(const struct matches_shown *shown, const struct match *match)
{
    const struct capacity *capacity = &match->listing->capacity;
    g_autofree char *age = timestamp_age(match->listing->noticed_us, shown->now_us);

    switch (match->tier) {
    case MATCH_VACANCY:
        return describe_vacancy(shown, match->vacancy);
    case MATCH_ROOM:
        return g_strdup_printf("has room, as it said %s ago", age);
    case MATCH_ASSESSMENT:
        return g_strdup("can say after an assessment");
    case MATCH_WAITLIST:
        return capacity->wait_weeks < 0
                   ? g_strdup("has a waiting list")
                   : g_strdup_printf("has a waiting list of about %d week%s",
                                     capacity->wait_weeks,
                                     capacity->wait_weeks == 1 ? "" : "s");
    default:
        return g_strdup("has not said whether there is room: ask");
    }
}

static void
write_rules(GString *xml, const char *element, const struct match *match,
            uint64_t rules)
{
    for (int rule = 0; rule < MATCH_RULES; rule++) {
        g_autofree char *words = NULL;

        if ((rules & MATCH_SET(rule)) == 0)
            continue;
        words = match_describe(match, (enum match_rule)rule);
        g_string_append_printf(xml, "<%s", element);
        xml_attribute(xml, "rule", match_rule_names[rule]);
        xml_attribute(xml, "words", words);
        g_string_append(xml, "/>");
    }
}

static void
write_unmet(GString *xml, const struct matches_shown *shown, const struct match *match)
{
    const struct household_shape *shape = &shown->wish->shape;

    for (size_t i = 0; i < shape->need_count; i++) {
        if (match_meets(&match->listing->service, &shape->needs[i]))
            continue;
        g_string_append(xml, "<unmet");
        xml_attribute(xml, "need", shape->needs[i].code);
        xml_attribute(xml, "level", need_level_names[shape->needs[i].level]);
        g_string_append(xml, "/>");
    }
}

static void
write_identity(GString *xml, const struct match *match)
{
    const struct listing *listing = match->listing;
    char id[UUID_TEXT_BYTES];

    xml_attribute(xml, "agency", listing->agency);
    xml_attribute(xml, "agencyName", listing->agency_name);
    xml_attribute(xml, "service", listing->service.slug);
    xml_attribute(xml, "name", listing->service.name);
    xml_attribute(xml, "telephone", listing->service.telephone);
    uuid_write(&listing->id, id);
    xml_attribute(xml, "id", id);
    if (match->vacancy != NULL) {
        uuid_write(&match->vacancy->id, id);
        xml_attribute(xml, "vacancy", id);
    }
}

static void
write_match(GString *xml, const struct matches_shown *shown, const struct match *match,
            unsigned int rank)
{
    const struct listing *listing = match->listing;
    g_autofree char *room = rank > 0 ? matches_describe_room(shown, match) : NULL;

    g_string_append(xml, rank > 0 ? "<match" : "<miss");
    if (rank > 0)
        xml_number(xml, "rank", rank);
    xml_attribute(xml, "tier", match_tier_names[match->tier]);
    write_identity(xml, match);
    xml_attribute(xml, "room", room);
    if (listing->has_capacity)
        xml_time(xml, "validUntil", listing->capacity.valid_until_us);
    g_string_append_c(xml, '>');
    write_rules(xml, "failed", match, match->failed);
    write_rules(xml, "ask", match, match->asked);
    write_unmet(xml, shown, match);
    g_string_append(xml, rank > 0 ? "</match>\n" : "</miss>\n");
}

GBytes *
matches_write(const struct matches_shown *shown)
{
    const GArray *matches = shown->matches;
    GString *xml = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<find");
    unsigned int rank = 0;

    xml_attribute(xml, "xmlns", CLIENT_NAMESPACE);
    xml_time(xml, "fetched", shown->fetched_us);
    g_string_append(xml, ">\n");
    for (unsigned int i = 0; i < matches->len; i++) {
        const struct match *match = &g_array_index(matches, struct match, i);

        write_match(xml, shown, match, match->tier == MATCH_MISS ? 0 : ++rank);
    }
    for (unsigned int i = 0; i < shown->doubts->len; i++) {
        const struct doubt *doubt = shown->doubts->pdata[i];

        g_string_append(xml, "<doubt");
        xml_attribute(xml, "agency", doubt->agency);
        xml_attribute(xml, "service", doubt->service);
        xml_attribute(xml, "why", doubt->why);
        g_string_append(xml, "/>\n");
    }
    return xml_finish(xml, "find");
}
