/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/statistics.h"

#include "common/documents/timestamp.h"
#include "exchange/store/log.h"
#include "exchange/store/statistics_queries.h"

#include <math.h>
#include <string.h>

static void
table_clear(void *data)
{
    struct statistics_table *table = data;

    g_free(table->cells);
}

static struct statistics *
statistics_new(void)
{
    struct statistics *statistics = g_new0(struct statistics, 1);

    statistics->tables = g_array_new(FALSE, TRUE, sizeof(struct statistics_table));
    g_array_set_clear_func(statistics->tables, table_clear);
    statistics->strings = g_string_chunk_new(1024);
    return statistics;
}

void
statistics_free(struct statistics *statistics)
{
    if (statistics == NULL)
        return;
    g_array_unref(statistics->tables);
    g_string_chunk_free(statistics->strings);
    g_free(statistics);
}

static void
finish(struct statistics *statistics)
{
    statistics->view.tables =
        (struct statistics_table *)(void *)statistics->tables->data;
    statistics->view.table_count = statistics->tables->len;
}

static void
add_table(struct statistics *statistics, const struct tally *tally,
          const struct suppression *suppression)
{
    struct statistics_table table =
        tally_table(tally, suppression, statistics->strings);

    g_array_append_val(statistics->tables, table);
}

static bool
has_result(const struct group *group, const char *result)
{
    return strcmp(group->result, result) == 0;
}

/* Days with two decimals. */
static struct statistics_cell
days_cell(const char *row, const char *quantile, double days)
{
    return (struct statistics_cell){.row = row,
                                    .column = quantile,
                                    .flag = CELL_VALUE,
                                    .value_hundredths = llround(days * 100)};
}

/*
 * The table of days: for each row the number of decisions, median and 90th percentile.
 * With a tally of the decisions and its suppression, those that are too few or
 * suppressed there are flagged.
 */
static bool
add_days(struct statistics *statistics, struct store *store,
         const struct statement *statement, const char *rows,
         const struct period *period, const struct tally *decided,
         struct suppression *suppression, GError **error)
{
    g_autoptr(rows) found = period_ask(store, statement, period, error);
    GArray *cells;
    struct statistics_table table = {.measure = "days-to-decision",
                                     .unit = "day",
                                     .rows = rows,
                                     .columns = "quantile"};

    if (found == NULL)
        return false;
    cells = g_array_new(FALSE, TRUE, sizeof(struct statistics_cell));
    for (size_t row = 0; row < rows_count(found); row++) {
        const char *code = rows_text(found, row, 0);
        const char *kept = code == NULL
                               ? NULL
                               : g_string_chunk_insert_const(statistics->strings, code);
        int64_t n = rows_int8(found, row, 1);
        struct statistics_cell line[] = {
            days_cell(kept, "n", (double)n),
            days_cell(kept, "median", rows_float8(found, row, 2)),
            days_cell(kept, "p90", rows_float8(found, row, 3))};

        for (size_t i = 0; i < G_N_ELEMENTS(line); i++) {
            if (n == 0 && i > 0)
                line[i].flag = CELL_MISSING;
            if (suppression != NULL &&
                (suppression_is_suppressed(
                     suppression, tally_number(decided, suppression, code, NULL)) ||
                 (i > 0 && n > 0 && n < SUPPRESSION_LEAST_MEASURED)))
                line[i].flag = CELL_SUPPRESSED;
            if (line[i].flag != CELL_VALUE)
                line[i].value_hundredths = 0;
            g_array_append_val(cells, line[i]);
        }
    }
    table.cell_count = cells->len;
    table.cells = (struct statistics_cell *)(void *)g_array_free(cells, FALSE);
    g_array_append_val(statistics->tables, table);
    return true;
}

/* One agency's own numbers. */

enum own_table {
    OWN_SENT,
    OWN_RECEIVED,
    OWN_ACCEPTED,
    OWN_DECLINED,
    OWN_REDIRECTED,
    OWN_WITHDRAWN,
    OWN_SUPERSEDED,
    OWN_OPEN,
    OWN_OUTCOMES,
    OWN_RESULTS,
    OWN_DEMAND,
    OWN_UNMET,
    OWN_TABLES
};

/* The agency of a column is the recipient: who accepted, declined, was asked. */
static const struct {
    const char *measure;
    const char *unit;
    const char *rows;
    const char *columns;
} own_tables[OWN_TABLES] = {
    [OWN_SENT] = {"sent", "leg", "agency", "legState"},
    [OWN_RECEIVED] = {"received", "leg", "agency", "legState"},
    [OWN_ACCEPTED] = {"accepted", "leg", "referralType", "agency"},
    [OWN_DECLINED] = {"declined", "leg", "reason", "agency"},
    [OWN_REDIRECTED] = {"redirected", "leg", "reason", "agency"},
    [OWN_WITHDRAWN] = {"withdrawn", "leg", "withdrawalReason", "agency"},
    [OWN_SUPERSEDED] = {"superseded", "leg", "referralType", "agency"},
    [OWN_OPEN] = {"open", "leg", "urgency", "agency"},
    [OWN_OUTCOMES] = {"outcomes", "leg", "endReason", "ending"},
    [OWN_RESULTS] = {"needs-result", "need", "need", "result"},
    [OWN_DEMAND] = {"sent", "referral", "area", "urgency"},
    [OWN_UNMET] = {"unmet-need", "need", "need", "area"},
};

static void
count_own(struct tally **tallies, const struct group *group, int agency)
{
    const int who = group->recipient;

    if (group->referrer == agency)
        tally_add(tallies[OWN_SENT], group->to, group->state, who, group->count);
    if (group->recipient == agency)
        tally_add(tallies[OWN_RECEIVED], group->from, group->state, who, group->count);
    if (has_result(group, "accepted"))
        tally_add(tallies[OWN_ACCEPTED], group->type, group->to, who, group->count);
    if (has_result(group, "declined"))
        tally_add(tallies[OWN_DECLINED], group->reason, group->to, who, group->count);
    if (has_result(group, "redirected"))
        tally_add(tallies[OWN_REDIRECTED], group->reason, group->to, who, group->count);
    if (has_result(group, "withdrawn"))
        tally_add(tallies[OWN_WITHDRAWN], group->reason, group->to, who, group->count);
    if (has_result(group, "superseded"))
        tally_add(tallies[OWN_SUPERSEDED], group->type, group->to, who, group->count);
    if (has_result(group, "open"))
        tally_add(tallies[OWN_OPEN], group->urgency, group->to, who, group->count);
    if (group->ending[0] != '\0')
        tally_add(tallies[OWN_OUTCOMES], group->end_reason, group->ending, who,
                  group->count);
}

static bool
count_all_own(struct tally **tallies, struct store *store, const struct period *period,
              GError **error)
{
    g_autoptr(rows) found = period_ask(store, &count_legs, period, error);

    if (found == NULL)
        return false;
    for (size_t row = 0; row < rows_count(found); row++) {
        struct group group = period_read_group(found, row);

        count_own(tallies, &group, period->agency);
    }
    return period_count(tallies[OWN_RESULTS], store, &count_results, period, error) &&
           period_count(tallies[OWN_DEMAND], store, &count_referrals, period, error) &&
           period_count(tallies[OWN_UNMET], store, &count_unmet, period, error);
}

struct statistics *
statistics_read_own(struct store *store, int agency, int32_t from_on, int32_t to_on,
                    GError **error)
{
    struct period period = {agency, date_begin(from_on), date_begin(to_on + 1)};
    g_autoptr(statistics) statistics = statistics_new();
    struct tally *tallies[OWN_TABLES];
    struct log_head head;
    bool is_counted;

    if (!log_read_head(store, &head, error))
        return NULL;
    for (size_t i = 0; i < OWN_TABLES; i++)
        tallies[i] = tally_new(own_tables[i].measure, own_tables[i].unit,
                               own_tables[i].rows, own_tables[i].columns, false);
    is_counted = count_all_own(tallies, store, &period, error);
    for (size_t i = 0; i < OWN_TABLES; i++) {
        if (is_counted)
            add_table(statistics, tallies[i], NULL);
        tally_free(tallies[i]);
    }
    if (!is_counted || !add_days(statistics, store, &measure_by_agency, "agency",
                                 &period, NULL, NULL, error))
        return NULL;
    statistics->view.scope = SCOPE_OWN;
    statistics->view.from_on = from_on;
    statistics->view.to_on = to_on;
    statistics->view.sequence = (uint64_t)head.sequence;
    finish(statistics);
    return g_steal_pointer(&statistics);
}

/* Across agencies. */

enum across_table {
    ACROSS_DEMAND,
    ACROSS_RECEIVED,
    ACROSS_ACCEPTED,
    ACROSS_SUPERSEDED,
    ACROSS_OPEN,
    ACROSS_REFUSED, /* hidden: received less accepted, superseded and open */
    ACROSS_DECLINED,
    ACROSS_REDIRECTED,
    ACROSS_WITHDRAWN,
    ACROSS_DECIDED,   /* hidden: behind the table of days */
    ACROSS_UNDECIDED, /* hidden: received less decided */
    ACROSS_OUTCOMES,
    ACROSS_RUNNING, /* hidden: accepted less outcomes */
    ACROSS_RESULTS,
    ACROSS_UNMET,
    ACROSS_TABLES
};

static const struct {
    const char *measure;
    const char *unit;
    const char *rows;
    const char *columns;
    bool is_hidden;
} across_tables[ACROSS_TABLES] = {
    [ACROSS_DEMAND] = {"sent", "referral", "area", "urgency", false},
    [ACROSS_RECEIVED] = {"received", "leg", "urgency", "referralType", false},
    [ACROSS_ACCEPTED] = {"accepted", "leg", "urgency", NULL, false},
    [ACROSS_SUPERSEDED] = {"superseded", "leg", "urgency", NULL, false},
    [ACROSS_OPEN] = {"open", "leg", "urgency", NULL, false},
    [ACROSS_REFUSED] = {"", "leg", "urgency", NULL, true},
    [ACROSS_DECLINED] = {"declined", "leg", "reason", NULL, false},
    [ACROSS_REDIRECTED] = {"redirected", "leg", "reason", NULL, false},
    [ACROSS_WITHDRAWN] = {"withdrawn", "leg", "withdrawalReason", NULL, false},
    [ACROSS_DECIDED] = {"", "leg", "urgency", NULL, true},
    [ACROSS_UNDECIDED] = {"", "leg", "urgency", NULL, true},
    [ACROSS_OUTCOMES] = {"outcomes", "leg", "endReason", "ending", false},
    [ACROSS_RUNNING] = {"", "leg", "urgency", NULL, true},
    [ACROSS_RESULTS] = {"needs-result", "need", "need", "result", false},
    [ACROSS_UNMET] = {"unmet-need", "need", "need", "area", false},
};

/* Agencies contribute as recipients: it is their performance. */
static void
count_across(struct tally **tallies, const struct group *group)
{
    const int who = group->recipient;
    const char *urgency = group->urgency;
    const int64_t count = group->count;

    tally_add(tallies[ACROSS_RECEIVED], urgency, group->type, who, count);
    tally_add(tallies[group->is_decided ? ACROSS_DECIDED : ACROSS_UNDECIDED], urgency,
              NULL, who, count);
    if (has_result(group, "accepted")) {
        tally_add(tallies[ACROSS_ACCEPTED], urgency, NULL, who, count);
        if (group->ending[0] != '\0')
            tally_add(tallies[ACROSS_OUTCOMES], group->end_reason, group->ending, who,
                      count);
        else
            tally_add(tallies[ACROSS_RUNNING], urgency, NULL, who, count);
    } else if (has_result(group, "superseded")) {
        tally_add(tallies[ACROSS_SUPERSEDED], urgency, NULL, who, count);
    } else if (has_result(group, "open")) {
        tally_add(tallies[ACROSS_OPEN], urgency, NULL, who, count);
    } else {
        tally_add(tallies[ACROSS_REFUSED], urgency, NULL, who, count);
        tally_add(tallies[has_result(group, "declined")     ? ACROSS_DECLINED
                          : has_result(group, "redirected") ? ACROSS_REDIRECTED
                                                            : ACROSS_WITHDRAWN],
                  group->reason, NULL, who, count);
    }
}

static bool
count_all_across(struct tally **tallies, struct store *store,
                 const struct period *period, GError **error)
{
    g_autoptr(rows) found = period_ask(store, &count_legs, period, error);

    if (found == NULL)
        return false;
    for (size_t row = 0; row < rows_count(found); row++) {
        struct group group = period_read_group(found, row);

        count_across(tallies, &group);
    }
    return period_count(tallies[ACROSS_RESULTS], store, &count_results, period,
                        error) &&
           period_count(tallies[ACROSS_DEMAND], store, &count_referrals, period,
                        error) &&
           period_count(tallies[ACROSS_UNMET], store, &count_unmet, period, error);
}

/* Sums that join tables: at one row (NULL: the margin), whole = the parts. */
static void
link_tables(struct tally **tallies, struct suppression *suppression, const char *row,
            enum across_table whole, const enum across_table *parts, size_t count)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(size_t));

    for (size_t i = 0; i < count; i++) {
        size_t number = tally_number(tallies[parts[i]], suppression, row, NULL);

        g_array_append_val(numbers, number);
    }
    suppression_add_sum(suppression,
                        tally_number(tallies[whole], suppression, row, NULL), numbers);
}

static void
link_all(struct tally **tallies, struct suppression *suppression)
{
    static const enum across_table results[] = {ACROSS_ACCEPTED, ACROSS_SUPERSEDED,
                                                ACROSS_OPEN, ACROSS_REFUSED};
    static const enum across_table decisions[] = {ACROSS_DECIDED, ACROSS_UNDECIDED};
    static const enum across_table refused[] = {ACROSS_DECLINED, ACROSS_REDIRECTED,
                                                ACROSS_WITHDRAWN};
    static const enum across_table endings[] = {ACROSS_OUTCOMES, ACROSS_RUNNING};
    g_autoptr(GPtrArray) urgencies = tally_rows(tallies[ACROSS_RECEIVED]);

    for (guint i = 0; i < urgencies->len; i++) {
        const char *urgency = g_ptr_array_index(urgencies, i);

        link_tables(tallies, suppression, urgency, ACROSS_RECEIVED, results,
                    G_N_ELEMENTS(results));
        link_tables(tallies, suppression, urgency, ACROSS_RECEIVED, decisions,
                    G_N_ELEMENTS(decisions));
    }
    link_tables(tallies, suppression, NULL, ACROSS_RECEIVED, results,
                G_N_ELEMENTS(results));
    link_tables(tallies, suppression, NULL, ACROSS_RECEIVED, decisions,
                G_N_ELEMENTS(decisions));
    link_tables(tallies, suppression, NULL, ACROSS_REFUSED, refused,
                G_N_ELEMENTS(refused));
    link_tables(tallies, suppression, NULL, ACROSS_ACCEPTED, endings,
                G_N_ELEMENTS(endings));
}

static bool
fill_across(struct statistics *statistics, struct tally **tallies, struct store *store,
            const struct period *period, GError **error)
{
    g_autoptr(suppression) suppression = suppression_new();

    if (!count_all_across(tallies, store, period, error))
        return false;
    for (size_t i = 0; i < ACROSS_TABLES; i++)
        tally_enter(tallies[i], suppression);
    link_all(tallies, suppression);
    suppression_apply(suppression);
    for (size_t i = 0; i < ACROSS_TABLES; i++)
        if (!tally_is_hidden(tallies[i]))
            add_table(statistics, tallies[i], suppression);
    return add_days(statistics, store, &measure_by_urgency, "urgency", period,
                    tallies[ACROSS_DECIDED], suppression, error);
}

struct statistics *
statistics_read_across(struct store *store, int year, int quarter, GError **error)
{
    g_autoptr(GDate) first =
        g_date_new_dmy(1, (GDateMonth)(3 * quarter - 2), (GDateYear)year);
    g_autoptr(GDate) epoch = g_date_new_dmy(1, G_DATE_JANUARY, 1970);
    g_autoptr(statistics) statistics = statistics_new();
    struct tally *tallies[ACROSS_TABLES];
    struct period period = {.agency = LOG_PUBLISHED};
    g_autofree char *name = g_strdup_printf("%04dQ%d", year, quarter);
    struct log_head head;
    bool is_filled;

    if (!log_read_head(store, &head, error))
        return NULL;
    statistics->view.from_on = g_date_days_between(epoch, first);
    g_date_add_months(first, 3);
    statistics->view.to_on = g_date_days_between(epoch, first) - 1;
    period.from_us = date_begin(statistics->view.from_on);
    period.to_us = date_begin(statistics->view.to_on + 1);
    for (size_t i = 0; i < ACROSS_TABLES; i++)
        tallies[i] = tally_new(across_tables[i].measure, across_tables[i].unit,
                               across_tables[i].rows, across_tables[i].columns,
                               across_tables[i].is_hidden);
    is_filled = fill_across(statistics, tallies, store, &period, error);
    for (size_t i = 0; i < ACROSS_TABLES; i++)
        tally_free(tallies[i]);
    if (!is_filled)
        return NULL;
    statistics->view.scope = SCOPE_ACROSS;
    statistics->view.period = g_string_chunk_insert(statistics->strings, name);
    statistics->view.sequence = (uint64_t)head.sequence;
    finish(statistics);
    return g_steal_pointer(&statistics);
}
