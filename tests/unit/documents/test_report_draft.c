/* SPDX-License-Identifier: Apache-2.0 */
/* The beginning of a report, made of what was written before. */
#include "common/documents/report_draft.h"
#include "common/documents/timestamp.h"
#include "tests/unit/documents/support.h"
#include <string.h>

#define UPDATE(status)                                                                 \
    "<status-update xmlns='urn:referral-exchange:status-update:1' leg='" LEG_ID        \
    "' status='" status "' contactsAttempted='3' contactsMade='2' hoursPlanned='6'"    \
    " hoursDelivered='4.5'/>"
#define WORDS(summary)                                                                 \
    "<details xmlns='urn:referral-exchange:details:1' document='" DOCUMENT_ID          \
    "' case='" CASE_ID "' from='eastborough'><status-update><summary>" summary         \
    "</summary></status-update></details>"

static void
source_free(void *data)
{
    struct report_source *source = data;

    g_bytes_unref(source->content);
    g_clear_pointer(&source->details, g_bytes_unref);
    g_free(source);
}

static void
add(GPtrArray *sources, const char *body, const char *details)
{
    struct report_source *source = g_new0(struct report_source, 1);

    source->content = support_usual(body);
    if (details != NULL)
        source->details = g_bytes_new(details, strlen(details));
    g_ptr_array_add(sources, source);
}

static char *
make_draft(const GPtrArray *sources, int32_t since)
{
    struct labels *labels = labels_load();
    char *draft = report_draft_write(labels, sources, since);

    labels_free(labels);
    return draft;
}

static void
what_was_written_stands_in_its_order(void)
{
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(source_free);
    g_autofree char *draft = NULL;

    add(sources, good_referral, NULL);
    add(sources, UPDATE("progress"), WORDS("Mornings\n  run &amp; hold."));
    add(sources, UPDATE("progress"), WORDS("Bedtime slips."));
    draft = make_draft(sources, DATE_NONE);
    g_assert_nonnull(strstr(draft,
                            "2026-11-21, Status update: Mornings run &amp; hold.\n"
                            "2026-11-21, Status update: Bedtime slips.\n"));
    g_assert_nonnull(strstr(draft, "Contacts: 6 attempted, 4 made. "
                                   "Hours: 12.00 planned, 9.00 delivered."));
    g_assert_null(strstr(draft, "Referral:"));
}

static void
what_is_older_than_the_day_is_not_told(void)
{
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(source_free);
    g_autofree char *draft = NULL;
    int32_t tomorrow;

    g_assert_true(date_read("2026-11-22", &tomorrow));
    add(sources, UPDATE("progress"), WORDS("Too early."));
    draft = make_draft(sources, tomorrow);
    g_assert_null(strstr(draft, "Too early."));
    g_assert_nonnull(strstr(draft, "Contacts: 0 attempted"));
}

static void
the_oldest_gives_way_when_not_all_fits(void)
{
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(source_free);
    g_autofree char *draft = NULL;
    g_autofree char *long_words = g_strnfill(1500, 'x');
    g_autofree char *details = NULL;

    add(sources, UPDATE("started"), WORDS("The first."));
    details = g_strdup_printf(WORDS("%s"), long_words);
    add(sources, UPDATE("progress"), details);
    add(sources, UPDATE("progress"), details);
    add(sources, UPDATE("progress"), details);
    add(sources, UPDATE("progress"), WORDS("The last."));
    draft = make_draft(sources, DATE_NONE);
    g_assert_nonnull(strstr(draft, "(2 earlier entries are left out.)"));
    g_assert_null(strstr(draft, "The first."));
    g_assert_nonnull(strstr(draft, "The last."));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report-draft/what-was-written-stands-in-its-order",
                    what_was_written_stands_in_its_order);
    g_test_add_func("/report-draft/what-is-older-than-the-day-is-not-told",
                    what_is_older_than_the_day_is_not_told);
    g_test_add_func("/report-draft/the-oldest-gives-way-when-not-all-fits",
                    the_oldest_gives_way_when_not_all_fits);
    return g_test_run();
}
