/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/refusal.h"
#include "common/http/request.h"
#include "common/http/response.h"

static const struct {
    const char *value;
    bool is_number;
    int64_t number;
} numbers[] = {
    {NULL, true, 7},
    {"0", true, 0},
    {"60", true, 60},
    {"61", false, 0},
    {"", false, 0},
    {"-1", false, 0},
    {"+1", false, 0},
    {" 1", false, 0},
    {"1 ", false, 0},
    {"007", false, 0},
    {"0x1", false, 0},
    {"1e1", false, 0},
    {"99999999999999999999", false, 0},
};

static void
a_number_is_plain_digits_within_its_bounds(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        struct request request = {.query = {{"wait", numbers[i].value}},
                                  .query_count = numbers[i].value != NULL};
        g_autoptr(GError) error = NULL;
        int64_t number = -1;

        g_test_message("%s", numbers[i].value);
        g_assert_cmpint(
            request_query_number(&request, "wait", 7, 0, 60, &number, &error), ==,
            numbers[i].is_number);
        if (numbers[i].is_number)
            g_assert_cmpint(number, ==, numbers[i].number);
        else
            g_assert_error(error, REFUSAL_ERROR, REFUSAL_BAD_REQUEST);
    }
}

static void
an_id_in_the_path_is_a_uuid(void)
{
    struct request request = {.values = {"6f1c2a34-0000-4000-8000-00000000000a"}};
    g_autoptr(GError) error = NULL;
    struct uuid id;

    g_assert_true(request_path_uuid(&request, 0, &id, &error));
    request.values[0] = "6F1C2A34-0000-4000-8000-00000000000A";
    g_assert_false(request_path_uuid(&request, 0, &id, &error));
    g_assert_error(error, REFUSAL_ERROR, REFUSAL_BAD_REQUEST);
}

static const struct {
    const char *field;
    bool is_match;
} etags[] = {
    {NULL, false},
    {"\"abc\"", true},
    {"W/\"abc\"", true},
    {"*", true},
    {"\"x\", \"abc\"", true},
    {"\"x\",W/\"y\"", false},
    {"abc", false},
    {"\"ab\"", false},
    {"\"abcd\"", false},
    {"\"abc", true},
    {"\"x\" junk \"abc\"", false},
    {"", false},
};

static void
entity_tags_are_compared_weakly(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(etags); i++) {
        const struct request_pair pair = {"if-none-match", etags[i].field};
        const struct request request = {.headers = &pair,
                                        .header_count = etags[i].field != NULL};

        g_test_message("%s", etags[i].field);
        g_assert_cmpint(request_etag_matches(&request, "abc"), ==, etags[i].is_match);
    }
}

static void
a_response_forgets_what_it_was(void)
{
    struct response response = {0};

    response_text(&response, 200, "text/plain", "first");
    response_header(&response, "X-Number", "%d", 1);
    response_bytes(&response, 201, "text/plain", response.body);
    g_assert_cmpint(response.status, ==, 201);
    g_assert_cmpuint(response.header_count, ==, 0);
    g_assert_cmpuint(g_bytes_get_size(response.body), ==, 5);
    response_etag(&response, "abc");
    g_assert_cmpstr(response.headers[0].value, ==, "\"abc\"");
    response_clear(&response);
    g_assert_null(response.body);
}

static void
a_header_cannot_hold_a_line_end(void)
{
    if (g_test_subprocess()) {
        struct response response = {0};

        response_header(&response, "X", "%s", "a\r\nSet-Cookie: b");
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*a control character in the value of X*");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/request/a-number-is-plain-digits-within-its-bounds",
                    a_number_is_plain_digits_within_its_bounds);
    g_test_add_func("/request/an-id-in-the-path-is-a-uuid",
                    an_id_in_the_path_is_a_uuid);
    g_test_add_func("/request/entity-tags-are-compared-weakly",
                    entity_tags_are_compared_weakly);
    g_test_add_func("/response/a-response-forgets-what-it-was",
                    a_response_forgets_what_it_was);
    g_test_add_func("/response/a-header-cannot-hold-a-line-end",
                    a_header_cannot_hold_a_line_end);
    return g_test_run();
}
