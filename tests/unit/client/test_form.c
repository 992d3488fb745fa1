/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/form.h"

#include <string.h>

static struct labels *labels;
static const char *const none[] = {NULL};

/* The place for the values of an option. */
static char ***
values_of(const GOptionEntry *entries, const char *name)
{
    for (; entries->long_name != NULL; entries++)
        if (strcmp(entries->long_name, name) == 0)
            return entries->arg_data;
    g_error("there is no option --%s", name);
}

static void
give(const GOptionEntry *entries, const char *name, const char *value)
{
    *values_of(entries, name) = g_strsplit(value, "|", -1);
}

static void
options_come_from_the_schema_and_go_into_the_file(void)
{
    g_autoptr(form) form = form_new(labels, KIND_COMMITMENT, NULL);
    const GOptionEntry *entries = form_entries(form, none);
    g_autofree char *missing = form_list_missing(form);
    g_autoptr(GString) xml = g_string_new(NULL);

    g_assert_cmpstr(missing, ==, " --subject --due-on --what");
    g_assert_false(form_is_filled(form));
    give(entries, "subject", "call");
    give(entries, "due-on", "2036-12-03");
    give(entries, "what", "I ring \"her\" & him");
    give(entries, "worker-name", "Joan Hartley");
    form_write(form, xml);
    g_assert_null(form_list_missing(form));
    g_assert_cmpstr(
        xml->str, ==,
        "<commitment xmlns=\"urn:referral-exchange:commitment:1\" subject=\"call\""
        " dueOn=\"2036-12-03\"></commitment><details"
        " xmlns=\"urn:referral-exchange:details:1\"><commitment>"
        "<what>I ring &quot;her&quot; &amp; him</what>"
        "<worker name=\"Joan Hartley\"/></commitment></details>");
}

static void
lists_are_said_value_by_value(void)
{
    g_autoptr(form) form = form_new(labels, KIND_SERVICE, NULL);
    const GOptionEntry *entries = form_entries(form, none);
    g_autofree char *missing = form_list_missing(form);
    g_autoptr(GString) xml = g_string_new(NULL);

    g_assert_nonnull(strstr(missing, " --need"));
    give(entries, "service", "advice");
    give(entries, "description", "Advice");
    give(entries, "served-area", "E08000003|E08000006");
    give(entries, "served-region", "E12000002");
    give(entries, "need", "housing:high|budgeting");
    form_write(form, xml);
    g_assert_cmpstr(
        xml->str, ==,
        "<service xmlns=\"urn:referral-exchange:service:1\" service=\"advice\">"
        "<description>Advice</description><served area=\"E08000003\"/>"
        "<served area=\"E08000006\"/><served region=\"E12000002\"/>"
        "<need code=\"housing\" upTo=\"high\"/><need code=\"budgeting\"/></service>");
}

static void
what_the_command_says_is_not_asked_for(void)
{
    g_autoptr(form) form = form_new(labels, KIND_COMMITMENT_STEP, "kept");
    g_autoptr(GString) xml = g_string_new(NULL);

    for (const GOptionEntry *entry = form_entries(form, none); entry->long_name != NULL;
         entry++) {
        g_assert_cmpstr(entry->long_name, !=, "step");
        g_assert_cmpstr(entry->long_name, !=, "matter");
    }
    g_assert_null(form_list_missing(form));
    form_write(form, xml);
    g_assert_nonnull(strstr(xml->str, " step=\"kept\"></commitment-step>"));
    g_assert_null(strstr(xml->str, "<details"));
}

static void
a_child_of_many_is_given_many_times(void)
{
    g_autoptr(form) form = form_new(labels, KIND_RESPONSE, NULL);
    const GOptionEntry *entries = form_entries(form, none);
    g_autoptr(GString) xml = g_string_new(NULL);

    give(entries, "decision", "decline");
    give(entries, "reason", "capacity.full|other");
    form_write(form, xml);
    g_assert_nonnull(
        strstr(xml->str,
               "<reason code=\"capacity.full\"/><reason code=\"other\"/></response>"));
}

static void
a_name_that_is_taken_gets_the_kind_before_it(void)
{
    static const char *const taken[] = {"subject", NULL};
    g_autoptr(form) form = form_new(labels, KIND_COMMITMENT, NULL);

    g_assert_nonnull(values_of(form_entries(form, taken), "commitment-subject"));
}

static void
every_kind_that_people_write_has_a_form(void)
{
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
        g_autoptr(form) form = NULL;

        if (label_field_find(labels_find_root(labels, "authoring"), kinds[kind].name,
                             false) == NULL)
            continue;
        form = form_new(labels, (enum kind)kind, NULL);
        for (const GOptionEntry *entry = form_entries(form, none);
             entry->long_name != NULL; entry++) {
            g_test_message("%s --%s", kinds[kind].name, entry->long_name);
            g_assert_true(g_hash_table_add(names, (char *)entry->long_name));
            g_assert_cmpuint(
                strspn(entry->long_name, "abcdefghijklmnopqrstuvwxyz0123456789-"), ==,
                strlen(entry->long_name));
        }
    }
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    labels = labels_load();
    g_test_add_func("/form/options-come-from-the-schema-and-go-into-the-file",
                    options_come_from_the_schema_and_go_into_the_file);
    g_test_add_func("/form/lists-are-said-value-by-value",
                    lists_are_said_value_by_value);
    g_test_add_func("/form/what-the-command-says-is-not-asked-for",
                    what_the_command_says_is_not_asked_for);
    g_test_add_func("/form/a-child-of-many-is-given-many-times",
                    a_child_of_many_is_given_many_times);
    g_test_add_func("/form/a-name-that-is-taken-gets-the-kind-before-it",
                    a_name_that_is_taken_gets_the_kind_before_it);
    g_test_add_func("/form/every-kind-that-people-write-has-a-form",
                    every_kind_that_people_write_has_a_form);
    status = g_test_run();
    labels_free(labels);
    return status;
}
