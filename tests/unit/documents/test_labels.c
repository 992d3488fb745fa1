/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/labels.h"
#include <string.h>

static struct labels *labels;

static void
every_list_says_where_it_comes_from(void)
{
    g_autofree const char **names = labels_list_names(labels);
    size_t count = 0;

    for (const char **name = names; *name != NULL; name++, count++) {
        const struct label_list *list = labels_find_list(labels, *name);

        g_assert_nonnull(list->label);
        g_assert_nonnull(list->hint);
        g_assert_nonnull(list->source);
        g_assert_nonnull(list->version);
        g_assert_cmpuint(list->code_count, >, 1);
    }
    g_assert_cmpuint(count, >, 60);
}

static void
no_label_of_a_list_stands_twice(void)
{
    g_autofree const char **names = labels_list_names(labels);

    for (const char **name = names; *name != NULL; name++) {
        const struct label_list *list = labels_find_list(labels, *name);
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

        for (size_t index = 0; index < list->code_count; index++) {
            g_assert_nonnull(list->codes[index].label);
            if (!g_hash_table_add(seen, (char *)list->codes[index].label))
                g_error("%s: two codes are called %s", *name, list->codes[index].label);
        }
    }
}

static const struct {
    const char *why;
    const char *list;
    const char *code;
    const char *label;
    const char *group;
    bool needs_comment;
    bool is_post_accept;
} codes[] = {
    {"a need is grouped by its source", "need", "housing", "Somewhere to live", "local",
     false, false},
    {"a full house is no matter after acceptance", "reason", "capacity.full", "Full",
     "capacity", false, false},
    {"a lost vacancy is one of after acceptance", "reason", "vacancy.lost",
     "Vacancy lost", "post-accept", false, true},
    {"other says nothing without words", "reason", "other", "Other", "other", true,
     true},
    {"a published list keeps its codes", "ethnicGroup", "13", "Black: African", "black",
     false, false},
};

static void
codes_are_known_with_their_facts(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(codes); index++) {
        const struct label_code *code =
            labels_find_code(labels, codes[index].list, codes[index].code);

        g_test_message("%s", codes[index].why);
        g_assert_nonnull(code);
        g_assert_cmpstr(code->label, ==, codes[index].label);
        g_assert_cmpstr(code->group, ==, codes[index].group);
        g_assert_cmpint(code->needs_comment, ==, codes[index].needs_comment);
        g_assert_cmpint(code->is_post_accept, ==, codes[index].is_post_accept);
    }
}

static void
a_code_may_have_a_hint(void)
{
    g_assert_cmpstr(labels_find_code(labels, "urgency", "urgent")->hint, ==,
                    "An answer is needed within one working day.");
    g_assert_null(labels_find_code(labels, "need", "housing")->hint);
}

/* Beside the act, and with the same words for no other step. */
static void
every_step_says_what_was_done(void)
{
    static const char *const lists[] = {"step", "enquiryStep"};

    for (size_t index = 0; index < G_N_ELEMENTS(lists); index++) {
        const struct label_list *list = labels_find_list(labels, lists[index]);
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

        for (size_t code = 0; code < list->code_count; code++) {
            g_test_message("%s", list->codes[code].code);
            g_assert_nonnull(list->codes[code].done);
            g_assert_true(g_hash_table_add(seen, (char *)list->codes[code].done));
        }
    }
    g_assert_cmpstr(labels_find_code(labels, "step", "response.accept")->label, ==,
                    "Accept");
    g_assert_cmpstr(labels_find_code(labels, "step", "response.accept")->done, ==,
                    "Accepted");
    g_assert_null(labels_find_code(labels, "need", "housing")->done);
}

static void
an_unknown_code_is_called_by_its_code(void)
{
    g_assert_null(labels_find_code(labels, "need", "a-house"));
    g_assert_null(labels_find_code(labels, "no-list", "housing"));
    g_assert_cmpstr(labels_code(labels, "need", "a-house"), ==, "a-house");
}

static void
a_field_is_found_through_groups_and_types(void)
{
    const struct label_field *document = labels_find_root(labels, "document");
    const struct label_field *referral, *need, *level;

    g_assert_nonnull(document);
    referral = label_field_find(document, "referral", false);
    g_assert_nonnull(referral);
    need = label_field_find(referral, "need", false);
    g_assert_nonnull(need);
    g_assert_cmpuint(need->max_occurs, ==, 20);
    g_assert_true(need->is_required);
    level = label_field_find(need, "level", true);
    g_assert_nonnull(level);
    g_assert_cmpstr(level->label, ==, "Level");
    g_assert_cmpstr(level->list->name, ==, "needLevel");
    g_assert_true(level->is_required);
    g_assert_null(label_field_find(need, "level", false));
}

static void
one_of_several_may_be_called_otherwise(void)
{
    const struct label_field *details = labels_find_root(labels, "details");
    const struct label_field *referral = label_field_find(details, "referral", false);
    const struct label_field *contact = label_field_find(referral, "contact", false);
    const struct label_field *person = label_field_find(contact, "doNotContact", false);

    g_assert_cmpstr(person->label, ==, "Do not contact");
    g_assert_cmpstr(person->one, ==, "a person not to contact");
    g_assert_null(contact->one);
}

static void
a_text_has_a_type_and_a_field_of_structure_none(void)
{
    const struct label_field *details = labels_find_root(labels, "details");
    const struct label_field *referral = label_field_find(details, "referral", false);
    const struct label_field *background =
        label_field_find(referral, "background", false);

    g_assert_null(background->type);
    g_assert_cmpstr(label_field_find(background, "summary", false)->type, ==, "text");
}

static void
what_excludes_each_other_is_one_choice(void)
{
    const struct label_field *details = labels_find_root(labels, "details");
    const struct label_field *referral = label_field_find(details, "referral", false);
    const struct label_field *contact = label_field_find(referral, "contact", false);
    const struct label_field *risks = label_field_find(referral, "risks", false);
    const struct label_field *address = label_field_find(contact, "address", false);
    const struct label_field *withheld =
        label_field_find(contact, "addressWithheld", false);

    g_assert_cmpuint(address->choice, !=, 0);
    g_assert_cmpuint(address->choice, ==, withheld->choice);
    g_assert_cmpuint(label_field_find(contact, "method", false)->choice, ==, 0);
    g_assert_cmpuint(label_field_find(risks, "risk", false)->choice, !=,
                     address->choice);
}

static void
a_value_says_how_it_is_written(void)
{
    const struct label_field *details = labels_find_root(labels, "details");
    const struct label_field *referral = label_field_find(details, "referral", false);
    const struct label_field *contact = label_field_find(referral, "contact", false);
    const struct label_field *method = label_field_find(contact, "method", false);

    g_assert_cmpstr(label_field_find(method, "from", true)->form, ==,
                    "A time of day, such as 09:30.");
    g_assert_null(label_field_find(method, "safe", true)->form);
}

/* A form is made of labels and hints: none may be missing where an author writes. */
static unsigned
count_fields_with_words(const struct label_field *field)
{
    unsigned count = 1;

    if (field->label == field->name)
        g_error("%s has no label", field->name);
    if (field->hint == NULL || strlen(field->hint) < 3)
        g_error("%s has no hint", field->name);
    for (unsigned index = 0; index < field->fields->len; index++)
        count += count_fields_with_words(g_ptr_array_index(field->fields, index));
    return count;
}

static void
every_field_an_author_fills_has_a_label_and_a_hint(void)
{
    const struct label_field *authoring = labels_find_root(labels, "authoring");

    g_assert_nonnull(authoring);
    g_assert_cmpuint(count_fields_with_words(authoring), >, 500);
    g_assert_cmpuint(count_fields_with_words(labels_find_root(labels, "document")), >,
                     100);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    labels = labels_load();
    g_test_add_func("/labels/every-list-says-where-it-comes-from",
                    every_list_says_where_it_comes_from);
    g_test_add_func("/labels/no-label-of-a-list-stands-twice",
                    no_label_of_a_list_stands_twice);
    g_test_add_func("/labels/codes-are-known-with-their-facts",
                    codes_are_known_with_their_facts);
    g_test_add_func("/labels/a-code-may-have-a-hint", a_code_may_have_a_hint);
    g_test_add_func("/labels/every-step-says-what-was-done",
                    every_step_says_what_was_done);
    g_test_add_func("/labels/an-unknown-code-is-called-by-its-code",
                    an_unknown_code_is_called_by_its_code);
    g_test_add_func("/labels/a-field-is-found-through-groups-and-types",
                    a_field_is_found_through_groups_and_types);
    g_test_add_func("/labels/one-of-several-may-be-called-otherwise",
                    one_of_several_may_be_called_otherwise);
    g_test_add_func("/labels/a-text-has-a-type-and-a-field-of-structure-none",
                    a_text_has_a_type_and_a_field_of_structure_none);
    g_test_add_func("/labels/what-excludes-each-other-is-one-choice",
                    what_excludes_each_other_is_one_choice);
    g_test_add_func("/labels/a-value-says-how-it-is-written",
                    a_value_says_how_it_is_written);
    g_test_add_func("/labels/every-field-an-author-fills-has-a-label-and-a-hint",
                    every_field_an_author_fills_has_a_label_and_a_hint);
    status = g_test_run();
    labels_free(labels);
    return status;
}
