/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/office/statistics.h"
#include "agency-client/office/xml.h"
#include "common/documents/labels.h"
#include "common/documents/statistics_view.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "A period's numbers, counted by the exchange. Our own are true counts; --across "
    "shows all agencies together, where cells that could point to somebody are "
    "withheld and marked [c], never 0.";

struct statistics_options {
    char *period;
    char *from;
    char *to;
    gboolean is_across;
    gboolean is_csv;
};

static char *
make_query(const struct statistics_options *options, int64_t now_us)
{
    char quarter[QUARTER_TEXT_BYTES];
    g_autofree char *period = NULL;
    GString *query = g_string_new(NULL);

    quarter_write(quarter_of(now_us), quarter);
    period = g_uri_escape_string(options->period != NULL ? options->period : quarter,
                                 NULL, FALSE);
    if (options->from != NULL && options->to != NULL) {
        g_autofree char *from = g_uri_escape_string(options->from, NULL, FALSE);
        g_autofree char *to = g_uri_escape_string(options->to, NULL, FALSE);

        g_string_append_printf(query, "from=%s&to=%s", from, to);
    } else {
        g_string_append_printf(query, "period=%s", period);
    }
    g_string_append_printf(query, "&scope=%s",
                           statistics_scope_names[options->is_across]);
    return g_string_free(query, FALSE);
}

/* 250 is 2.5; whole numbers have no point. */
static char *
cell_text(const struct statistics_cell *cell)
{
    int64_t whole = cell->value_hundredths / 100;
    int64_t rest = cell->value_hundredths % 100;

    if (cell->flag != CELL_VALUE)
        return g_strdup_printf("[%s]", cell_flag_names[cell->flag]);
    if (rest == 0)
        return g_strdup_printf("%" G_GINT64_FORMAT, whole);
    return rest % 10 == 0
               ? g_strdup_printf("%" G_GINT64_FORMAT ".%d", whole, (int)(rest / 10))
               : g_strdup_printf("%" G_GINT64_FORMAT ".%02d", whole, (int)rest);
}

/* What a row or column code is called; NULL is the total. */
static const char *
code_label(const struct labels *labels, const char *dimension, const char *code)
{
    if (code == NULL)
        return "Total";
    return dimension != NULL && labels_find_list(labels, dimension) != NULL
               ? labels_code(labels, dimension, code)
               : code;
}

/* The codes of one side of a table, in the order they come; the total is NULL. */
static GPtrArray *
list_codes(const struct statistics_table *table, bool is_rows)
{
    GPtrArray *codes = g_ptr_array_new();

    for (size_t i = 0; i < table->cell_count; i++) {
        const char *code = is_rows ? table->cells[i].row : table->cells[i].column;
        bool is_known = false;

        for (unsigned j = 0; j < codes->len && !is_known; j++)
            is_known = g_strcmp0(codes->pdata[j], code) == 0;
        if (!is_known)
            g_ptr_array_add(codes, (char *)code);
    }
    return codes;
}

static const struct statistics_cell *
find_cell(const struct statistics_table *table, const char *row, const char *column)
{
    for (size_t i = 0; i < table->cell_count; i++)
        if (g_strcmp0(table->cells[i].row, row) == 0 &&
            g_strcmp0(table->cells[i].column, column) == 0)
            return &table->cells[i];
    return NULL;
}

static struct table *
begin_table(const struct labels *labels, const struct statistics_table *table,
            const GPtrArray *columns)
{
    GPtrArray *headings = g_ptr_array_new_with_free_func(g_free);
    const char *rows = table->rows != NULL ? table->rows : "";
    struct table *printed;

    g_ptr_array_add(headings, g_strdup(labels_code(labels, "dimension", rows)));
    for (unsigned i = 0; i < columns->len; i++)
        g_ptr_array_add(
            headings,
            g_strconcat("#",
                        table->columns == NULL
                            ? labels_code(labels, "unit", table->unit)
                            : code_label(labels, table->columns, columns->pdata[i]),
                        NULL));
    g_ptr_array_add(headings, NULL);
    printed = table_new((const char *const *)headings->pdata);
    g_ptr_array_unref(headings);
    return printed;
}

static void
print_table(const struct labels *labels, const struct statistics_table *table)
{
    g_autoptr(GPtrArray) rows = list_codes(table, true);
    g_autoptr(GPtrArray) columns = list_codes(table, false);
    g_autoptr(table) printed = begin_table(labels, table, columns);

    for (unsigned i = 0; i < rows->len; i++) {
        g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);

        g_ptr_array_add(cells,
                        g_strdup(code_label(labels, table->rows, rows->pdata[i])));
        for (unsigned j = 0; j < columns->len; j++) {
            const struct statistics_cell *cell =
                find_cell(table, rows->pdata[i], columns->pdata[j]);

            g_ptr_array_add(cells, cell != NULL ? cell_text(cell) : g_strdup(""));
        }
        table_add_cells(printed, (const char *const *)cells->pdata);
    }
    printf("\n%s (%s)\n", labels_code(labels, "measure", table->measure),
           labels_code(labels, "unit", table->unit));
    table_print(printed);
}

/* One figure needs no table of its own. */
static void
print_figure(const struct labels *labels, const struct statistics_table *table,
             struct table *figures)
{
    g_autofree char *text = cell_text(&table->cells[0]);

    table_add(figures, labels_code(labels, "measure", table->measure), text,
              labels_code(labels, "unit", table->unit), NULL);
}

static bool
is_figure(const struct statistics_table *table)
{
    return table->rows == NULL && table->columns == NULL && table->cell_count == 1;
}

static bool
has_suppressed(const struct statistics_view *view)
{
    for (size_t i = 0; i < view->table_count; i++)
        for (size_t j = 0; j < view->tables[i].cell_count; j++)
            if (view->tables[i].cells[j].flag == CELL_SUPPRESSED)
                return true;
    return false;
}

static void
print_figures(const struct labels *labels, const struct statistics_view *view)
{
    static const char *const headings[] = {"", "#", "", NULL};
    g_autoptr(table) figures = table_new(headings);

    int count = 0;

    for (size_t i = 0; i < view->table_count; i++) {
        if (!is_figure(&view->tables[i]))
            continue;
        print_figure(labels, &view->tables[i], figures);
        count++;
    }
    if (count > 0)
        table_print(figures);
}

static void
print_people(const struct statistics_view *view)
{
    g_autoptr(labels) labels = labels_load();
    char from[DATE_TEXT_BYTES];
    char to[DATE_TEXT_BYTES];

    date_write(view->from_on, from);
    date_write(view->to_on, to);
    printf("%s%s%s to %s: %s\n", view->period != NULL ? view->period : "",
           view->period != NULL ? ", " : "", from, to,
           view->scope == SCOPE_ACROSS ? "all agencies together, disclosure-controlled"
                                       : "our own, true counts, not for passing on");
    print_figures(labels, view);
    for (size_t i = 0; i < view->table_count; i++) {
        const struct statistics_table *table = &view->tables[i];

        if (!is_figure(table) && table->cell_count > 0)
            print_table(labels, table);
    }
    if (has_suppressed(view))
        puts(
            "\n[c] withheld: the count is small, or would give a small one away; it is "
            "not 0");
}

static int
run(struct invocation *invocation, const struct statistics_options *options)
{
    g_autoptr(office) office = command_open(invocation);
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(statistics_view) view = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *query = NULL;
    struct exchange_api *api;

    if (office == NULL)
        return EXIT_FAILED;
    query = make_query(options, office_now(office));
    api = office_api(office, &error);
    if (api == NULL ||
        !exchange_statistics_read(api, query, options->is_csv, &answer, &error))
        return command_fail(invocation, error);
    if (options->is_csv || invocation->is_xml) {
        xml_print_bytes(answer.body);
        return EXIT_DONE;
    }
    view = statistics_view_read(answer.body, &error);
    if (view == NULL)
        return command_fail(invocation, error);
    print_people(view);
    return EXIT_DONE;
}

int
command_statistics(struct invocation *invocation, int argc, char **argv)
{
    struct statistics_options options = {0};
    const GOptionEntry entries[] = {
        {"period", 'p', 0, G_OPTION_ARG_STRING, &options.period,
         "a quarter (default: this one)", "2026Q4"},
        {"from", 0, 0, G_OPTION_ARG_STRING, &options.from,
         "our own only: from this day", "DATE"},
        {"to", 0, 0, G_OPTION_ARG_STRING, &options.to, "to this day, included", "DATE"},
        {"across", 0, 0, G_OPTION_ARG_NONE, &options.is_across, "all agencies together",
         NULL},
        {"csv", 0, 0, G_OPTION_ARG_NONE, &options.is_csv, "as CSV", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "", summary, 0, 0)) {
        if ((options.from == NULL) != (options.to == NULL) ||
            (options.from != NULL && options.period != NULL))
            fprintf(stderr, "agency-client statistics: give --period, or --from and "
                            "--to\n");
        else
            status = run(invocation, &options);
    }
    g_free(options.period);
    g_free(options.from);
    g_free(options.to);
    return status;
}
