/* SPDX-License-Identifier: Apache-2.0 */
#include "common/http/routes.h"

#include <string.h>

#include "common/documents/refusal.h"

/*
 * Does this path (not empty, no empty segments) fit the pattern?  On the way the
 * placeholders' values are noted as offset and length.
 */
struct span {
    size_t offset;
    size_t length;
};

static bool
fits(const char *pattern, const char *path, struct span spans[REQUEST_VALUES_MAX],
     size_t *span_count)
{
    const char *here = path;

    *span_count = 0;
    while (*pattern != '\0') {
        const size_t pattern_length = strcspn(pattern + 1, "/") + 1;
        const size_t length = *here == '/' ? strcspn(here + 1, "/") + 1 : 0;

        if (length == 0)
            return false;
        if (pattern[1] == '{') {
            const bool takes_rest =
                memcmp(pattern + pattern_length - 4, "...}", 4) == 0;
            struct span *span = &spans[(*span_count)++];

            if (length == 1)
                return false;
            span->offset = (size_t)(here + 1 - path);
            span->length = takes_rest ? strlen(here + 1) : length - 1;
            if (takes_rest)
                return true;
        } else if (length != pattern_length || memcmp(here, pattern, length) != 0) {
            return false;
        }
        pattern += pattern_length;
        here += length;
    }
    return *here == '\0';
}

static bool
takes_method(const struct route *route, const char *method)
{
    return strcmp(route->method, method) == 0 ||
           (strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0);
}

/* The values stand one after the other behind the path, each with its own NUL. */
static void
take_route(const struct route *route, const struct span spans[], size_t span_count,
           struct request *request)
{
    char *value = request->value_space;

    request->route = route;
    request->method = route->method;
    for (size_t i = 0; i < span_count; i++) {
        memcpy(value, request->path + spans[i].offset, spans[i].length);
        value[spans[i].length] = '\0';
        request->values[i] = value;
        value += spans[i].length + 1;
    }
}

static void
allow_method(GString *allow, const char *method)
{
    g_string_append_printf(allow, "%s%s", allow->len > 0 ? ", " : "", method);
    if (strcmp(method, "GET") == 0)
        g_string_append(allow, ", HEAD");
}

bool
routes_find(const struct route routes[], size_t count, const char *method,
            struct request *request, char **allow, GError **error)
{
    g_autoptr(GString) allowed = g_string_new(NULL);
    struct span spans[REQUEST_VALUES_MAX];
    size_t span_count;

    for (size_t i = 0; i < count; i++) {
        if (!fits(routes[i].pattern, request->path, spans, &span_count))
            continue;
        if (takes_method(&routes[i], method)) {
            take_route(&routes[i], spans, span_count, request);
            return true;
        }
        allow_method(allowed, routes[i].method);
    }
    if (allowed->len == 0)
        return refusal_set(error, REFUSAL_NOT_FOUND, "nothing is served at this path");
    *allow = g_string_free(g_steal_pointer(&allowed), FALSE);
    return refusal_set(error, REFUSAL_METHOD_NOT_ALLOWED,
                       "this path does not take this method; see Allow");
}
