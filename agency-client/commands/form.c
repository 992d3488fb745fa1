/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/form.h"

#include "agency-client/office/xml.h"
#include "common/documents/document.h"

#include <string.h>

/* One option and the place in the document that it fills. */
struct input {
    const struct label_field *parent; /* the element that it belongs to */
    const struct label_field *field;  /* its attribute; or the same, for its words */
    const struct label_field *second; /* of a pair, CODE:LEVEL; NULL: no pair */
    bool is_repeated;                 /* an element for each value */
    bool is_sealed;
    char *name; /* of the option */
    char *hint;
    char *shape;   /* of a pair: what its value looks like */
    char **values; /* NULL: not given */
};

struct form {
    enum kind kind;
    const struct label_field *body;
    const struct label_field *details; /* NULL: the kind has none */
    GPtrArray *inputs;                 /* struct input * */
    GArray *entries;                   /* GOptionEntry */
};

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

/* Whether a child, or all the details, say anything. */
static bool
has_values(const struct form *form, const struct label_field *parent, bool is_sealed)
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
    if (input->is_sealed && !has_values(form, NULL, true) &&
        kinds[form->kind].sealed != SEALED_REQUIRED)
        return false;
    return is_of_root || input->parent->is_required ||
           has_values(form, input->parent, input->is_sealed);
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

/* Writing. */

static const struct input *
find_input(const struct form *form, const struct label_field *parent,
           const struct label_field *field)
{
    for (unsigned int i = 0; i < form->inputs->len; i++) {
        const struct input *input = g_ptr_array_index(form->inputs, i);

        if (input->parent == parent && input->field == field && input->values != NULL)
            return input;
    }
    return NULL;
}

/* People say a time as their clock shows it; what is no such time stays as it is. */
static char *
value_of(const struct label_field *field, const char *text)
{
    g_autoptr(GTimeZone) here = g_time_zone_new_local();
    g_autofree char *with_seconds = g_strconcat(text, ":00", NULL);
    g_autoptr(GDateTime) at = NULL;
    char wire[TIMESTAMP_TEXT_BYTES];

    if (g_strcmp0(field->type, "timestamp") == 0)
        at = g_date_time_new_from_iso8601(with_seconds, here);
    if (at == NULL)
        return g_strdup(text);
    timestamp_write(g_date_time_to_unix(at) * SECOND_US, wire);
    return g_strdup(wire);
}

static void
write_words(GString *xml, const char *name, const char *words)
{
    g_autofree char *escaped = g_markup_escape_text(words, -1);

    g_string_append_printf(xml, ">%s</%s>", escaped, name);
}

static void
write_attributes(const struct form *form, GString *xml,
                 const struct label_field *element)
{
    for (unsigned int i = 0; i < element->fields->len; i++) {
        const struct label_field *field = g_ptr_array_index(element->fields, i);
        const struct input *input =
            field->is_attribute ? find_input(form, element, field) : NULL;

        g_autofree char *value =
            input != NULL ? value_of(field, input->values[0]) : NULL;

        xml_attribute(xml, field->name, value);
    }
}

/* A child of any number: an element for each value of its one field. */
static void
write_repeated(GString *xml, const struct input *input)
{
    const char *name = input->parent->name;

    for (char **value = input->values; *value != NULL; value++) {
        g_string_append_printf(xml, "<%s", name);
        if (input->field == input->parent) {
            write_words(xml, name, *value);
        } else if (input->second != NULL) {
            g_auto(GStrv) parts = g_strsplit(*value, ":", 2);

            xml_attribute(xml, input->field->name, parts[0]);
            xml_attribute(xml, input->second->name, parts[0] != NULL ? parts[1] : NULL);
            g_string_append(xml, "/>");
        } else {
            xml_attribute(xml, input->field->name, *value);
            g_string_append(xml, "/>");
        }
    }
}

static void
write_child(const struct form *form, GString *xml, const struct label_field *child)
{
    const struct input *words = find_input(form, child, child);

    if (child->max_occurs != 1) {
        for (unsigned int i = 0; i < form->inputs->len; i++) {
            const struct input *input = g_ptr_array_index(form->inputs, i);

            if (input->parent == child && input->values != NULL)
                write_repeated(xml, input);
        }
        return;
    }
    g_string_append_printf(xml, "<%s", child->name);
    write_attributes(form, xml, child);
    if (words != NULL)
        write_words(xml, child->name, words->values[0]);
    else
        g_string_append(xml, "/>");
}

static void
write_element(const struct form *form, GString *xml, const struct label_field *element,
              const char *xml_namespace)
{
    g_string_append_printf(xml, "<%s", element->name);
    xml_attribute(xml, "xmlns", xml_namespace);
    write_attributes(form, xml, element);
    g_string_append_c(xml, '>');
    for (unsigned int i = 0; i < element->fields->len; i++) {
        const struct label_field *field = g_ptr_array_index(element->fields, i);

        if (!field->is_attribute && has_values(form, field, false))
            write_child(form, xml, field);
    }
    g_string_append_printf(xml, "</%s>", element->name);
}

void
form_write(const struct form *form, GString *xml)
{
    write_element(form, xml, form->body, kinds[form->kind].xml_namespace);
    if (!has_values(form, NULL, true))
        return;
    g_string_append(xml, "<details");
    xml_attribute(xml, "xmlns", DETAILS_NAMESPACE);
    g_string_append_c(xml, '>');
    write_element(form, xml, form->details, NULL);
    g_string_append(xml, "</details>");
}
