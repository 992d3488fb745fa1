/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/print.h"

#include "common/documents/timestamp.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS_MAX   64
#define DEFAULT_WIDTH 80
#define WIDEST        100

/* Also what reorders text: a name must not be able to rewrite the line it is in. */
static bool
is_harmless(gunichar character)
{
    switch (g_unichar_type(character)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return character == '\n';
    default:
        return true;
    }
}

char *
print_clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *clean = g_string_new(NULL);

    for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);

        if (is_harmless(character))
            g_string_append_unichar(clean, character);
        else
            g_string_append_c(clean, ' ');
    }
    return g_string_free(clean, FALSE);
}

int
print_width(const char *text)
{
    int width = 0;

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);

        if (!g_unichar_iszerowidth(character))
            width += g_unichar_iswide(character) ? 2 : 1;
    }
    return width;
}

char *
print_time(int64_t us, int64_t now_us)
{
    g_autoptr(GDateTime) then = g_date_time_new_from_unix_local(us / SECOND_US);
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_local(now_us / SECOND_US);

    if (then == NULL || now == NULL)
        return g_strdup("?");
    return g_date_time_format(then,
                              g_date_time_get_year(then) == g_date_time_get_year(now)
                                  ? "%e %b %H:%M"
                                  : "%e %b %Y %H:%M");
}

char *
print_age(int64_t us, int64_t now_us)
{
    return timestamp_age(us, now_us);
}

char *
print_id(const char *id)
{
    return g_strndup(id, PRINT_ID_CHARS);
}

bool
print_is_styled(void)
{
    const char *terminal = getenv("TERM");

    return isatty(STDOUT_FILENO) && terminal != NULL &&
           !g_str_equal(terminal, "dumb") && getenv("NO_COLOR") == NULL;
}

void
print_loud(const char *format, ...)
{
    va_list values;
    g_autofree char *text = NULL;
    g_autofree char *clean = NULL;

    va_start(values, format);
    text = g_strdup_vprintf(format, values);
    va_end(values);
    clean = print_clean(text);
    if (print_is_styled())
        printf("\033[1;31m%s\033[0m\n", clean);
    else
        printf("%s\n", clean);
}

static int
terminal_width(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return MIN((int)size.ws_col, WIDEST);
    return DEFAULT_WIDTH;
}

/* One line of words; the first is indented by first, the others by indent. */
static void
wrap_line(const char *line, int first, int indent, int width)
{
    g_auto(GStrv) words = g_strsplit_set(line, " \t", -1);
    int at = -1;

    for (int i = 0; words[i] != NULL; i++) {
        int size = print_width(words[i]);

        if (size == 0)
            continue;
        if (at < 0) {
            printf("%*s%s", first, "", words[i]);
            at = first + size;
        } else if (at + 1 + size > width) {
            printf("\n%*s%s", indent, "", words[i]);
            at = indent + size;
        } else {
            printf(" %s", words[i]);
            at += 1 + size;
        }
    }
    if (at >= 0)
        putchar('\n');
}

void
print_wrapped(int indent, const char *text)
{
    g_autofree char *clean = print_clean(text);
    g_auto(GStrv) lines = g_strsplit(clean, "\n", -1);

    for (int i = 0; lines[i] != NULL; i++)
        wrap_line(lines[i], indent, indent, terminal_width());
}

void
print_loud_wrapped(const char *text)
{
    g_autofree char *clean = print_clean(text);

    fputs(print_is_styled() ? "\033[1;31m" : "", stdout);
    wrap_line(g_strdelimit(clean, "\n", ' '), 0, 2, terminal_width());
    fputs(print_is_styled() ? "\033[0m" : "", stdout);
}

struct row {
    char **cells;
    bool is_loud;
};

struct table {
    int column_count;
    bool is_right[COLUMNS_MAX];
    char *headings[COLUMNS_MAX];
    GPtrArray *rows;
};

static void
row_free(struct row *row)
{
    g_strfreev(row->cells);
    g_free(row);
}

struct table *
table_new(const char *const *headings)
{
    struct table *table = g_new0(struct table, 1);

    for (int i = 0; headings[i] != NULL && i < COLUMNS_MAX; i++) {
        table->is_right[i] = headings[i][0] == '#';
        table->headings[i] = g_strdup(headings[i] + table->is_right[i]);
        table->column_count++;
    }
    table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
    return table;
}

void
table_free(struct table *table)
{
    for (int i = 0; i < table->column_count; i++)
        g_free(table->headings[i]);
    g_ptr_array_unref(table->rows);
    g_free(table);
}

void
table_add_cells(struct table *table, const char *const *cells)
{
    struct row *row = g_new0(struct row, 1);

    row->cells = g_new0(char *, (size_t)table->column_count + 1);
    for (int i = 0; i < table->column_count; i++) {
        row->cells[i] = print_clean(cells[i] != NULL ? cells[i] : "");
        g_strdelimit(row->cells[i], "\n", ' ');
    }
    g_ptr_array_add(table->rows, row);
}

void
table_add(struct table *table, ...)
{
    const char *cells[COLUMNS_MAX] = {0};
    va_list values;

    va_start(values, table);
    for (int i = 0; i < table->column_count; i++)
        cells[i] = va_arg(values, const char *);
    va_end(values);
    table_add_cells(table, cells);
}

void
table_mark_loud(struct table *table)
{
    struct row *row = table->rows->pdata[table->rows->len - 1];

    row->is_loud = true;
}

static void
print_cells(const struct table *table, char *const *cells, const int *widths)
{
    GString *line = g_string_new(NULL);

    for (int i = 0; i < table->column_count; i++) {
        int padding = widths[i] - print_width(cells[i]);

        if (table->is_right[i])
            g_string_append_printf(line, "%*s%s", padding, "", cells[i]);
        else
            g_string_append_printf(line, "%s%*s", cells[i], padding, "");
        if (i + 1 < table->column_count)
            g_string_append(line, "  ");
    }
    g_strchomp(line->str);
    puts(line->str);
    g_string_free(line, TRUE);
}

void
table_print(const struct table *table)
{
    int widths[COLUMNS_MAX] = {0};

    for (int i = 0; i < table->column_count; i++)
        widths[i] = print_width(table->headings[i]);
    for (unsigned r = 0; r < table->rows->len; r++) {
        const struct row *row = table->rows->pdata[r];

        for (int i = 0; i < table->column_count; i++)
            widths[i] = MAX(widths[i], print_width(row->cells[i]));
    }
    print_cells(table, table->headings, widths);
    for (unsigned r = 0; r < table->rows->len; r++) {
        const struct row *row = table->rows->pdata[r];
        bool is_styled = row->is_loud && print_is_styled();

        fputs(is_styled ? "\033[1;31m" : "", stdout);
        print_cells(table, row->cells, widths);
        fputs(is_styled ? "\033[0m" : "", stdout);
    }
}
