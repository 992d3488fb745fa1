/* SPDX-License-Identifier: Apache-2.0 */
#include "common/http/request.h"

#include <string.h>

#include "common/documents/decimal.h"
#include "common/documents/refusal.h"

const char *
request_header(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (g_ascii_strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    }
    return NULL;
}

const char *
request_query(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->query_count; i++) {
        if (strcmp(request->query[i].name, name) == 0)
            return request->query[i].value;
    }
    return NULL;
}

bool
request_query_number(const struct request *request, const char *name, int64_t fallback,
                     int64_t least, int64_t most, int64_t *number, GError **error)
{
    const char *text = request_query(request, name);
    uint64_t value;

    if (text == NULL) {
        *number = fallback;
        return true;
    }
    /* There is one way to write each number: "007" is none. */
    if ((text[0] == '0' && text[1] != '\0') || !decimal_read(text, INT64_MAX, &value) ||
        (int64_t)value < least || (int64_t)value > most) {
        return refusal_set(
            error, REFUSAL_BAD_REQUEST,
            "query parameter \"%s\": a whole number from %" G_GINT64_FORMAT
            " to %" G_GINT64_FORMAT,
            name, least, most);
    }
    *number = (int64_t)value;
    return true;
}

bool
request_path_uuid(const struct request *request, size_t n, struct uuid *uuid,
                  GError **error)
{
    g_assert(n < REQUEST_VALUES_MAX && request->values[n] != NULL);
    if (!uuid_read(request->values[n], uuid))
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "the path's id: a UUID of 36 lower-case characters");
    return true;
}

bool
request_etag_matches(const struct request *request, const char *etag)
{
    const char *here = request_header(request, "If-None-Match");
    const size_t length = strlen(etag);

    if (here == NULL)
        return false;
    while (*here != '\0') {
        size_t tag_length;

        here += strspn(here, " \t,");
        if (*here == '*')
            return true;
        if (g_str_has_prefix(here, "W/"))
            here += 2;
        if (*here != '"')
            return false;
        tag_length = strcspn(here + 1, "\"");
        if (tag_length == length && memcmp(here + 1, etag, length) == 0)
            return true;
        here += 1 + tag_length;
        if (*here == '"')
            here++;
    }
    return false;
}
