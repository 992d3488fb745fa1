/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/problems.h"

#include "common/trust/trust_error.h"
#include "exchange/store/store.h"

static void
errors_become_refusals(void)
{
    const struct {
        const char *why;
        GQuark domain;
        int code;
        enum refusal refusal;
        int status;
    } cases[] = {
        {"a refusal stays what it is", REFUSAL_ERROR, REFUSAL_LIFECYCLE,
         REFUSAL_LIFECYCLE, 409},
        {"a revoked certificate says so", TRUST_ERROR, TRUST_ERROR_REVOKED,
         REFUSAL_CERTIFICATE_REVOKED, 403},
        {"a stranger's certificate says so", TRUST_ERROR, TRUST_ERROR_UNREGISTERED,
         REFUSAL_CERTIFICATE_UNREGISTERED, 403},
        {"a signature by nobody's certificate is no member's", TRUST_ERROR,
         TRUST_ERROR_UNKNOWN_SIGNER, REFUSAL_CERTIFICATE_UNREGISTERED, 403},
        {"a stale revocation list is our fault and passes", TRUST_ERROR,
         TRUST_ERROR_CRL_STALE, REFUSAL_CRL_STALE, 503},
        {"a file that cannot be read is nobody's business", TRUST_ERROR,
         TRUST_ERROR_FILE, REFUSAL_INTERNAL, 500},
        {"no database leaves the outcome open", STORE_ERROR, STORE_ERROR_UNAVAILABLE,
         REFUSAL_UNAVAILABLE, 503},
        {"what is another's is not found", STORE_ERROR, STORE_ERROR_NOT_FOUND,
         REFUSAL_NOT_FOUND, 404},
        {"what was taken back is gone", STORE_ERROR, STORE_ERROR_GONE, REFUSAL_GONE,
         410},
        {"bytes that are not what they were are never served", STORE_ERROR,
         STORE_ERROR_CORRUPT, REFUSAL_INTERNAL, 500},
        {"a constraint that fired is our own mistake", STORE_ERROR,
         STORE_ERROR_CONFLICT, REFUSAL_INTERNAL, 500},
        {"an error of no layer of ours is internal", G_FILE_ERROR, G_FILE_ERROR_NOENT,
         REFUSAL_INTERNAL, 500},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error =
            g_error_new(cases[i].domain, cases[i].code, "secret words");

        g_test_message("%s", cases[i].why);
        g_assert_cmpint(problem_refusal(error), ==, cases[i].refusal);
        g_assert_cmpint(refusals[cases[i].refusal].status, ==, cases[i].status);
    }
}

static void
words_about_ourselves_stay_in_the_log(void)
{
    g_autoptr(GError) internal =
        g_error_new(STORE_ERROR, STORE_ERROR_FAILED, "relation leg does not exist");
    g_autoptr(GError) refusal =
        g_error_new(REFUSAL_ERROR, REFUSAL_RULE, "a rule was broken");

    g_assert_null(strstr(problem_detail(internal), "relation"));
    g_assert_cmpstr(problem_detail(refusal), ==, "a rule was broken");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/problems/errors-become-refusals", errors_become_refusals);
    g_test_add_func("/problems/words-about-ourselves-stay-in-the-log",
                    words_about_ourselves_stay_in_the_log);
    return g_test_run();
}
