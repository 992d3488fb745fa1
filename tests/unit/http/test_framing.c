/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "common/documents/refusal.h"
#include "common/http/framing.h"

#define FINE (-1)

static const struct framing_limits limits = {
    .uri_max_bytes = 100, .headers_max_bytes = 300, .headers_max = 5};

static void
check_verdict(const char *why, bool is_let_through, const GError *error, int refusal)
{
    g_test_message("%s", why);
    if (refusal == FINE) {
        g_assert_no_error(error);
        g_assert_true(is_let_through);
    } else {
        g_assert_false(is_let_through);
        g_assert_error(error, REFUSAL_ERROR, refusal);
    }
}

static const struct {
    const char *why;
    const char *target;
    int refusal;
} targets[] = {
    {"a plain path", "/v1/documents/6f1c2a34-0000-4000-8000-00000000000a", FINE},
    {"a path with parameters", "/v1/mailbox?after=1&limit=2&wait=60", FINE},
    {"a name with dots and dashes", "/v1/schemas/wire-1.0.xsd", FINE},
    {"an empty query", "/v1/mailbox?", FINE},
    {"the root", "/", FINE},
    {"an encoded slash", "/v1/documents/a%2fb", REFUSAL_BAD_REQUEST},
    {"an encoded dot", "/v1/%2e%2e/x", REFUSAL_BAD_REQUEST},
    {"a step up", "/v1/../etc/passwd", REFUSAL_BAD_REQUEST},
    {"a step up at the end", "/v1/..", REFUSAL_BAD_REQUEST},
    {"a dot segment", "/v1/./x", REFUSAL_BAD_REQUEST},
    {"an empty segment", "/v1//x", REFUSAL_BAD_REQUEST},
    {"a slash at the end", "/v1/", REFUSAL_BAD_REQUEST},
    {"a backslash", "/v1\\x", REFUSAL_BAD_REQUEST},
    {"the absolute form", "http://other/v1/x", REFUSAL_BAD_REQUEST},
    {"the asterisk form", "*", REFUSAL_BAD_REQUEST},
    {"no target", "", REFUSAL_BAD_REQUEST},
    {"a fragment", "/v1/x#y", REFUSAL_BAD_REQUEST},
    {"bytes above ASCII", "/v1/\303\251", REFUSAL_BAD_REQUEST},
    {"a parameter twice", "/v1/mailbox?after=1&after=2", REFUSAL_BAD_REQUEST},
    {"a parameter without a value", "/v1/mailbox?after", REFUSAL_BAD_REQUEST},
    {"a value without a name", "/v1/mailbox?=1", REFUSAL_BAD_REQUEST},
    {"an empty parameter", "/v1/mailbox?after=1&&limit=2", REFUSAL_BAD_REQUEST},
    {"a broken escape", "/v1/mailbox?after=%4", REFUSAL_BAD_REQUEST},
    {"a space", "/v1/mailbox?after=1 2", REFUSAL_BAD_REQUEST},
    {"an escaped NUL", "/v1/mailbox?after=1%00", REFUSAL_BAD_REQUEST},
    {"an escaped line end", "/v1/mailbox?after=%0d%0aX:1", REFUSAL_BAD_REQUEST},
    {"what is not UTF-8", "/v1/mailbox?after=%ff", REFUSAL_BAD_REQUEST},
    {"101 bytes",
     "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aa"
     "aaaaaaaaaaaaaaaaaa",
     REFUSAL_URI_TOO_LONG},
};

static void
targets_have_one_spelling(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(targets); i++) {
        g_autofree char *target = g_strdup(targets[i].target);
        g_autoptr(GError) error = NULL;
        struct request request = {0};
        const bool is_let_through =
            framing_read_target(target, &limits, &request, &error);

        check_verdict(targets[i].why, is_let_through, error, targets[i].refusal);
    }
}

static void
parameters_are_decoded(void)
{
    char target[] = "/x?name=a+b%26c%3Dd%C3%A9&other=";
    g_autoptr(GError) error = NULL;
    struct request request = {0};

    g_assert_true(framing_read_target(target, &limits, &request, &error));
    g_assert_cmpstr(request.path, ==, "/x");
    g_assert_cmpstr(request_query(&request, "name"), ==, "a b&c=d\303\251");
    g_assert_cmpstr(request_query(&request, "other"), ==, "");
    g_assert_null(request_query(&request, "nothing"));
    g_assert_true(framing_check_query(&request, "other name", &error));
    g_assert_false(framing_check_query(&request, "names other", NULL));
    g_assert_false(framing_check_query(&request, NULL, NULL));
}

static const struct {
    const char *why;
    struct request_pair headers[6];
    size_t count;
    int refusal;
} headers[] = {
    {"a plain request", {{"Host", "x"}}, 1, FINE},
    {"a length", {{"Host", "x"}, {"Content-Length", "12"}}, 2, FINE},
    {"no Host", {{"Accept", "x"}}, 1, REFUSAL_BAD_REQUEST},
    {"two Hosts", {{"Host", "x"}, {"host", "y"}}, 2, REFUSAL_BAD_REQUEST},
    {"two lengths",
     {{"Host", "x"}, {"Content-Length", "1"}, {"content-length", "1"}},
     3,
     REFUSAL_BAD_REQUEST},
    {"a list of lengths",
     {{"Host", "x"}, {"Content-Length", "1, 1"}},
     2,
     REFUSAL_BAD_REQUEST},
    {"a negative length",
     {{"Host", "x"}, {"Content-Length", "-1"}},
     2,
     REFUSAL_BAD_REQUEST},
    {"a signed length",
     {{"Host", "x"}, {"Content-Length", "+1"}},
     2,
     REFUSAL_BAD_REQUEST},
    {"a hexadecimal length",
     {{"Host", "x"}, {"Content-Length", "0x10"}},
     2,
     REFUSAL_BAD_REQUEST},
    {"a length beyond all",
     {{"Host", "x"}, {"Content-Length", "99999999999999999999"}},
     2,
     REFUSAL_BAD_REQUEST},
    {"a length and chunks",
     {{"Host", "x"}, {"Content-Length", "4"}, {"Transfer-Encoding", "chunked"}},
     3,
     REFUSAL_BAD_REQUEST},
    {"chunks",
     {{"Host", "x"}, {"Transfer-Encoding", "chunked"}},
     2,
     REFUSAL_LENGTH_REQUIRED},
    {"two types",
     {{"Host", "x"}, {"Content-Type", "a/b"}, {"Content-Type", "a/c"}},
     3,
     REFUSAL_BAD_REQUEST},
    {"a space before the colon",
     {{"Host", "x"}, {"Content-Length ", "4"}},
     2,
     REFUSAL_BAD_REQUEST},
    {"an empty name", {{"Host", "x"}, {"", "4"}}, 2, REFUSAL_BAD_REQUEST},
    {"a control character", {{"Host", "x\001"}}, 1, REFUSAL_BAD_REQUEST},
    {"a bare CR", {{"Host", "x\ry: 1"}}, 1, REFUSAL_BAD_REQUEST},
    {"an upgrade", {{"Host", "x"}, {"Upgrade", "h2c"}}, 2, REFUSAL_BAD_REQUEST},
    {"leave to send", {{"Host", "x"}, {"Expect", "100-Continue"}}, 2, FINE},
    {"another expectation",
     {{"Host", "x"}, {"Expect", "cake"}},
     2,
     REFUSAL_EXPECTATION},
    {"six fields",
     {{"Host", "x"}, {"A", "1"}, {"B", "1"}, {"C", "1"}, {"D", "1"}, {"E", "1"}},
     6,
     REFUSAL_HEADERS_TOO_LARGE},
};

static void
headers_leave_no_room_for_a_second_reading(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autoptr(GError) error = NULL;
        struct request request = {.headers = headers[i].headers,
                                  .header_count = headers[i].count};
        struct framing framing;
        const bool is_let_through =
            framing_read_headers(&request, &limits, &framing, &error);

        check_verdict(headers[i].why, is_let_through, error, headers[i].refusal);
    }
}

static void
headers_have_a_bound(void)
{
    g_autofree char *long_value = g_strnfill(300, 'x');
    const struct request_pair pairs[] = {{"Host", "x"}, {"Cookie", long_value}};
    const struct request request = {.headers = pairs, .header_count = 2};
    g_autoptr(GError) error = NULL;
    struct framing framing;

    g_assert_false(framing_read_headers(&request, &limits, &framing, &error));
    g_assert_error(error, REFUSAL_ERROR, REFUSAL_HEADERS_TOO_LARGE);
}

static const struct {
    const char *why;
    const char *type;
    const char *encoding;
    int refusal;
} media[] = {
    {"the type itself", "application/pkcs7-mime", NULL, FINE},
    {"any case", "Application/PKCS7-mime", NULL, FINE},
    {"parameters are ignored", "application/pkcs7-mime; smime-type=signed-data", NULL,
     FINE},
    {"identity is no encoding", "application/pkcs7-mime", "identity", FINE},
    {"no type", NULL, NULL, REFUSAL_MEDIA_TYPE},
    {"another type", "application/xml", NULL, REFUSAL_MEDIA_TYPE},
    {"a longer type", "application/pkcs7-mimes", NULL, REFUSAL_MEDIA_TYPE},
    {"a bomb", "application/pkcs7-mime", "gzip", REFUSAL_CONTENT_ENCODING},
    {"two bombs", "application/pkcs7-mime", "identity, gzip", REFUSAL_CONTENT_ENCODING},
};

static void
a_body_is_of_the_one_type_and_not_packed(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(media); i++) {
        g_autoptr(GError) error = NULL;
        struct request_pair pairs[2];
        struct request request = {.headers = pairs};
        bool is_let_through;

        if (media[i].type != NULL)
            pairs[request.header_count++] =
                (struct request_pair){"content-type", media[i].type};
        if (media[i].encoding != NULL)
            pairs[request.header_count++] =
                (struct request_pair){"content-encoding", media[i].encoding};
        is_let_through =
            framing_check_media(&request, "application/pkcs7-mime", &error);
        check_verdict(media[i].why, is_let_through, error, media[i].refusal);
    }
}

static const struct {
    const char *host;
    int refusal;
} hosts[] = {
    {"localhost", FINE},
    {"LOCALHOST:8080", FINE},
    {"127.0.0.1:1", FINE},
    {"[::1]:8080", FINE},
    {"[::1]", FINE},
    {"evil.example", REFUSAL_BAD_REQUEST},
    {"localhost.evil.example", REFUSAL_BAD_REQUEST},
    {"local", REFUSAL_BAD_REQUEST},
    {"", REFUSAL_BAD_REQUEST},
    {"[::1", REFUSAL_BAD_REQUEST},
};

static void
a_rebound_name_is_refused(void)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]", NULL};

    for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
        const struct request_pair pair = {"Host", hosts[i].host};
        const struct request request = {.headers = &pair, .header_count = 1};
        g_autoptr(GError) error = NULL;
        const bool is_let_through = framing_check_host(&request, names, &error);

        check_verdict(hosts[i].host, is_let_through, error, hosts[i].refusal);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/framing/targets-have-one-spelling", targets_have_one_spelling);
    g_test_add_func("/framing/parameters-are-decoded", parameters_are_decoded);
    g_test_add_func("/framing/headers-leave-no-room-for-a-second-reading",
                    headers_leave_no_room_for_a_second_reading);
    g_test_add_func("/framing/headers-have-a-bound", headers_have_a_bound);
    g_test_add_func("/framing/a-body-is-of-the-one-type-and-not-packed",
                    a_body_is_of_the_one_type_and_not_packed);
    g_test_add_func("/framing/a-rebound-name-is-refused", a_rebound_name_is_refused);
    return g_test_run();
}
