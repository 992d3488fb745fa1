/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/documents/support.h"
#include <string.h>

#define REFERRAL(mode)                                                                 \
    "<referral xmlns='urn:referral-exchange:referral:1' referral='" OTHER_ID           \
    "' mode='" mode "' urgency='urgent' type='accommodation' receivedVia='agency'>"    \
    "<need code='housing' level='high'/><need code='parenting' level='medium'/>"       \
    "<client sex='female' ageBand='25-34'/>"                                           \
    "<household adults='1' bedrooms='4' unborn='true'>"                                \
    "<children ageBand='0-4' count='2'/><children ageBand='5-11' count='3'/>"          \
    "</household>"                                                                     \
    "<area origin='E07000123' locationWithheld='true'><wanted "                        \
    "code='E08000003'/></area>"                                                        \
    "<access stepFree='true'/>"                                                        \
    "<risk level='high'><direction code='from-others'/></risk>"                        \
    "<keyDate kind='court-hearing' on='2026-12-03'/>"                                  \
    "<housing homelessness='homeless' accommodation='28' reasonForLeaving='48'/>"      \
    "<basis lawful='e'><consent on='2026-11-20'/></basis>"                             \
    "<commissioned hoursPerWeek='6.5' startOn='2026-12-01' endOn='2027-02-28'"         \
    " reviewOn='2027-01-15'/></referral>"

const char good_referral[] = REFERRAL("parallel");
const char good_first_accept[] = REFERRAL("first-accept");

struct validator *
support_validator(enum schema_root root)
{
    static struct validator *validators[SCHEMA_ROOTS];

    if (validators[root] == NULL) {
        GError *error = NULL;
        struct schema *schema = schema_load(root, &error);

        g_assert_no_error(error);
        validators[root] = validator_new(schema);
    }
    return validators[root];
}

GBytes *
support_document(const char *from, const char *to, const char *body, const char *sealed,
                 const char *extra)
{
    GString *xml = g_string_new(
        "<document xmlns='urn:referral-exchange:document:1' id='" DOCUMENT_ID
        "' case='" CASE_ID "' created='" CREATED "'");

    g_string_append_printf(xml, " %s>\n<from agency='%s'/>", extra, from);
    if (to != NULL)
        g_string_append_printf(xml, "\n<to agency='%s'/>", to);
    g_string_append_printf(xml, "\n%s", body);
    if (sealed != NULL)
        g_string_append_printf(
            xml, "\n<sealed media='application/pkcs7-mime'>%s</sealed>", sealed);
    g_string_append(xml, "</document>\n");
    return g_string_free_to_bytes(xml);
}

GBytes *
support_usual(const char *body)
{
    return support_document("eastborough", "northgate-homes", body, "MIIB", "");
}

struct document *
support_judge(GBytes *bytes, GPtrArray *violations, GError **error)
{
    return document_judge(support_validator(SCHEMA_WIRE), bytes, violations, error);
}

struct document *
support_accept(GBytes *bytes)
{
    g_autoptr(GPtrArray) violations = violations_new();
    g_autofree char *description = NULL;
    struct document *document = support_judge(bytes, violations, NULL);

    description = support_describe(violations);
    g_assert_cmpstr(description, ==, "");
    g_assert_nonnull(document);
    return document;
}

char *
support_sample_text(const char *name)
{
    g_autofree char *path = g_strconcat("tests/samples/valid/", name, ".xml", NULL);
    g_autoptr(GError) error = NULL;
    char *text = NULL;

    (void)g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

struct document *
support_sample(const char *name)
{
    char *text = support_sample_text(name);
    g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));

    return support_accept(bytes);
}

void
support_check_details(const char *why, GBytes *bytes, const char *details,
                      const char *rule)
{
    g_autoptr(document) document = support_accept(bytes);
    g_autoptr(GBytes) opened = g_bytes_new_static(details, strlen(details));
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(details) judged = details_judge(support_validator(SCHEMA_DETAILS), opened,
                                              document, violations, NULL);
    g_autofree char *description = support_describe(violations);

    g_test_message("%s: %s", why, description);
    g_assert_cmpint(judged != NULL, ==, rule == NULL);
    if (rule != NULL)
        g_assert_true(support_has_rule(violations, rule));
}

bool
support_has_rule(const GPtrArray *violations, const char *rule)
{
    for (unsigned int index = 0; index < violations->len; index++) {
        const struct violation *violation = g_ptr_array_index(violations, index);

        if (strcmp(violation->rule, rule) == 0)
            return true;
    }
    return false;
}

char *
support_describe(const GPtrArray *violations)
{
    GString *text = g_string_new(NULL);

    for (unsigned int index = 0; index < violations->len; index++) {
        g_autofree char *line =
            violation_describe(g_ptr_array_index(violations, index));

        g_string_append_printf(text, "%s\n", line);
    }
    return g_string_free(text, FALSE);
}
