/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/rows.h"

#include "common/documents/names.h"

#include <string.h>

/* pg_type's object ids, which never change. */
enum type {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_INT8 = 20,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_FLOAT8 = 701,
    TYPE_TEXT_ARRAY = 1009,
    TYPE_UUID = 2950,
};

struct rows {
    PGresult *result;
    size_t count;
};

struct rows *
rows_new(PGresult *result)
{
    struct rows *rows = g_new(struct rows, 1);

    rows->result = result;
    rows->count = (size_t)PQntuples(result);
    return rows;
}

void
rows_free(struct rows *rows)
{
    if (rows == NULL)
        return;
    PQclear(rows->result);
    g_free(rows);
}

size_t
rows_count(const struct rows *rows)
{
    return rows->count;
}

bool
rows_is_null(const struct rows *rows, size_t row, int column)
{
    g_assert(row < rows->count);
    return PQgetisnull(rows->result, (int)row, column);
}

/* The bytes of a value of that type and length (-1: any); NULL for NULL. */
static const char *
value(const struct rows *rows, size_t row, int column, enum type type, int length)
{
    if (PQftype(rows->result, column) != (Oid)type)
        g_error("column %s is of type %u, read as %u", PQfname(rows->result, column),
                PQftype(rows->result, column), (unsigned int)type);
    if (rows_is_null(rows, row, column))
        return NULL;
    g_assert(length < 0 || PQgetlength(rows->result, (int)row, column) == length);
    return PQgetvalue(rows->result, (int)row, column);
}

static uint32_t
read_be32(const char *from)
{
    uint32_t word;

    memcpy(&word, from, sizeof word);
    return GUINT32_FROM_BE(word);
}

static uint64_t
read_be64(const char *from)
{
    uint64_t word;

    memcpy(&word, from, sizeof word);
    return GUINT64_FROM_BE(word);
}

bool
rows_bool(const struct rows *rows, size_t row, int column)
{
    const char *bytes = value(rows, row, column, TYPE_BOOL, 1);

    return bytes != NULL && *bytes != 0;
}

int32_t
rows_int4(const struct rows *rows, size_t row, int column)
{
    const char *bytes = value(rows, row, column, TYPE_INT4, 4);

    return bytes == NULL ? 0 : (int32_t)read_be32(bytes);
}

int64_t
rows_int8(const struct rows *rows, size_t row, int column)
{
    const char *bytes = value(rows, row, column, TYPE_INT8, 8);

    return bytes == NULL ? 0 : (int64_t)read_be64(bytes);
}

double
rows_float8(const struct rows *rows, size_t row, int column)
{
    const char *bytes = value(rows, row, column, TYPE_FLOAT8, 8);
    uint64_t word;
    double number = 0;

    if (bytes != NULL) {
        word = read_be64(bytes);
        memcpy(&number, &word, sizeof number);
    }
    return number;
}

bool
rows_uuid(const struct rows *rows, size_t row, int column, struct uuid *uuid)
{
    const char *bytes = value(rows, row, column, TYPE_UUID, UUID_BYTES);

    if (bytes == NULL)
        return false;
    memcpy(uuid->bytes, bytes, UUID_BYTES);
    return true;
}

const char *
rows_text(const struct rows *rows, size_t row, int column)
{
    return value(rows, row, column, TYPE_TEXT, -1);
}

const void *
rows_bytes(const struct rows *rows, size_t row, int column, size_t *length)
{
    const char *bytes = value(rows, row, column, TYPE_BYTEA, -1);

    *length = bytes == NULL ? 0 : (size_t)PQgetlength(rows->result, (int)row, column);
    return bytes;
}

/* One-dimensional, without NULLs: all that our columns hold. */
char **
rows_texts(const struct rows *rows, size_t row, int column)
{
    const char *bytes = value(rows, row, column, TYPE_TEXT_ARRAY, -1);
    GPtrArray *texts = g_ptr_array_new();

    if (bytes != NULL && read_be32(bytes) == 1) {
        uint32_t count = read_be32(bytes + 12);

        bytes += 20;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t length = read_be32(bytes);

            g_assert(length <= INT32_MAX);
            g_ptr_array_add(texts, g_strndup(bytes + 4, length));
            bytes += 4 + length;
        }
    }
    g_ptr_array_add(texts, NULL);
    return (char **)g_ptr_array_free(texts, FALSE);
}

unsigned int
rows_name(const struct rows *rows, size_t row, int column, const char *const names[])
{
    int found = name_index(names, rows_text(rows, row, column));

    if (found < 0)
        g_error("the database holds a name that this release does not know");
    return (unsigned int)found;
}
