/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/timestamp.h"
#include "exchange/store/statistics.h"
#include "tests/unit/store/fixture.h"

#include <string.h>

static const struct statistics_table *
find_table(const struct statistics *statistics, const char *measure, const char *unit)
{
    for (size_t i = 0; i < statistics->view.table_count; i++)
        if (strcmp(statistics->view.tables[i].measure, measure) == 0 &&
            strcmp(statistics->view.tables[i].unit, unit) == 0)
            return &statistics->view.tables[i];
    g_assert_not_reached();
}

/* The cell as CSV would have it: a number, a flag, or "-" where there is none. */
static char *
cell_of(const struct statistics *statistics, const char *measure, const char *unit,
        const char *row, const char *column)
{
    const struct statistics_table *table = find_table(statistics, measure, unit);

    for (size_t i = 0; i < table->cell_count; i++) {
        const struct statistics_cell *cell = &table->cells[i];

        if (g_strcmp0(cell->row, row) == 0 && g_strcmp0(cell->column, column) == 0)
            return cell->flag == CELL_VALUE
                       ? g_strdup_printf("%g", (double)cell->value_hundredths / 100)
                       : g_strdup(cell_flag_names[cell->flag]);
    }
    return g_strdup("-");
}

#define assert_cell(statistics, measure, unit, row, column, expected)                  \
    do {                                                                               \
        g_autofree char *found_ =                                                      \
            cell_of((statistics), (measure), (unit), (row), (column));                 \
        g_assert_cmpstr(found_, ==, (expected));                                       \
    } while (0)

/* Facts that fixture_step() does not write. */
static void
add_fact(struct fixture *fixture, const struct leg_record *leg, const char *kind,
         const char *code, const char *value)
{
    char text[UUID_TEXT_BYTES];
    g_autofree char *sql = NULL;

    uuid_write(&leg->id, text);
    sql = g_strdup_printf("INSERT INTO leg_fact SELECT '%s', %" G_GINT64_FORMAT
                          ", count(*), '%s', '%s', '%s' FROM leg_fact RETURNING 'done'",
                          text, leg->changed, kind, code, value);
    assert_sql(fixture, sql, "done");
}

static void
test_own_numbers_are_true(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(leg_record) accepted = NULL;
    g_autoptr(leg_record) declined = NULL;
    g_autoptr(leg_record) open = NULL;
    g_autoptr(leg_record) others = NULL;
    g_autoptr(statistics) own = NULL;
    g_autoptr(statistics) recipients = NULL;
    g_autoptr(statistics) earlier = NULL;
    int32_t today;

    fixture_add_agencies(fixture, 3);
    today = date_of(fixture->now_us);
    accepted = fixture_offer(fixture, 1, 2, NULL);
    declined = fixture_offer(fixture, 1, 3, NULL);
    open = fixture_offer(fixture, 1, 2, NULL);
    others = fixture_offer(fixture, 3, 2, NULL);
    fixture->now_us += DAY_US;
    fixture_step(fixture, accepted, KIND_RESPONSE, true, EVENT_ACCEPT, LEG_ACCEPTED);
    fixture->now_us += DAY_US;
    fixture_step(fixture, declined, KIND_RESPONSE, true, EVENT_DECLINE, LEG_DECLINED);
    add_fact(fixture, declined, "decline-reason", "capacity.full", "");
    add_fact(fixture, declined, "decline-reason", "elig.area", "");
    fixture_step(fixture, accepted, KIND_OUTCOME, true, EVENT_COMPLETED, LEG_COMPLETED);
    add_fact(fixture, accepted, "end-reason", "goals-met", "");
    add_fact(fixture, accepted, "result", "housing", "met");
    own = statistics_read_own(fixture->store, 1, today, today, &error);
    g_assert_no_error(error);
    assert_cell(own, "sent", "leg", NULL, NULL, "3");
    assert_cell(own, "sent", "leg", "agency-2", "offered", "1");
    assert_cell(own, "sent", "leg", "agency-2", "declined", "0");
    assert_cell(own, "received", "leg", NULL, NULL, "0");
    assert_cell(own, "accepted", "leg", "accommodation", "agency-2", "1");
    assert_cell(own, "declined", "leg", "capacity.full", "agency-3", "1");
    assert_cell(own, "declined", "leg", NULL, NULL, "1");
    assert_cell(own, "open", "leg", NULL, NULL, "1");
    assert_cell(own, "outcomes", "leg", "goals-met", "completed", "1");
    assert_cell(own, "needs-result", "need", "housing", "met", "1");
    assert_cell(own, "sent", "referral", "E07000123", "urgent", "3");
    assert_cell(own, "unmet-need", "need", "housing", "E07000123", "1");
    assert_cell(own, "unmet-need", "need", NULL, NULL, "2");
    assert_cell(own, "days-to-decision", "day", NULL, "n", "2");
    assert_cell(own, "days-to-decision", "day", NULL, "median", "1.5");
    assert_cell(own, "days-to-decision", "day", "agency-3", "median", "2");
    recipients = statistics_read_own(fixture->store, 2, today, today, &error);
    assert_cell(recipients, "received", "leg", NULL, NULL, "3");
    assert_cell(recipients, "received", "leg", "agency-3", "offered", "1");
    assert_cell(recipients, "sent", "leg", NULL, NULL, "0");
    assert_cell(recipients, "unmet-need", "need", NULL, NULL, "0");
    earlier = statistics_read_own(fixture->store, 1, today - 9, today - 1, &error);
    assert_cell(earlier, "sent", "leg", NULL, NULL, "0");
    assert_cell(earlier, "days-to-decision", "day", NULL, "median", "x");
}

static void
test_across_agencies_small_numbers_are_flags(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(statistics) across = NULL;
    g_autoptr(GBytes) xml = NULL;
    struct leg_record *legs[24];

    fixture_add_agencies(fixture, 5);
    /* 24 legs at five agencies: 20 accepted, 4 declined. */
    fixture_gather(fixture);
    for (int i = 0; i < 24; i++)
        legs[i] = fixture_offer(fixture, 1 + (i + 1) % 5, 1 + i % 5, NULL);
    fixture_commit_gathered(fixture);
    fixture_gather(fixture);
    for (int i = 0; i < 24; i++)
        fixture_step(fixture, legs[i], KIND_RESPONSE, true,
                     i < 20 ? EVENT_ACCEPT : EVENT_DECLINE,
                     i < 20 ? LEG_ACCEPTED : LEG_DECLINED);
    fixture_commit_gathered(fixture);
    for (int i = 0; i < 24; i++) {
        if (i >= 20)
            add_fact(fixture, legs[i], "decline-reason", "capacity.full", "");
        leg_record_free(legs[i]);
    }
    across = statistics_read_across(fixture->store, 2026, 2, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(across->view.period, ==, "2026Q2");
    assert_cell(across, "sent", "referral", NULL, NULL, "24");
    assert_cell(across, "received", "leg", NULL, NULL, "24");
    assert_cell(across, "declined", "leg", "capacity.full", NULL, "c");
    assert_cell(across, "declined", "leg", NULL, NULL, "c");
    /* 24 less 20 would give the declined away. */
    assert_cell(across, "accepted", "leg", NULL, NULL, "c");
    assert_cell(across, "open", "leg", NULL, NULL, "0");
    assert_cell(across, "days-to-decision", "day", NULL, "n", "24");
    assert_cell(across, "days-to-decision", "day", NULL, "median", "0");
    xml = statistics_view_write(&across->view);
    g_assert_nonnull(xml);
}

static void
test_two_agencies_are_too_few(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(statistics) across = NULL;
    g_autoptr(statistics) before = NULL;

    fixture_add_agencies(fixture, 3);
    fixture_gather(fixture);
    for (int i = 0; i < 30; i++)
        leg_record_free(fixture_offer(fixture, 1, 2 + i % 2, NULL));
    fixture_commit_gathered(fixture);
    across = statistics_read_across(fixture->store, 2026, 2, &error);
    g_assert_no_error(error);
    assert_cell(across, "sent", "referral", NULL, NULL, "c");
    assert_cell(across, "received", "leg", NULL, NULL, "c");
    assert_cell(across, "declined", "leg", NULL, NULL, "0");
    before = statistics_read_across(fixture->store, 2026, 1, &error);
    assert_cell(before, "received", "leg", NULL, NULL, "0");
}

static void
add_tests(void)
{
    g_test_add_func("/statistics/own-numbers-are-true", test_own_numbers_are_true);
    g_test_add_func("/statistics/across-agencies-small-numbers-are-flags",
                    test_across_agencies_small_numbers_are_flags);
    g_test_add_func("/statistics/two-agencies-are-too-few",
                    test_two_agencies_are_too_few);
}

int
main(int argc, char **argv)
{
    return fixture_run(argc, argv, add_tests);
}
