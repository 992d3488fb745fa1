/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/problem.h"
#include <string.h>

static void
a_problem_comes_back_with_its_violations(void)
{
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(problem) problem = NULL;
    const struct violation *violation;
    struct uuid id;
    GError *error = NULL;

    g_assert_true(uuid_read("0a1b2c3d-0000-4000-8000-000000000001", &id));
    violations_append(violations, 12, "/document/referral/need[2]", "need-once",
                      "words with <, & and \"");
    violations_append(violations, 0, NULL, "well-formed", "no place");
    bytes = problem_write(REFUSAL_RULE, "in 2 places", &id, violations);
    problem = problem_read(bytes, &error);
    g_assert_no_error(error);
    g_assert_true(problem->is_known);
    g_assert_cmpint(problem->refusal, ==, REFUSAL_RULE);
    g_assert_cmpint(problem->status, ==, 422);
    g_assert_cmpstr(problem->type, ==, "urn:referral-exchange:problem:rule");
    g_assert_cmpstr(problem->detail, ==, "in 2 places");
    g_assert_cmpstr(problem->instance, ==,
                    "urn:uuid:0a1b2c3d-0000-4000-8000-000000000001");
    g_assert_cmpuint(problem->violations->len, ==, 2);
    violation = g_ptr_array_index(problem->violations, 0);
    g_assert_cmpint(violation->line, ==, 12);
    g_assert_cmpstr(violation->path, ==, "/document/referral/need[2]");
    g_assert_cmpstr(violation->words, ==, "words with <, & and \"");
}

static void
a_problem_of_a_stranger_keeps_its_words(void)
{
    static const char xml[] =
        "<problem xmlns='urn:ietf:rfc:7807'><type>about:blank</type>"
        "<title>Teapot</title><status>418</status></problem>";
    g_autoptr(GBytes) bytes = g_bytes_new_static(xml, strlen(xml));
    g_autoptr(problem) problem = problem_read(bytes, NULL);

    g_assert_nonnull(problem);
    g_assert_false(problem->is_known);
    g_assert_cmpint(problem->status, ==, 418);
    g_assert_cmpstr(problem->title, ==, "Teapot");
    g_assert_null(problem->detail);
}

static void
what_is_no_problem_is_refused(void)
{
    static const char *const texts[] = {
        "",
        "<html><body>502 Bad Gateway</body></html>",
        "<problem xmlns='urn:ietf:rfc:7807'/>",
        ("<problem><type>about:blank</type><title>x</title><status>400</status>"
         "</problem>"),
        "<!DOCTYPE problem><problem xmlns='urn:ietf:rfc:7807'/>",
    };

    for (size_t index = 0; index < G_N_ELEMENTS(texts); index++) {
        g_autoptr(GBytes) bytes =
            g_bytes_new_static(texts[index], strlen(texts[index]));
        g_autoptr(GError) error = NULL;

        g_assert_null(problem_read(bytes, &error));
        g_assert_nonnull(error);
    }
}

static void
a_verdict_lists_no_more_than_its_bound(void)
{
    g_autoptr(GPtrArray) violations = violations_new();

    for (int line = 1; line <= VIOLATIONS_MAX + 10; line++)
        violations_append(violations, line, "/document", "rule", "words");
    g_assert_cmpuint(violations->len, ==, VIOLATIONS_MAX);
    violations_append(NULL, 1, "/document", "rule", "nobody listens");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/problem/a-problem-comes-back-with-its-violations",
                    a_problem_comes_back_with_its_violations);
    g_test_add_func("/problem/a-problem-of-a-stranger-keeps-its-words",
                    a_problem_of_a_stranger_keeps_its_words);
    g_test_add_func("/problem/what-is-no-problem-is-refused",
                    what_is_no_problem_is_refused);
    g_test_add_func("/problem/a-verdict-lists-no-more-than-its-bound",
                    a_verdict_lists_no_more_than_its_bound);
    return g_test_run();
}
