/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "common/documents/refusal.h"
#include "common/http/routes.h"

static const struct route routes[] = {
    {"GET", "/v1/documents/{id}", NULL, NULL, NULL},
    {"PUT", "/v1/documents/{id}", NULL, NULL, "application/pkcs7-mime"},
    {"GET", "/v1/documents/{id}/receipt", NULL, NULL, NULL},
    {"GET", "/v1/a/{one}/b/{two}", NULL, NULL, NULL},
    {"GET", "/v1/schemas/{path...}", NULL, NULL, NULL},
    {"POST", "/v1/only", NULL, NULL, NULL},
    {"GET", "/", NULL, NULL, NULL},
};

static const struct {
    const char *method;
    const char *path;
    int route;          /* -1: not found, -2: method not allowed */
    const char *values; /* joined by '|' */
    const char *allow;
} paths[] = {
    {"GET", "/v1/documents/x", 0, "x", NULL},
    {"HEAD", "/v1/documents/x", 0, "x", NULL},
    {"PUT", "/v1/documents/x", 1, "x", NULL},
    {"DELETE", "/v1/documents/x", -2, NULL, "GET, HEAD, PUT"},
    {"put", "/v1/documents/x", -2, NULL, "GET, HEAD, PUT"},
    {"GET", "/v1/documents/x/receipt", 2, "x", NULL},
    {"PUT", "/v1/documents/x/receipt", -2, NULL, "GET, HEAD"},
    {"GET", "/v1/documents", -1, NULL, NULL},
    {"GET", "/v1/documents/x/receipts", -1, NULL, NULL},
    {"GET", "/v1/documents/x/receipt/y", -1, NULL, NULL},
    {"GET", "/v1/a/1/b/22", 3, "1|22", NULL},
    {"GET", "/v1/a/1/c/22", -1, NULL, NULL},
    {"GET", "/v1/schemas/wire.xsd", 4, "wire.xsd", NULL},
    {"GET", "/v1/schemas/codes/need.xsd", 4, "codes/need.xsd", NULL},
    {"GET", "/v1/schemas", -1, NULL, NULL},
    {"GET", "/v1/only", -2, NULL, "POST"},
    {"GET", "/V1/only", -1, NULL, NULL},
    {"GET", "/", 6, "", NULL},
    {"GET", "/v1", -1, NULL, NULL},
};

static char *
join_values(const struct request *request)
{
    GString *joined = g_string_new(NULL);

    for (size_t i = 0; i < REQUEST_VALUES_MAX && request->values[i] != NULL; i++)
        g_string_append_printf(joined, "%s%s", i > 0 ? "|" : "", request->values[i]);
    return g_string_free(joined, FALSE);
}

static void
a_path_finds_its_route(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        char space[64];
        struct request request = {.path = paths[i].path, .value_space = space};
        g_autoptr(GError) error = NULL;
        g_autofree char *allow = NULL;
        const bool is_found = routes_find(routes, G_N_ELEMENTS(routes), paths[i].method,
                                          &request, &allow, &error);

        g_test_message("%s %s", paths[i].method, paths[i].path);
        g_assert_cmpstr(allow, ==, paths[i].allow);
        if (paths[i].route >= 0) {
            g_autofree char *values = join_values(&request);

            g_assert_no_error(error);
            g_assert_true(is_found && request.route == &routes[paths[i].route]);
            g_assert_cmpstr(values, ==, paths[i].values);
        } else {
            g_assert_false(is_found);
            g_assert_error(error, REFUSAL_ERROR,
                           (paths[i].route == -1 ? REFUSAL_NOT_FOUND
                                                 : REFUSAL_METHOD_NOT_ALLOWED));
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/routes/a-path-finds-its-route", a_path_finds_its_route);
    return g_test_run();
}
