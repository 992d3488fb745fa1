/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/dates.h"
#include "common/documents/tree.h"
#include <stdlib.h>
#include <string.h>

/* An appointment begins at the one and ends at the other. */
#define STARTS "startsAt"
#define ENDS   "endsAt"
/* The one day of an element that is nothing but dated. */
#define ON "on"

void
dated_free(struct dated *dated)
{
    if (dated == NULL)
        return;
    g_free(dated->name);
    g_free(dated->title);
    g_free(dated->value);
    g_free(dated);
}

static bool
is_dated(const struct label_field *field)
{
    return field->is_attribute && (g_strcmp0(field->type, "date") == 0 ||
                                   g_strcmp0(field->type, "timestamp") == 0);
}

static char *
attribute_of(const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp((xmlNode *)node, (const xmlChar *)name);
    char *copy = g_strdup((const char *)value);

    xmlFree(value);
    return copy;
}

/* The value that tells one of several elements from the others: its first code, or its
 * number.  Ids, hours and agencies say nothing to a reader. */
static char *
find_key(const struct label_field *element, const xmlNode *node,
         const struct label_field **of)
{
    for (unsigned i = 0; i < element->fields->len; i++) {
        const struct label_field *field = element->fields->pdata[i];
        char *value;

        if (!field->is_attribute ||
            (field->list == NULL && g_strcmp0(field->type, "ordinal") != 0))
            continue;
        value = attribute_of(node, field->name);
        if (value != NULL) {
            *of = field;
            return value;
        }
    }
    return NULL;
}

/* "Meeting: Hospital discharge", "Action 2", "Support paid for". */
static char *
element_title(const struct labels *labels, const struct label_field *element,
              const xmlNode *node)
{
    const struct label_field *field = NULL;
    g_autofree char *key = find_key(element, node, &field);

    if (key == NULL)
        return g_strdup(element->label);
    if (field->list == NULL)
        return g_strdup_printf("%s %s", element->label, key);
    return g_strdup_printf("%s: %s", element->label,
                           labels_code(labels, field->list->name, key));
}

/* An appointment is what it is for; any other date is what its field says it is. */
static char *
date_title(const struct labels *labels, const struct label_field *element,
           const xmlNode *node, const struct label_field *field, bool is_body)
{
    g_autofree char *title = NULL;

    if (is_body && strcmp(field->name, STARTS) != 0)
        return g_strdup_printf("%s: %s", element->label, field->label);
    title = element_title(labels, element, node);
    if (is_body || strcmp(field->name, ON) == 0)
        return g_steal_pointer(&title);
    return g_strdup_printf("%s: %s", title, field->label);
}

static char *
date_name(const struct label_field *element, const xmlNode *node,
          const struct label_field *field, bool is_body)
{
    const struct label_field *of = NULL;
    g_autofree char *key = is_body ? NULL : find_key(element, node, &of);

    if (is_body)
        return g_strdup(field->name);
    return g_strdup_printf("%s%s%s %s", element->name, key != NULL ? " " : "",
                           key != NULL ? key : "", field->name);
}

static bool
read_value(struct dated *dated, const struct label_field *field, const char *value)
{
    dated->is_moment = strcmp(field->type, "timestamp") == 0;
    dated->value = g_strdup(value);
    return dated->is_moment ? timestamp_read(value, &dated->starts_us)
                            : date_read(value, &dated->on);
}

static int
element_number(const struct label_field *element, const xmlNode *node)
{
    const struct label_field *of = NULL;
    g_autofree char *key = find_key(element, node, &of);

    return key != NULL && of->list == NULL ? (int)g_ascii_strtoll(key, NULL, 10) : 0;
}

static bool
is_there(const GPtrArray *dates, const char *name)
{
    for (unsigned i = 0; i < dates->len; i++)
        if (strcmp(((const struct dated *)dates->pdata[i])->name, name) == 0)
            return true;
    return false;
}

/* Two hearings in one document are two dates. */
static void
append_date(GPtrArray *dates, struct dated *dated)
{
    g_autofree char *name = g_strdup(dated->name);

    for (int number = 2; is_there(dates, dated->name); number++) {
        g_free(dated->name);
        dated->name = g_strdup_printf("%s %d", name, number);
    }
    g_ptr_array_add(dates, dated);
}

static void
append_dates(const struct labels *labels, GPtrArray *dates,
             const struct label_field *element, const xmlNode *node, bool is_body)
{
    for (unsigned i = 0; i < element->fields->len; i++) {
        const struct label_field *field = element->fields->pdata[i];
        g_autofree char *value =
            is_dated(field) ? attribute_of(node, field->name) : NULL;
        g_autofree char *end = NULL;
        g_autoptr(dated) dated = NULL;

        if (value == NULL || strcmp(field->name, ENDS) == 0)
            continue;
        dated = g_new0(struct dated, 1);
        if (!read_value(dated, field, value))
            continue;
        end = strcmp(field->name, STARTS) == 0 ? attribute_of(node, ENDS) : NULL;
        if (end == NULL || !timestamp_read(end, &dated->ends_us))
            dated->ends_us = 0;
        dated->element = is_body ? NULL : element->name;
        dated->number = is_body ? 0 : element_number(element, node);
        dated->name = date_name(element, node, field, is_body);
        dated->title = date_title(labels, element, node, field, is_body);
        append_date(dates, g_steal_pointer(&dated));
    }
}

GPtrArray *
dates_list(const struct labels *labels, const struct document *document)
{
    GPtrArray *dates = g_ptr_array_new_with_free_func((GDestroyNotify)dated_free);
    const char *name = kinds[document->kind].name;
    const struct label_field *body =
        label_field_find(labels_find_root(labels, "document"), name, false);
    const xmlNode *node = tree_child(xmlDocGetRootElement(document->tree->doc), name);

    append_dates(labels, dates, body, node, true);
    for (const xmlNode *child = tree_child(node, NULL); child != NULL;
         child = tree_next(child, NULL)) {
        const struct label_field *field =
            label_field_find(body, (const char *)child->name, false);

        if (field != NULL)
            append_dates(labels, dates, field, child, false);
    }
    return dates;
}
