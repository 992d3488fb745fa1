/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/form_parts.h"

#include "agency-client/office/xml.h"
#include "common/documents/document.h"

#include <string.h>

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

        if (!field->is_attribute && form_has_values(form, field, false))
            write_child(form, xml, field);
    }
    g_string_append_printf(xml, "</%s>", element->name);
}

void
form_write(const struct form *form, GString *xml)
{
    write_element(form, xml, form->body, kinds[form->kind].xml_namespace);
    if (!form_has_values(form, NULL, true))
        return;
    g_string_append(xml, "<details");
    xml_attribute(xml, "xmlns", DETAILS_NAMESPACE);
    g_string_append_c(xml, '>');
    write_element(form, xml, form->details, NULL);
    g_string_append(xml, "</details>");
}
