/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/referral_draft.h"

#include <string.h>

static const struct {
    const char *why;
    const char *file;
    const char *title;
} drafts[] = {
    {"nothing is said yet", "<authoring/>", ""},
    {"it is not even XML", "<authoring", ""},
    {"a name alone",
     "<authoring><details><referral><client><name given='Ewa'/></client></referral>"
     "</details></authoring>",
     "Ewa"},
    {"all of it",
     "<authoring><details><referral reference='R-1'><client><name given='Ewa' "
     "family='Kos'/></client></referral></details></authoring>",
     "Ewa Kos R-1"},
};

static void
a_draft_is_known_by_its_client(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(drafts); i++) {
        g_autoptr(GBytes) file = g_bytes_new(drafts[i].file, strlen(drafts[i].file));
        g_autofree char *title = referral_draft_title(file);

        g_test_message("%s", drafts[i].why);
        g_assert_cmpstr(title, ==, drafts[i].title);
    }
}

static const struct {
    const char *why;
    const char *details;
    const char *held; /* by what is taken out; NULL: nothing is */
} referrers[] = {
    {"nobody is named", "<details><referral/></details>", NULL},
    {"it is not even XML", "<details", NULL},
    {"with all that reaches them, and nobody else",
     "<d:details xmlns:d='urn:referral-exchange:details:1'><d:referral><d:referrer>"
     "<d:worker name='Ruth' telephone='01632 960112'/></d:referrer><d:client>"
     "<d:name given='Ewa'/></d:client></d:referral></d:details>",
     "telephone=\"01632 960112\""},
};

static void
who_referred_is_taken_out_alone(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(referrers); i++) {
        g_autoptr(GBytes) details =
            g_bytes_new(referrers[i].details, strlen(referrers[i].details));
        g_autofree char *text = referral_draft_referrer(details);

        g_test_message("%s", referrers[i].why);
        if (referrers[i].held == NULL) {
            g_assert_null(text);
            continue;
        }
        g_assert_nonnull(strstr(text, referrers[i].held));
        g_assert_nonnull(strstr(text, "urn:referral-exchange:details:1"));
        g_assert_null(strstr(text, "Ewa"));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/referral-draft/a-draft-is-known-by-its-client",
                    a_draft_is_known_by_its_client);
    g_test_add_func("/referral-draft/who-referred-is-taken-out-alone",
                    who_referred_is_taken_out_alone);
    return g_test_run();
}
