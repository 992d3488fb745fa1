/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/advice.h"
#include "common/documents/authoring.h"
#include "tests/unit/documents/support.h"

#include <string.h>

static struct labels *labels;

static char *
read_example(const char *name)
{
    g_autofree char *path = g_build_filename("schemas/examples", name, NULL);
    g_autoptr(GError) error = NULL;
    char *text;

    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

/* What a caseworker wrote, by exchanging one piece of a right file for another. */
static const struct {
    const char *why;
    const char *right;
    const char *written;
    const char *path;
    const char *words;
} files[] = {
    {"what is missing is named by its field, and not by its element",
     "client sex=\"female\" ", "client ", "/authoring/referral/client/@sex",
     "Sex (Client): choose one of the list"},
    {"a name is not of a list", "given=\"Hodan\" ", "",
     "/authoring/details/referral/client/name/@given",
     "Given name (Name): fill this in"},
    {"one of several has its number", "need code=\"housing\" level=\"high\"",
     "need code=\"housing\" level=\"huge\"", "/authoring/referral/need[2]/@level",
     "Level (Need 2): choose one of the list"},
    {"a field called as what it is in is said once", "<need code=\"parenting\" level",
     "<need code=\"gardening\" level", "/authoring/referral/need[3]/@code",
     "Need 3: choose one of the list"},
    {"a day that is none", "dateOfBirth=\"1991-05-14\"", "dateOfBirth=\"1991-02-31\"",
     "/authoring/details/referral/client/@dateOfBirth",
     "Date of birth (Client): there is no such day: write it as in 27 3 2026"},
    {"a number in letters, with the form that its type asks",
     "telephone=\"01632 960112\"", "telephone=\"ring me\"",
     "/authoring/details/referral/referrer/worker/@telephone",
     "Telephone (Worker): this is not in its form. A telephone number: digits and "
     "spaces, with a leading plus if international."},
    {"what has to be chosen",
     "<addressWithheld reason=\"At risk if the address "
     "becomes known\"/>",
     "", "/authoring/details/referral/contact/avoidArea[1]", NULL},
    {"a text that is empty",
     "<whatClientWants>\"A door that I can lock, and the "
     "children in school.\"",
     "<whatClientWants>", "/authoring/details/referral/background/whatClientWants",
     "What the client wants (Background): fill this in"},
    {"one of two has to be chosen", "<consent on=\"2026-11-20\"/>", "",
     "/authoring/referral/basis", "Lawful basis: choose one: Consent, Without consent"},
    {"an element that is missing is named where it should be",
     "<name given=\"Hodan\" family=\"Warsame\" knownAs=\"Hani\"/>", "",
     "/authoring/details/referral/client/name", "Name (Client): fill this in"},
    {"a rule speaks for itself", "risk level=\"very-high\"", "risk level=\"low\"",
     "/authoring/details/referral/risks",
     "Risks: the highest level of these risks is not the level that is given"},
    {"whom to ask", "needs=\"housing parenting\"", "needs=\"housing literacy\"",
     "/authoring/to[1]/@needs", NULL},
};

static GPtrArray *
judge(const char *text)
{
    g_autoptr(GBytes) file = g_bytes_new(text, strlen(text));
    g_autoptr(authoring) authoring = NULL;
    GPtrArray *violations = violations_new();
    struct uuid referral;
    const struct authoring_context context = {.referral = &referral,
                                              .created_us = INT64_C(1795500000000000)};

    uuid_new(&referral);
    authoring = authoring_read(support_validator(SCHEMA_AUTHORING), file, &context,
                               violations, NULL);
    g_assert_true((authoring == NULL) == (violations->len > 0));
    return violations;
}

static void
what_is_wrong_is_said_at_its_field(void)
{
    g_autofree char *right = read_example("mother-of-five-parallel.xml");
    g_autoptr(GPtrArray) none = judge(right);

    g_assert_cmpuint(none->len, ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GString) written = g_string_new(right);
        g_autoptr(GPtrArray) violations = NULL;
        g_autofree char *path = NULL;
        g_autofree char *words = NULL;

        g_test_message("%s", files[i].why);
        g_assert_cmpuint(g_string_replace(written, files[i].right, files[i].written, 1),
                         ==, 1);
        violations = judge(written->str);
        g_assert_cmpuint(violations->len, >, 0);
        path = advice_path(labels, violations->pdata[0]);
        words = advice_words(labels, violations->pdata[0]);
        g_assert_cmpstr(path, ==, files[i].path);
        if (files[i].words != NULL)
            g_assert_cmpstr(words, ==, files[i].words);
    }
}

static void
what_was_made_of_the_file_points_back_into_it(void)
{
    struct violation violation = {.path = (char *)"/details/referral/risks",
                                  .rule = (char *)"risk-agrees",
                                  .words = (char *)"they differ"};
    g_autofree char *details = advice_path(labels, &violation);
    g_autofree char *words = advice_words(labels, &violation);
    g_autofree char *document = NULL;
    g_autofree char *unknown = NULL;

    g_assert_cmpstr(details, ==, "/authoring/details/referral/risks");
    g_assert_cmpstr(words, ==, "Risks: they differ");
    violation.path = (char *)"/document/referral/@mode";
    document = advice_path(labels, &violation);
    g_assert_cmpstr(document, ==, "/authoring/referral/@mode");
    violation.path = (char *)"/authoring/*";
    unknown = advice_words(labels, &violation);
    g_assert_cmpstr(unknown, ==, "they differ");
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    labels = labels_load();
    g_test_add_func("/advice/what-is-wrong-is-said-at-its-field",
                    what_is_wrong_is_said_at_its_field);
    g_test_add_func("/advice/what-was-made-of-the-file-points-back-into-it",
                    what_was_made_of_the_file_points_back_into_it);
    status = g_test_run();
    labels_free(labels);
    return status;
}
