/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/csv_import.h"

#include "agency-client/office/csv_table.h"
#include "agency-client/office/parcel.h"
#include "common/documents/authoring.h"

#include <string.h>

#define REASON_MAX_BYTES 3000

struct importing {
    struct office *office;
    const struct csv_kind *kind;
    const char *into; /* NULL: a dry run */
    struct manifest *manifest;
    const struct csv_row *names;
    int *places; /* of each column of the kind: its field, or -1 */
    int only_if; /* the field of that column, or -1 */
};

static int
find_name(const struct csv_row *names, const char *name)
{
    for (unsigned i = 0; name != NULL && i < names->fields->len; i++)
        if (g_ascii_strcasecmp(names->fields->pdata[i], name) == 0)
            return (int)i;
    return -1;
}

static bool
is_known(const struct csv_kind *kind, const char *name)
{
    if (kind->only_if != NULL && g_ascii_strcasecmp(kind->only_if, name) == 0)
        return true;
    for (size_t i = 0; i < kind->column_count; i++)
        if (kind->columns[i].name != NULL &&
            g_ascii_strcasecmp(kind->columns[i].name, name) == 0)
            return true;
    return false;
}

/* A column that nobody reads is a mistake to be told of, not to be passed over. */
static bool
check_names(const struct importing *importing, GError **error)
{
    const struct csv_row *names = importing->names;

    for (unsigned i = 0; i < names->fields->len; i++) {
        const char *name = names->fields->pdata[i];

        if (is_known(importing->kind, name) && find_name(names, name) == (int)i)
            continue;
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "line %d: column %u is not one of a table of %s, or stands twice: "
                    "agency-client(1) lists them",
                    names->line, i + 1, importing->kind->name);
        return false;
    }
    for (size_t i = 0; i < importing->kind->column_count; i++) {
        const struct csv_column *column = &importing->kind->columns[i];

        if (!column->is_required || importing->places[i] >= 0)
            continue;
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "line %d: the column '%s' is missing", names->line, column->name);
        return false;
    }
    return true;
}

static const char *
value_of(const struct csv_row *row, int place)
{
    return place >= 0 ? row->fields->pdata[place] : "";
}

static void
add_reason(GString *reasons, const struct csv_column *columns, size_t count,
           const struct violation *violation)
{
    const char *column = csv_author_column(columns, count, violation->path);

    if (reasons->len > REASON_MAX_BYTES)
        return;
    if (reasons->len > 0)
        g_string_append(reasons, "; ");
    if (column != NULL)
        g_string_append_printf(reasons, "column '%s': %s", column, violation->words);
    else
        g_string_append_printf(reasons, "%s: %s", violation->path, violation->words);
}

/* What is wrong with the file that a row makes; NULL when it is right. */
static char *
judge(const struct importing *importing, GBytes *file)
{
    struct uuid id;
    const struct authoring_context context = {
        .referral = &id, .created_us = office_now(importing->office)};
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(authoring) authoring = NULL;
    GString *reasons;

    uuid_new(&id);
    authoring = authoring_read(office_validator(importing->office, SCHEMA_AUTHORING),
                               file, &context, violations, &error);
    if (authoring != NULL)
        return NULL;
    reasons = g_string_new(violations->len == 0 ? error->message : NULL);
    for (unsigned i = 0; i < violations->len; i++)
        add_reason(reasons, importing->kind->columns, importing->kind->column_count,
                   violations->pdata[i]);
    return g_string_free(reasons, FALSE);
}

/* What is missing in a row, before any schema; NULL when nothing is. */
static char *
find_gap(const struct importing *importing, const struct csv_row *row)
{
    if (row->fields->len != importing->names->fields->len)
        return g_strdup_printf("it has %u fields, where the first line has %u",
                               row->fields->len, importing->names->fields->len);
    for (size_t i = 0; i < importing->kind->column_count; i++) {
        const struct csv_column *column = &importing->kind->columns[i];

        if (column->is_required && *value_of(row, importing->places[i]) == '\0')
            return g_strdup_printf("column '%s': it is empty, and is needed",
                                   column->name);
    }
    return NULL;
}

static GBytes *
write_file(const struct importing *importing, const struct csv_row *row)
{
    const struct csv_kind *kind = importing->kind;
    g_autofree const char **values = g_new0(const char *, kind->column_count);

    for (size_t i = 0; i < kind->column_count; i++)
        values[i] = value_of(row, importing->places[i]);
    return csv_author_write(kind->namespaces, kind->columns, kind->column_count,
                            values);
}

static bool
keep_file(const struct importing *importing, const struct csv_row *row, GBytes *file,
          GError **error)
{
    g_autofree char *name =
        g_strdup_printf("%s-%05d.xml", importing->kind->name, row->line);
    g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, file);

    if (importing->into != NULL &&
        !parcel_write(importing->into, NULL, name, file, NULL, error))
        return false;
    manifest_add_made(importing->manifest, row->line,
                      importing->into != NULL ? name : NULL,
                      importing->into != NULL ? sha256 : NULL);
    return true;
}

static bool
import_row(const struct importing *importing, const struct csv_row *row, GError **error)
{
    g_autofree char *reason = find_gap(importing, row);
    g_autoptr(GBytes) file = NULL;

    if (reason == NULL) {
        file = write_file(importing, row);
        reason = judge(importing, file);
    }
    if (reason != NULL) {
        manifest_add_rejected(importing->manifest, row->line, NULL, reason);
        return true;
    }
    if (importing->kind->only_if != NULL && importing->only_if >= 0 &&
        g_ascii_strcasecmp(value_of(row, importing->only_if), "yes") != 0) {
        importing->manifest->present++;
        return true;
    }
    return keep_file(importing, row, file, error);
}

static bool
import_rows(struct importing *importing, const struct csv_table *table, GError **error)
{
    g_autofree int *places = g_new0(int, importing->kind->column_count);
    g_autoptr(GBytes) manifest = NULL;

    importing->names = table->rows->pdata[0];
    importing->places = places;
    importing->only_if = find_name(importing->names, importing->kind->only_if);
    for (size_t i = 0; i < importing->kind->column_count; i++)
        places[i] = find_name(importing->names, importing->kind->columns[i].name);
    if (!check_names(importing, error) ||
        (importing->into != NULL && !parcel_make(importing->into, NULL, error)))
        return false;
    for (unsigned i = 1; i < table->rows->len; i++)
        if (!import_row(importing, table->rows->pdata[i], error))
            return false;
    manifest = manifest_write(importing->manifest);
    return importing->into == NULL ||
           parcel_write(importing->into, NULL, PARCEL_MANIFEST, manifest, NULL, error);
}

struct manifest *
csv_import_run(struct office *office, const struct csv_kind *kind, GBytes *bytes,
               const char *into, GError **error)
{
    g_autoptr(csv_table) table = csv_table_read(bytes, error);
    g_autoptr(manifest) manifest =
        manifest_new(kind->subject, office_agency(office), office_now(office));
    struct importing importing = {
        .office = office, .kind = kind, .into = into, .manifest = manifest};
    struct digest digest = digest_of_bytes(bytes);

    if (table == NULL)
        return NULL;
    if (table->rows->len == 0) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "the table is empty: its first line names the columns");
        return NULL;
    }
    manifest->has_source = true;
    memcpy(manifest->source, digest.bytes, SHA256_BYTES);
    if (!import_rows(&importing, table, error))
        return NULL;
    return g_steal_pointer(&manifest);
}
