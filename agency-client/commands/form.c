/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/form_parts.h"

#include "common/documents/document.h"

#include <string.h>

static void
input_free(struct input *input)
{
    g_free(input->name);
    g_free(input->hint);
    g_free(input->shape);
    g_strfreev(input->values);
    g_free(input);
}

/* "dueOn" is --due-on. */
static void
append_kebab(GString *name, const char *text)
{
    for (; *text != '\0'; text++) {
        if (g_ascii_isupper(*text))
            g_string_append_c(name, '-');
        g_string_append_c(name, g_ascii_tolower(*text));
    }
}

static char *
hint_of(const struct label_field *field, bool is_sealed)
{
    const char *hint = field->hint != NULL ? field->hint : field->label;

    if (field->list != NULL)
        return g_strdup_printf("%s ('codes %s')", hint, field->list->name);
    if (g_strcmp0(field->type, "timestamp") == 0)
        return g_strdup_printf("%s (\"2036-11-20 14:00\", local time)", hint);
    return g_strdup_printf("%s%s", hint, is_sealed ? " (sealed)" : "");
}

static struct input *
add_input(struct form *form, const struct label_field *parent,
          const struct label_field *field, bool is_sealed)
{
    struct input *input = g_new0(struct input, 1);
    GString *name = g_string_new(NULL);
    bool is_of_child = parent != form->body && parent != form->details;

    input->parent = parent;
    input->field = field;
    input->is_sealed = is_sealed;
    input->hint = hint_of(field, is_sealed);
    if (is_of_child)
        append_kebab(name, parent->name);
    if (!is_of_child || (parent != field && parent->max_occurs == 1)) {
        if (is_of_child)
            g_string_append_c(name, '-');
        append_kebab(name, field->name);
    }
    input->name = g_string_free(name, FALSE);
    input->is_repeated = is_of_child && parent->max_occurs != 1;
    g_ptr_array_add(form->inputs, input);
    return input;
}

/* Two attributes that are one value, CODE:LEVEL; a time has a colon of its own. */
static bool
is_pair(const struct label_field *child)
{
    for (unsigned int i = 0; i < child->fields->len; i++) {
        const struct label_field *field = g_ptr_array_index(child->fields, i);

        if (!field->is_attribute || !field->is_required ||
            g_strcmp0(field->type, "timestamp") == 0 ||
            g_strcmp0(field->type, "time") == 0)
            return false;
    }
    return child->type == NULL && child->fields->len == 2;
}

static void
add_pair(struct form *form, const struct label_field *child, bool is_sealed)
{
    const struct label_field *second = g_ptr_array_index(child->fields, 1);
    struct input *input =
        add_input(form, child, g_ptr_array_index(child->fields, 0), is_sealed);
    g_autofree char *first_hint = input->hint;
    g_autofree char *second_hint = hint_of(second, false);
    GString *name = g_string_new(NULL);

    append_kebab(name, child->name);
    g_free(input->name);
    input->name = g_string_free(name, FALSE);
    input->second = second;
    input->hint = g_strdup_printf("%s After a colon: %s", first_hint, second_hint);
}

/* Of a child with a choice of attributes, each value is an element of its own. */
static bool
is_choice(const struct label_field *child)
{
    for (unsigned int i = 0; i < child->fields->len; i++) {
        const struct label_field *field = g_ptr_array_index(child->fields, i);

        if (!field->is_attribute || field->is_required)
            return false;
    }
    return child->type == NULL && child->fields->len == 2;
}

static void
add_choice(struct form *form, const struct label_field *child, bool is_sealed)
{
    for (unsigned int i = 0; i < child->fields->len; i++) {
        const struct label_field *field = g_ptr_array_index(child->fields, i);
        struct input *input = add_input(form, child, field, is_sealed);
        GString *name = g_string_new(NULL);

        append_kebab(name, child->name);
        g_string_append_c(name, '-');
        append_kebab(name, field->name);
        g_free(input->name);
        input->name = g_string_free(name, FALSE);
    }
}

/* A child is asked for when options can say all that it needs. */
static void
add_child(struct form *form, const struct label_field *child, bool is_sealed)
{
    bool has_words = child->type != NULL;
    bool is_repeated = child->max_occurs != 1;

    for (unsigned int i = 0; i < child->fields->len; i++) {
        const struct label_field *field = g_ptr_array_index(child->fields, i);

        if (!field->is_attribute && field->is_required)
            return;
    }
    if (is_repeated && is_pair(child))
        add_pair(form, child, is_sealed);
    if (is_repeated && is_choice(child))
        add_choice(form, child, is_sealed);
    if (is_repeated && child->fields->len + (has_words ? 1 : 0) != 1)
        return;
    if (has_words)
        add_input(form, child, child, is_sealed);
    for (unsigned int i = 0; i < child->fields->len; i++) {
        const struct label_field *field = g_ptr_array_index(child->fields, i);

        if (field->is_attribute)
            add_input(form, child, field, is_sealed);
    }
}

static void
add_element(struct form *form, const struct label_field *element, bool is_sealed)
{
    for (unsigned int i = 0; i < element->fields->len; i++) {
        const struct label_field *field = g_ptr_array_index(element->fields, i);

        if (field->is_attribute)
            add_input(form, element, field, is_sealed);
        else
            add_child(form, field, is_sealed);
    }
}

static struct input *
find_attribute(const struct form *form, const char *attribute)
{
    for (unsigned int i = 0; i < form->inputs->len; i++) {
        struct input *input = g_ptr_array_index(form->inputs, i);

        if (input->parent == form->body && input->field->is_attribute &&
            strcmp(input->field->name, attribute) == 0)
            return input;
    }
    return NULL;
}

void
form_set(struct form *form, const char *attribute, const char *value)
{
    struct input *input = find_attribute(form, attribute);

    g_assert(input != NULL);
    g_strfreev(input->values);
    input->values = g_new0(char *, 2);
    input->values[0] = g_strdup(value);
    g_clear_pointer(&input->name, g_free);
}

/* What the program knows is no question. */
static void
hide(struct form *form, const char *attribute)
{
    struct input *input = attribute != NULL ? find_attribute(form, attribute) : NULL;

    if (input != NULL)
        g_clear_pointer(&input->name, g_free);
}

struct form *
form_new(const struct labels *labels, enum kind kind, const char *word)
{
    struct form *form = g_new0(struct form, 1);

    form->kind = kind;
    form->inputs = g_ptr_array_new_with_free_func((GDestroyNotify)input_free);
    form->entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    form->body = label_field_find(labels_find_root(labels, "authoring"),
                                  kinds[kind].name, false);
    form->details =
        label_field_find(labels_find_root(labels, "details"), kinds[kind].name, false);
    add_element(form, form->body, false);
    if (form->details != NULL)
        add_element(form, form->details, true);
    hide(form, "matter");
    if (kinds[kind].matter != NULL && word != NULL)
        form_set(form, kinds[kind].matter->word, word);
    return form;
}

void
form_free(struct form *form)
{
    if (form == NULL)
        return;
    g_ptr_array_unref(form->inputs);
    g_array_unref(form->entries);
    g_free(form);
}

static const char *
placeholder(const struct label_field *field)
{
    static const char *const words[][2] = {
        {"date", "DATE"},     {"timestamp", "TIME"},     {"uuid", "ID"},
        {"agency", "AGENCY"}, {"boolean", "true|false"}, {"count", "N"}};

    if (field->list != NULL)
        return "CODE";
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_strcmp0(field->type, words[i][0]) == 0)
            return words[i][1];
    return "WORDS";
}

static bool
is_taken(const struct form *form, const char *const *taken, const char *name)
{
    if (g_strv_contains(taken, name))
        return true;
    for (unsigned int i = 0; i < form->entries->len; i++)
        if (g_str_equal(g_array_index(form->entries, GOptionEntry, i).long_name, name))
            return true;
    return false;
}

const GOptionEntry *
form_entries(struct form *form, const char *const *taken)
{
    for (unsigned int i = 0; i < form->inputs->len; i++) {
        struct input *input = g_ptr_array_index(form->inputs, i);
        GOptionEntry entry = {.arg = G_OPTION_ARG_STRING_ARRAY,
                              .arg_data = &input->values,
                              .description = input->hint,
                              .arg_description = placeholder(input->field)};

        if (input->name == NULL)
            continue;
        if (input->second != NULL) {
            input->shape = g_strdup_printf("%s:%s", placeholder(input->field),
                                           placeholder(input->second));
            entry.arg_description = input->shape;
        }
        if (is_taken(form, taken, input->name)) {
            char *longer =
                g_strconcat(input->is_sealed ? "sealed" : kinds[form->kind].name, "-",
                            input->name, NULL);

            g_free(input->name);
            input->name = longer;
        }
        entry.long_name = input->name;
        g_array_append_val(form->entries, entry);
    }
    return (const GOptionEntry *)(const void *)form->entries->data;
}

bool
form_is_filled(const struct form *form)
{
    for (unsigned int i = 0; i < form->inputs->len; i++) {
        const struct input *input = g_ptr_array_index(form->inputs, i);

        if (input->name != NULL && input->values != NULL)
            return true;
    }
    return false;
}

GPtrArray *
form_list_ids(struct form *form)
{
    GPtrArray *ids = g_ptr_array_new();

    for (unsigned int i = 0; i < form->inputs->len; i++) {
        const struct input *input = g_ptr_array_index(form->inputs, i);

        if (g_strcmp0(input->field->type, "uuid") != 0)
            continue;
        for (char **value = input->values; value != NULL && *value != NULL; value++)
            g_ptr_array_add(ids, value);
    }
    return ids;
}

bool
form_has_values(const struct form *form, const struct label_field *parent,
                bool is_sealed)
{
    for (unsigned int i = 0; i < form->inputs->len; i++) {
        const struct input *input = g_ptr_array_index(form->inputs, i);

        if (input->values != NULL &&
            (parent != NULL ? input->parent == parent : input->is_sealed == is_sealed))
            return true;
    }
    return false;
}

/* What an element needs, once it stands there at all. */
static bool
is_needed(const struct form *form, const struct input *input)
{
    bool is_of_root = input->parent == form->body || input->parent == form->details;

    if (!input->field->is_required)
        return false;
    if (input->is_sealed && !form_has_values(form, NULL, true) &&
        kinds[form->kind].sealed != SEALED_REQUIRED)
        return false;
    return is_of_root || input->parent->is_required ||
           form_has_values(form, input->parent, input->is_sealed);
}

char *
form_list_missing(const struct form *form)
{
    GString *names = g_string_new(NULL);

    for (unsigned int i = 0; i < form->inputs->len; i++) {
        const struct input *input = g_ptr_array_index(form->inputs, i);

        if (input->name != NULL && input->values == NULL && is_needed(form, input))
            g_string_append_printf(names, " --%s", input->name);
    }
    return g_string_free(names, names->len == 0);
}
