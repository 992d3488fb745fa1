/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/matches.h"

#include "agency-client/commands/print.h"
#include "agency-client/office/xml.h"

#include <stdio.h>

#define MISSES_SHOWN 10

static char *
describe_vacancy(const struct matches_shown *shown, const struct vacancy *vacancy)
{
    g_autoptr(GString) words = g_string_new(NULL);
    char id[UUID_TEXT_BYTES];
    char from[DATE_TEXT_BYTES];

    uuid_write(&vacancy->id, id);
    g_string_append_printf(words, "vacancy %s", id);
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

static char *
describe_room(const struct matches_shown *shown, const struct match *match)
{
    const struct capacity *capacity = &match->listing->capacity;
    g_autofree char *age = print_age(match->listing->noticed_us, shown->now_us);

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

/* The labels of the needs that are met, or of those that are not; NULL when none. */
static char *
describe_needs(const struct matches_shown *shown, const struct match *match,
               bool is_met)
{
    const struct household_shape *shape = &shown->wish->shape;
    g_autoptr(GString) words = g_string_new(NULL);

    for (size_t i = 0; i < shape->need_count; i++) {
        if (match_meets(&match->listing->service, &shape->needs[i]) != is_met)
            continue;
        g_string_append_printf(
            words, "%s%s", words->len > 0 ? "; " : "",
            labels_code(shown->labels, "need", shape->needs[i].code));
    }
    return words->len == 0 ? NULL : g_string_free(g_steal_pointer(&words), FALSE);
}

static void
print_rules(const struct match *match, uint64_t rules, const char *before)
{
    for (int rule = 0; rule < MATCH_RULES; rule++) {
        g_autofree char *words = NULL;
        g_autofree char *line = NULL;

        if ((rules & MATCH_SET(rule)) == 0)
            continue;
        words = match_describe(match, (enum match_rule)rule);
        line = g_strconcat(before, words, NULL);
        print_wrapped(4, line);
    }
}

static void
print_title(const struct match *match, unsigned int rank)
{
    const struct listing *listing = match->listing;
    g_autofree char *name = print_clean(listing->service.name);
    g_autofree char *agency = print_clean(listing->agency_name);

    if (rank > 0)
        printf("%2u. ", rank);
    printf("%s, %s (%s/%s)\n", name, agency, listing->agency, listing->service.slug);
}

static void
print_match(const struct matches_shown *shown, const struct match *match,
            unsigned int rank)
{
    const struct service *service = &match->listing->service;
    g_autofree char *room = describe_room(shown, match);
    g_autofree char *met = describe_needs(shown, match, true);
    g_autofree char *unmet = describe_needs(shown, match, false);
    g_autofree char *meets = met != NULL ? g_strconcat("meets: ", met, NULL) : NULL;
    g_autofree char *lacks =
        unmet != NULL ? g_strconcat("does not meet at that level: ", unmet, NULL)
                      : NULL;

    print_title(match, rank);
    print_wrapped(4, room);
    if (meets != NULL)
        print_wrapped(4, meets);
    if (lacks != NULL)
        print_wrapped(4, lacks);
    print_rules(match, match->asked, "");
    if (service->telephone != NULL)
        printf("    telephone %s\n", service->telephone);
}

void
matches_print(const struct matches_shown *shown)
{
    const GArray *matches = shown->matches;
    bool shows_all = shown->shows_all;
    g_autofree char *age = print_age(shown->fetched_us, shown->now_us);
    unsigned int rank = 0, missed = 0;

    for (unsigned int i = 0; i < matches->len; i++) {
        const struct match *match = &g_array_index(matches, struct match, i);

        if (match->tier != MATCH_MISS) {
            print_match(shown, match, ++rank);
            continue;
        }
        if (missed++ == 0)
            printf(rank == 0 ? "no service suits\n\n" : "\ndo not suit\n\n");
        if (!shows_all && missed > MISSES_SHOWN)
            continue;
        print_title(match, 0);
        print_rules(match, match->failed, "- ");
    }
    if (!shows_all && missed > MISSES_SHOWN)
        printf("... and %u more that do not suit; --all shows them\n",
               missed - MISSES_SHOWN);
    printf("\n%u of %u services suit, as the exchange listed them %s ago\n", rank,
           matches->len, age);
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
write_match(GString *xml, const struct matches_shown *shown, const struct match *match,
            unsigned int rank)
{
    const struct listing *listing = match->listing;
    char id[UUID_TEXT_BYTES];

    g_string_append(xml, rank > 0 ? "<match" : "<miss");
    if (rank > 0)
        xml_number(xml, "rank", rank);
    xml_attribute(xml, "tier", match_tier_names[match->tier]);
    xml_attribute(xml, "agency", listing->agency);
    xml_attribute(xml, "service", listing->service.slug);
    xml_attribute(xml, "name", listing->service.name);
    uuid_write(&listing->id, id);
    xml_attribute(xml, "id", id);
    if (match->vacancy != NULL) {
        uuid_write(&match->vacancy->id, id);
        xml_attribute(xml, "vacancy", id);
    }
    if (listing->has_capacity)
        xml_time(xml, "validUntil", listing->capacity.valid_until_us);
    g_string_append_c(xml, '>');
    write_rules(xml, "failed", match, match->failed);
    write_rules(xml, "ask", match, match->asked);
    write_unmet(xml, shown, match);
    g_string_append(xml, rank > 0 ? "</match>" : "</miss>");
}

void
matches_print_xml(const struct matches_shown *shown)
{
    const GArray *matches = shown->matches;
    GString *xml = xml_begin("find");
    unsigned int rank = 0;

    xml_time(xml, "fetched", shown->fetched_us);
    g_string_append_c(xml, '>');
    for (unsigned int i = 0; i < matches->len; i++) {
        const struct match *match = &g_array_index(matches, struct match, i);

        write_match(xml, shown, match, match->tier == MATCH_MISS ? 0 : ++rank);
    }
    xml_end(xml, "find");
}
