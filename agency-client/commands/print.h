/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_PRINT_H
#define AGENCY_CLIENT_COMMANDS_PRINT_H

/*
 * Printing for people: aligned tables, times, and text from other agencies made
 * harmless to a terminal.
 */

#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Text without control characters (a line feed stays); the caller frees it. */
char *print_clean(const char *text);

/* How many columns of a terminal the text takes. */
int print_width(const char *text);

/* Local time, "21 Nov 09:30", with the year when it is not this one's. */
char *print_time(int64_t us, int64_t now_us);

/* "4 min", "3 h", "12 d". */
char *print_age(int64_t us, int64_t now_us);

/* The first characters of an id, which all commands take for it: ids begin with their
 * time, and so many characters are its milliseconds. */
#define PRINT_ID_CHARS 13
char *print_id(const char *id);

/* Whether stdout is a terminal that takes bold and colour. */
bool print_is_styled(void);

/* Prints a line that must not be missed. */
void print_loud(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* The same, wrapped, with further lines indented under the first. */
void print_loud_wrapped(const char *text);

/* Prints text wrapped and indented. */
void print_wrapped(int indent, const char *text);

/* A table: rows are kept until it is printed, because the widest cell counts. */
struct table;

/* headings: one a column, NULL-terminated; "#" before a heading aligns right. */
struct table *table_new(const char *const *headings);
void table_free(struct table *table);
DEFINE_AUTOPTR(table, table_free)

/* Adds a row, one text a column, each copied and cleaned; NULL is an empty cell. */
void table_add(struct table *table, ...) G_GNUC_NULL_TERMINATED;
void table_add_cells(struct table *table, const char *const *cells);

/* A row that is printed loudly. */
void table_mark_loud(struct table *table);

void table_print(const struct table *table);

#endif
