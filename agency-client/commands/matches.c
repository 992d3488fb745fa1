/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/matches.h"

#include "agency-client/commands/print.h"

#include <stdio.h>

#define MISSES_SHOWN 10

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
    g_autofree char *room = matches_describe_room(shown, match);
    g_autofree char *met = describe_needs(shown, match, true);
    g_autofree char *unmet = describe_needs(shown, match, false);
    g_autofree char *meets = met != NULL ? g_strconcat("meets: ", met, NULL) : NULL;
    g_autofree char *lacks =
        unmet != NULL ? g_strconcat("does not meet at that level: ", unmet, NULL)
                      : NULL;
    char vacancy[UUID_TEXT_BYTES];

    print_title(match, rank);
    print_wrapped(4, room);
    if (match->vacancy != NULL) {
        uuid_write(&match->vacancy->id, vacancy);
        printf("    vacancy %s\n", vacancy);
    }
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
    bool has_vacancy = false;

    for (unsigned int i = 0; i < matches->len; i++) {
        const struct match *match = &g_array_index(matches, struct match, i);

        if (match->tier != MATCH_MISS) {
            print_match(shown, match, ++rank);
            has_vacancy |= match->vacancy != NULL;
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
    if (has_vacancy)
        puts("'agency-client refer FILE --vacancy ID' asks for a vacancy");
}
