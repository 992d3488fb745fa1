/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/statistics.h"

#include "common/documents/timestamp.h"
#include "exchange/handlers/handlers.h"
#include "exchange/handlers/readers.h"

#define QUARTER_MONTHS 3

/* What is asked for: days from and to, both included; a quarter if it is exactly one.
 */
struct period {
    int32_t from_on;
    int32_t to_on;
    bool is_quarter;
    int year;
    int quarter; /* 1 to 4 */
};

/* A day of a year that has four digits: "2026" and "12-31". */
static int32_t
day_of_year(int year, const char *day)
{
    g_autofree char *text = g_strdup_printf("%04d-%s", year, day);
    int32_t date = DATE_NONE;

    return date_read(text, &date) ? date : DATE_NONE;
}

static void
quarter_fill(struct period *period, int year, int quarter)
{
    static const char *const begins[] = {"01-01", "04-01", "07-01", "10-01"};
    static const char *const ends[] = {"03-31", "06-30", "09-30", "12-31"};

    period->is_quarter = true;
    period->year = year;
    period->quarter = quarter;
    period->from_on = day_of_year(year, begins[quarter - 1]);
    period->to_on = day_of_year(year, ends[quarter - 1]);
}

/* "2026Q4" */
static bool
quarter_read(const char *text, struct period *period, GError **error)
{
    int year = 0;

    for (size_t i = 0; i < 4; i++) {
        if (!g_ascii_isdigit(text[i]))
            return refusal_set(error, REFUSAL_STATISTICS_PERIOD,
                               "period: a calendar quarter is written as in 2026Q4");
        year = year * 10 + (text[i] - '0');
    }
    if (year < 1970 || text[4] != 'Q' || text[5] < '1' || text[5] > '4' ||
        text[6] != '\0')
        return refusal_set(error, REFUSAL_STATISTICS_PERIOD,
                           "period: a calendar quarter is written as in 2026Q4");
    quarter_fill(period, year, text[5] - '0');
    return true;
}

static void
quarter_of(int32_t day, struct period *period)
{
    char text[DATE_TEXT_BYTES];
    int month;

    date_write(day, text);
    month = (int)g_ascii_strtoll(text + 5, NULL, 10);
    quarter_fill(period, (int)g_ascii_strtoll(text, NULL, 10),
                 (month - 1) / QUARTER_MONTHS + 1);
}

/* period=2026Q4, or from=DATE and to=DATE; without any, the quarter of today. */
static bool
period_read(const struct request *request, int32_t today, struct period *period,
            GError **error)
{
    const char *quarter = request_query(request, "period");
    const char *from = request_query(request, "from");
    const char *to = request_query(request, "to");

    if (quarter != NULL && (from != NULL || to != NULL))
        return refusal_set(error, REFUSAL_STATISTICS_PERIOD,
                           "give a period, or from and to, not both");
    if (quarter != NULL)
        return quarter_read(quarter, period, error);
    if (from == NULL && to == NULL) {
        quarter_of(today, period);
        return true;
    }
    if (from == NULL || to == NULL || !date_read(from, &period->from_on) ||
        !date_read(to, &period->to_on) || period->from_on > period->to_on)
        return refusal_set(error, REFUSAL_STATISTICS_PERIOD,
                           "from and to are two dates as in 2026-10-01, the first not "
                           "after the second");
    period->is_quarter = false;
    return true;
}

/* A quarter's name in the view is what was asked for. */
static struct statistics *
statistics_name(struct statistics *statistics, const struct period *period)
{
    if (statistics != NULL && period->is_quarter) {
        char name[24];

        g_snprintf(name, sizeof(name), "%04dQ%d", period->year, period->quarter);
        statistics->view.period = g_string_chunk_insert(statistics->strings, name);
    }
    return statistics;
}

static struct statistics *
own_read(struct exchange *exchange, const struct registry_agency *agency,
         const struct period *period, GError **error)
{
    struct statistics *statistics = statistics_read_own(
        exchange->store, agency->number, period->from_on, period->to_on, error);

    if (statistics != NULL)
        statistics->view.agency =
            g_string_chunk_insert(statistics->strings, agency->id);
    return statistics_name(statistics, period);
}

static struct statistics *
statistics_of(struct exchange *exchange, const struct request *request, GError **error)
{
    const struct caller *caller = request->caller;
    const char *scope = request_query(request, "scope");
    int32_t today = date_of(clock_now(exchange->clock));
    struct period period = {0};

    if (!period_read(request, today, &period, error))
        return NULL;
    if (scope == NULL || strcmp(scope, "own") == 0)
        return own_read(exchange, caller->agency, &period, error);
    if (strcmp(scope, "across") != 0) {
        refusal_set(error, REFUSAL_BAD_REQUEST, "scope is own or across");
        return NULL;
    }
    if (!period.is_quarter || period.from_on > today) {
        refusal_set(error, REFUSAL_STATISTICS_PERIOD,
                    "across agencies only whole calendar quarters are counted, up to "
                    "the present one: other periods could be subtracted");
        return NULL;
    }
    return statistics_name(
        statistics_read_across(exchange->store, period.year, period.quarter, error),
        &period);
}

/* By the parameter, else by what the client accepts. */
static bool
format_is_csv(const struct request *request, bool *is_csv, GError **error)
{
    const char *format = request_query(request, "format");
    const char *accept = request_header(request, "Accept");

    *is_csv = format != NULL ? strcmp(format, "csv") == 0
                             : accept != NULL && strstr(accept, "text/csv") != NULL;
    if (format == NULL || *is_csv || strcmp(format, "xml") == 0)
        return true;
    return refusal_set(error, REFUSAL_BAD_REQUEST, "format is xml or csv");
}

static bool
statistics_answer(void *context, const struct request *request,
                  struct response *response, GError **error)
{
    g_autoptr(statistics) statistics = NULL;
    g_autoptr(GBytes) bytes = NULL;
    bool is_csv;

    if (!format_is_csv(request, &is_csv, error))
        return false;
    statistics = statistics_of(context, request, error);
    if (statistics == NULL)
        return false;
    bytes = is_csv ? statistics_view_write_csv(&statistics->view)
                   : statistics_view_write(&statistics->view);
    response_bytes(response, 200, is_csv ? MEDIA_CSV : MEDIA_VIEW, bytes);
    response_header(response, "Vary", "Accept");
    return true;
}

/* GET /v1/statistics?period=2026Q4&scope=own|across&format=xml|csv: counted views. */
bool
handle_statistics_get(void *context, const struct request *request,
                      struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, statistics_answer);
    return true;
}
