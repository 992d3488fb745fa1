/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/induction.h"

#include "agency-client/commands/print.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "New staff by host: who has met whom, who is booked and what is overdue. First our "
    "own staff, then, of other agencies' staff, how they stand with us.";

#define FIXED_COLUMNS 4 /* before the hosts */

static int
compare_text(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static bool
is_ours(const struct induction_view *view, const struct starter_view *starter)
{
    return strcmp(starter->agency, view->agency) == 0;
}

/* The hosts of our own staff, each once, in order. */
static GPtrArray *
list_hosts(const struct induction_view *view, enum induction_programme programme)
{
    GPtrArray *hosts = g_ptr_array_new();

    for (size_t i = 0; i < view->starter_count; i++) {
        const struct starter_view *starter = &view->starters[i];

        if (!is_ours(view, starter) || starter->programme != programme)
            continue;
        for (size_t j = 0; j < starter->meeting_count; j++) {
            const char *host = starter->meetings[j].host;

            if (!g_ptr_array_find_with_equal_func(hosts, host, g_str_equal, NULL))
                g_ptr_array_add(hosts, (char *)host);
        }
    }
    g_ptr_array_sort(hosts, compare_text);
    return hosts;
}

/* An id's first word, if no other host has the same. */
static char *
short_name(const GPtrArray *hosts, const char *host)
{
    size_t length = strcspn(host, "-");
    unsigned alike = 0;

    for (unsigned i = 0; i < hosts->len; i++) {
        const char *other = hosts->pdata[i];

        alike += strcspn(other, "-") == length && strncmp(other, host, length) == 0;
    }
    return alike == 1 ? g_strndup(host, length) : g_strdup(host);
}

/* "3 Dec" */
static char *
day_text(int32_t day)
{
    g_autoptr(GDateTime) date =
        g_date_time_new_from_unix_utc(date_begin(day) / SECOND_US);
    g_autofree char *text = g_date_time_format(date, "%e %b");

    return g_strdup(g_strstrip(text));
}

static char *
meeting_text(const struct meeting_view *meeting)
{
    g_autofree char *day = meeting->on == DATE_NONE ? NULL : day_text(meeting->on);

    switch (meeting->state) {
    case MEETING_DONE:
        return g_strconcat("met ", day, NULL);
    case MEETING_BOOKED:
        return g_strconcat("booked ", day, NULL);
    case MEETING_WAITING:
        return g_strdup("waits");
    case MEETING_OVERDUE:
        return g_strdup("OVERDUE");
    case MEETING_DUE:
        break;
    }
    return g_strdup("-");
}

static const struct meeting_view *
find_meeting(const struct starter_view *starter, const char *host)
{
    for (size_t i = 0; i < starter->meeting_count; i++) {
        if (strcmp(starter->meetings[i].host, host) == 0)
            return &starter->meetings[i];
    }
    return NULL;
}

/* Adds a row: what tells the starter, then a cell for each host. */
static void
add_row(struct table *table, const struct starter_view *starter, const char *of,
        const GPtrArray *hosts)
{
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    char started[DATE_TEXT_BYTES];
    char due[DATE_TEXT_BYTES];
    bool is_late = false;

    date_write(starter->started_on, started);
    date_write(starter->due_on, due);
    if (of != NULL)
        g_ptr_array_add(cells, g_strdup(of));
    g_ptr_array_add(cells, g_strdup(starter->starter));
    g_ptr_array_add(cells, g_strdup(starter->role));
    g_ptr_array_add(cells, g_strdup(started));
    g_ptr_array_add(cells, g_strdup(due));
    for (unsigned i = 0; i < hosts->len; i++) {
        const struct meeting_view *meeting = find_meeting(starter, hosts->pdata[i]);

        is_late |= meeting != NULL && meeting->state == MEETING_OVERDUE;
        g_ptr_array_add(cells, meeting == NULL ? g_strdup("") : meeting_text(meeting));
    }
    table_add_cells(table, (const char *const *)cells->pdata);
    if (is_late)
        table_mark_loud(table);
}

/* Our own staff of one programme by host; false when there is nobody. */
static bool
print_own(const struct induction_view *view, enum induction_programme programme)
{
    static const char *const fixed[FIXED_COLUMNS] = {"STARTER", "ROLE", "STARTED",
                                                     "DUE"};
    g_autoptr(GPtrArray) hosts = list_hosts(view, programme);
    g_autoptr(GPtrArray) headings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(table) table = NULL;
    bool is_any = false;

    for (int i = 0; i < FIXED_COLUMNS; i++)
        g_ptr_array_add(headings, g_strdup(fixed[i]));
    for (unsigned i = 0; i < hosts->len; i++)
        g_ptr_array_add(headings, short_name(hosts, hosts->pdata[i]));
    g_ptr_array_add(headings, NULL);
    table = table_new((const char *const *)headings->pdata);
    for (size_t i = 0; i < view->starter_count; i++) {
        const struct starter_view *starter = &view->starters[i];

        if (!is_ours(view, starter) || starter->programme != programme)
            continue;
        add_row(table, starter, NULL, hosts);
        is_any = true;
    }
    if (is_any) {
        printf("our new staff: %s\n\n", induction_programme_names[programme]);
        table_print(table);
        putchar('\n');
    }
    return is_any;
}

/* Of other agencies' staff: how they stand with us. */
static bool
print_hosted(const struct induction_view *view)
{
    static const char *const headings[] = {"AGENCY", "STARTER", "ROLE", "STARTED",
                                           "DUE",    "WITH US", NULL};
    g_autoptr(table) table = table_new(headings);
    g_autoptr(GPtrArray) us = g_ptr_array_new();
    bool is_any = false;

    g_ptr_array_add(us, (char *)view->agency);
    for (size_t i = 0; i < view->starter_count; i++) {
        const struct starter_view *starter = &view->starters[i];

        if (is_ours(view, starter))
            continue;
        add_row(table, starter, starter->agency, us);
        is_any = true;
    }
    if (is_any) {
        puts("whom we are to meet\n");
        table_print(table);
        putchar('\n');
    }
    return is_any;
}

static void
print_figures(const char *whose, const struct circuit_figures *figures)
{
    if (figures->starters + figures->attended == 0)
        return;
    printf("%s: %d of %d meetings held", whose, figures->cells_done, figures->cells);
    if (figures->cells > 0)
        printf(" (%d %%)", figures->cells_done * 100 / figures->cells);
    printf(", %d overdue; of %d due, %d done in time\n", figures->cells_overdue,
           figures->due, figures->done_in_time);
    printf(
        "%*s  %d attended; feedback: %d on the day, %d after 90 days, %d after 180\n",
        (int)strlen(whose) - 1, "", figures->attended, figures->feedback[STAGE_DAY_0],
        figures->feedback[STAGE_DAY_90], figures->feedback[STAGE_DAY_180]);
}

static void
print_circuit(const struct induction_view *view)
{
    bool is_any = false;

    for (int programme = 0; programme < PROGRAMMES; programme++)
        is_any |= print_own(view, (enum induction_programme)programme);
    is_any |= print_hosted(view);
    if (!is_any)
        puts(
            "no new staff: 'agency-client induction starter' says that somebody began");
    print_figures("our staff", &view->figures[FIGURES_AGENCY].figures);
    print_figures("as a host", &view->figures[FIGURES_HOST].figures);
}

int
induction_circuit(struct invocation *invocation, int argc, char **argv)
{
    static const GOptionEntry none[] = {{NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(induction_view) view = NULL;
    int status;

    if (!command_parse(invocation, &argc, &argv, none, "", summary, 0, 0))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    view = induction_list(invocation, office, &status);
    if (view != NULL)
        print_circuit(view);
    return status;
}
