/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_match [SERVICES [ROUNDS]]: how long `find` takes to judge and to rank the
 * services of a partnership, and what reading their list takes before, in wall-clock
 * time.
 */
#include "common/documents/availability.h"
#include "common/documents/match.h"
#include "common/documents/services_view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Four needs, three of them met by some; five areas, one of them far; both sexes. */
static const char *const needs[] = {"domestic-abuse", "housing", "parenting",
                                    "debt-benefits"};
static const char *const areas[] = {"E08000003", "E08000006", "E07000123", "E06000018",
                                    "E09000033"};
static const char *const sexes[] = {"any", "women", "men"};
static const char *const states[] = {
    "status=\"capacity\" available=\"2\"", "status=\"no-capacity\" available=\"0\"",
    "status=\"waitlist\" available=\"0\" waitWeeks=\"6\""};

static const char enquiry[] =
    "<authoring xmlns=\"urn:referral-exchange:document:1\">"
    "<availability-enquiry xmlns=\"urn:referral-exchange:availability-enquiry:1\""
    " service=\"any\"><need code=\"domestic-abuse\" level=\"high\"/>"
    "<need code=\"housing\" level=\"high\"/><client sex=\"female\" ageBand=\"25-34\"/>"
    "<household adults=\"1\" bedrooms=\"3\" pets=\"true\" riskLevel=\"high\">"
    "<children ageBand=\"0-4\" count=\"2\"/><children ageBand=\"5-11\" count=\"3\"/>"
    "</household><area origin=\"E07000123\"><wanted code=\"E08000003\"/>"
    "<wanted code=\"E08000006\"/></area><access stepFree=\"true\"/>"
    "</availability-enquiry></authoring>";

static void
append_vacancies(GString *xml, int number)
{
    for (int i = 0; i < number % 4; i++)
        g_string_append_printf(
            xml,
            "<vacancy id=\"0a1b2c3d-0000-4000-8000-%06d%06d\" bedrooms=\"%d\""
            " area=\"%s\" pets=\"%s\"/>",
            number, i, (number + i) % 7 + 1,
            areas[(size_t)(number + i) % G_N_ELEMENTS(areas)],
            number % 2 == 0 ? "true" : "false");
}

static void
append_listing(GString *xml, int number)
{
    g_string_append_printf(
        xml,
        "<listing id=\"0a1b2c3d-0000-4000-8000-%012d\" agency=\"agency-%d\""
        " agencyName=\"Agency %d\" document=\"0a1b2c3d-0000-4000-8000-%012d\""
        " published=\"2026-11-22T09:00:00Z\">"
        "<service xmlns=\"urn:referral-exchange:service:1\" service=\"s-%d\""
        " status=\"active\" type=\"domestic-abuse\" name=\"Service %d\" "
        "route=\"agency\">"
        "<description>What the service does, for whom, and how it is "
        "reached.</description>"
        "<location kind=\"physical\" area=\"%s\" stepFree=\"true\"/>",
        number, number % 60, number % 60, number, number, number,
        areas[(size_t)number % G_N_ELEMENTS(areas)]);
    for (int i = 0; i < 3; i++)
        g_string_append_printf(xml, "<served area=\"%s\"/>",
                               areas[(size_t)(number + i) % G_N_ELEMENTS(areas)]);
    g_string_append(xml, "<language code=\"so\"/><language code=\"ur\"/>"
                         "<madeFor group=\"women\" provision=\"specialist\"/>");
    for (int i = 0; i < 3; i++)
        g_string_append_printf(xml, "<need code=\"%s\" upTo=\"%s\"/>",
                               needs[(size_t)(number + i) % G_N_ELEMENTS(needs)],
                               number % 4 == 0 ? "medium" : "high");
    g_string_append_printf(
        xml,
        "<eligibility sex=\"%s\" ageFrom=\"%d\" childrenMax=\"%d\" boysTo=\"14\"/>"
        "</service><notice document=\"0a1b2c3d-0000-4000-8000-%012d\""
        " published=\"2026-11-22T09:00:00Z\">"
        "<capacity xmlns=\"urn:referral-exchange:capacity:1\" service=\"s-%d\""
        " unit=\"home\" %s validUntil=\"2026-11-%dT09:00:00Z\">",
        sexes[(size_t)number % G_N_ELEMENTS(sexes)], number % 2 == 0 ? 16 : 21,
        number % 8, number, number, states[(size_t)number % G_N_ELEMENTS(states)],
        number % 10 == 0 ? 21 : 28);
    append_vacancies(xml, number);
    g_string_append(xml, "</capacity></notice></listing>");
}

static GBytes *
services_of(int count)
{
    GString *xml = g_string_new("<services xmlns=\"urn:referral-exchange:view:1\">");

    for (int number = 0; number < count; number++)
        append_listing(xml, number);
    g_string_append(xml, "</services>");
    return g_string_free_to_bytes(xml);
}

static int
compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;

    return (a > b) - (a < b);
}

static double
elapsed_ms(int64_t begin_us)
{
    return (double)(g_get_monotonic_time() - begin_us) / 1000;
}

/* The match itself, round after round; says how many suit, which must be some. */
static bool
measure(const struct services_view *view, const struct match_wish *wish, int rounds,
        double read_ms)
{
    g_autofree double *times = g_new(double, rounds);
    unsigned int suit = 0;
    int64_t now_us;

    if (!timestamp_read("2026-11-22T09:00:00Z", &now_us))
        return false;
    for (int round = 0; round < rounds; round++) {
        int64_t begin_us = g_get_monotonic_time();
        g_autoptr(GArray) matches =
            match_list(view->listings, view->listing_count, wish, now_us);

        times[round] = elapsed_ms(begin_us);
        suit = 0;
        while (suit < matches->len &&
               g_array_index(matches, struct match, suit).tier != MATCH_MISS)
            suit++;
    }
    qsort(times, (size_t)rounds, sizeof *times, compare);
    printf("find services=%zu suit=%u p50_ms=%.3f p99_ms=%.3f read_ms=%.1f\n",
           view->listing_count, suit, times[rounds / 2], times[rounds * 99 / 100],
           read_ms);
    return suit > 0;
}

int
main(int argc, char **argv)
{
    int count = argc > 1 ? (int)g_ascii_strtoll(argv[1], NULL, 10) : 2000;
    int rounds = argc > 2 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 500;
    g_autoptr(GError) error = NULL;
    g_autoptr(schema) schema = schema_load(SCHEMA_AUTHORING, &error);
    g_autoptr(validator) validator = schema != NULL ? validator_new(schema) : NULL;
    g_autoptr(GBytes) file = g_bytes_new_static(enquiry, strlen(enquiry));
    g_autoptr(GBytes) bytes = services_of(count);
    g_autoptr(read_shape) read = NULL;
    g_autoptr(services_view) view = NULL;
    struct match_wish wish = {.agency = "eastborough"};
    int64_t begin_us;

    if (validator != NULL)
        read = availability_shape_read(validator, file, NULL, &error);
    begin_us = g_get_monotonic_time();
    if (read != NULL)
        view = services_view_read(bytes, &error);
    if (view == NULL) {
        fprintf(stderr, "bench_match: %s\n", error->message);
        return 1;
    }
    wish.shape = read->shape;
    return measure(view, &wish, rounds, elapsed_ms(begin_us)) ? 0 : 1;
}
