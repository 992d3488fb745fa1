/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/statistics.h"

#include "agency-client/local_store/settings.h"

#include <string.h>

#define FIRST_YEAR 2000
#define LAST_YEAR  9999
#define MONTHS     3
#define QUARTERS   4

bool
quarter_read(const char *text, struct quarter *quarter)
{
    int year = 0;

    if (strlen(text) != QUARTER_TEXT_BYTES - 1 || text[4] != 'Q' || text[5] < '1' ||
        text[5] > '4')
        return false;
    for (int i = 0; i < 4; i++) {
        if (!g_ascii_isdigit(text[i]))
            return false;
        year = year * 10 + (text[i] - '0');
    }
    *quarter = (struct quarter){year, text[5] - '0'};
    return year >= FIRST_YEAR;
}

void
quarter_write(struct quarter quarter, char text[QUARTER_TEXT_BYTES])
{
    g_snprintf(text, QUARTER_TEXT_BYTES, "%04dQ%d",
               CLAMP(quarter.year, FIRST_YEAR, LAST_YEAR), quarter.number);
}

struct quarter
quarter_of(int64_t us)
{
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(us / SECOND_US);

    return (struct quarter){g_date_time_get_year(at),
                            (g_date_time_get_month(at) - 1) / MONTHS + 1};
}

static int
count_quarters(struct quarter quarter)
{
    return quarter.year * QUARTERS + quarter.number - 1;
}

struct quarter
quarter_before(struct quarter quarter, int count)
{
    int number = count_quarters(quarter) - count;

    return (struct quarter){number / QUARTERS, number % QUARTERS + 1};
}

int
quarter_compare(struct quarter one, struct quarter other)
{
    return count_quarters(one) - count_quarters(other);
}

/* What is kept of one quarter: the counts, and when they were said. */
struct keeping {
    char *counts_name;
    char *fetched_name;
    GBytes *counts;
    int64_t now_us;
};

static void
keeping_clear(struct keeping *keeping)
{
    g_free(keeping->counts_name);
    g_free(keeping->fetched_name);
}

typedef struct keeping keeping_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(keeping_auto, keeping_clear)

static bool
keep(struct local_store *store, void *data, GError **error)
{
    const struct keeping *keeping = data;
    g_autofree char *now = g_strdup_printf("%" G_GINT64_FORMAT, keeping->now_us);

    return settings_write(store, keeping->counts_name, keeping->counts, error) &&
           settings_write_text(store, keeping->fetched_name, now, error);
}

static bool
read_kept(struct office *office, const struct keeping *keeping, GBytes **counts,
          int64_t *fetched_us, GError **error)
{
    g_autofree char *fetched = NULL;

    if (!settings_read_text(office->store, keeping->fetched_name, &fetched, error) ||
        !settings_read(office->store, keeping->counts_name, counts, error))
        return false;
    *fetched_us = fetched != NULL ? g_ascii_strtoll(fetched, NULL, 10) : 0;
    return true;
}

/* What cannot be read is not kept over what could. */
static bool
ask(struct office *office, const char *period, enum statistics_scope scope,
    GBytes **counts, GError **error)
{
    struct exchange_api *api = office_api(office, error);
    g_autofree char *query =
        g_strdup_printf("period=%s&scope=%s", period, statistics_scope_names[scope]);
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(statistics_view) view = NULL;

    if (api == NULL || !exchange_statistics_read(api, query, false, &answer, error))
        return false;
    view = statistics_view_read(answer.body, error);
    if (view == NULL)
        return false;
    *counts = g_bytes_ref(answer.body);
    return true;
}

static bool
is_out_of_reach(const GError *error)
{
    return g_error_matches(error, EXCHANGE_ERROR, EXCHANGE_ERROR_NOT_CONNECTED) ||
           g_error_matches(error, EXCHANGE_ERROR, EXCHANGE_ERROR_NO_ANSWER) ||
           g_error_matches(error, EXCHANGE_ERROR, EXCHANGE_ERROR_WAIT);
}

GBytes *
statistics_fetch(struct office *office, struct quarter quarter,
                 enum statistics_scope scope, bool *is_reachable, int64_t *fetched_us,
                 GError **error)
{
    const char *name = statistics_scope_names[scope];
    char period[QUARTER_TEXT_BYTES];
    g_autoptr(GBytes) counts = NULL;
    g_autoptr(GError) reason = NULL;
    g_auto(keeping_auto) keeping = {.now_us = office_now(office)};

    quarter_write(quarter, period);
    keeping.counts_name = g_strdup_printf("statistics-%s-%s", name, period);
    keeping.fetched_name = g_strdup_printf("statistics-%s-%s-fetched", name, period);
    if (*is_reachable && !ask(office, period, scope, &counts, &reason)) {
        if (!is_out_of_reach(reason)) {
            g_propagate_error(error, g_steal_pointer(&reason));
            return NULL;
        }
        *is_reachable = false;
    }
    if (counts == NULL)
        return read_kept(office, &keeping, &counts, fetched_us, error)
                   ? g_steal_pointer(&counts)
                   : NULL;
    keeping.counts = counts;
    *fetched_us = keeping.now_us;
    return local_store_transact(office->store, keep, &keeping, error)
               ? g_steal_pointer(&counts)
               : NULL;
}
