/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the schemas: what forms are made of, and what documents are read by. */
#include "common/documents/labels.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "common/documents/refusal.h"

static void
append_codes(GString *xml, const struct label_list *list)
{
    for (size_t i = 0; i < list->code_count; i++) {
        const struct label_code *code = &list->codes[i];

        g_string_append(xml, "<code");
        xml_attribute(xml, "value", code->code);
        xml_attribute(xml, "label", code->label);
        xml_attribute(xml, "done", code->done);
        xml_attribute(xml, "hint", code->hint);
        xml_attribute(xml, "group", code->group);
        if (code->needs_comment)
            xml_boolean(xml, "words", true);
        g_string_append(xml, "/>\n");
    }
}

static void
append_list(GString *xml, const struct label_list *list)
{
    g_string_append(xml, "<list");
    xml_attribute(xml, "name", list->name);
    g_string_append(xml, ">\n");
    append_codes(xml, list);
    g_string_append(xml, "</list>\n");
}

/* The field without what is below it; the code list that it takes is added to lists. */
static void
open_field(GString *xml, const struct label_field *field, GHashTable *lists)
{
    g_string_append(xml, "<field");
    xml_attribute(xml, "name", field->name);
    xml_attribute(xml, "label", field->label);
    xml_attribute(xml, "one", field->one);
    xml_attribute(xml, "hint", field->hint);
    xml_attribute(xml, "type", field->type);
    xml_attribute(xml, "form", field->form);
    if (field->list != NULL) {
        xml_attribute(xml, "list", field->list->name);
        g_hash_table_add(lists, (void *)field->list);
    }
    if (field->is_attribute)
        xml_boolean(xml, "attribute", true);
    if (field->is_required)
        xml_boolean(xml, "required", true);
    if (field->max_occurs != 1)
        xml_number(xml, "most", field->max_occurs);
    if (field->choice != 0)
        xml_number(xml, "choice", field->choice);
    g_string_append(xml, ">\n");
}

static void
append_field(GString *xml, const struct label_field *field, GHashTable *lists)
{
    open_field(xml, field, lists);
    for (unsigned i = 0; i < field->fields->len; i++)
        append_field(xml, field->fields->pdata[i], lists);
    g_string_append(xml, "</field>\n");
}

/* What an author's file says around any kind: to whom it goes, how it is marked. */
static void
append_envelope(GString *xml, const struct label_field *file, GHashTable *lists)
{
    const struct label_field *to = label_field_find(file, "to", false);

    g_string_append(xml, "<envelope>\n");
    open_field(xml, file, lists);
    for (unsigned i = 0; i < file->fields->len; i++) {
        const struct label_field *field = file->fields->pdata[i];

        if (field->is_attribute || field == to)
            append_field(xml, field, lists);
    }
    g_string_append(xml, "</field>\n</envelope>\n");
}

static void
append_part(GString *xml, const char *part, const struct label_field *parent,
            const char *kind, GHashTable *lists)
{
    const struct label_field *field =
        parent != NULL ? label_field_find(parent, kind, false) : NULL;

    if (field == NULL)
        return;
    g_string_append_printf(xml, "<%s>\n", part);
    append_field(xml, field, lists);
    g_string_append_printf(xml, "</%s>\n", part);
}

/* GET /api/labels/{kind}: the fields of its file, coded part and details. */
bool
labels_get(const struct call *call, struct response *response, GError **error)
{
    const char *kind = call->request->values[0];
    const struct labels *labels = call->web->labels;
    g_autoptr(GHashTable) lists = g_hash_table_new(NULL, NULL);
    const struct label_field *file = labels_find_root(labels, "authoring");
    GHashTableIter iter;
    void *list;
    GString *xml;

    if (label_field_find(file, kind, false) == NULL)
        return refusal_set(error, REFUSAL_NOT_FOUND, "there is no such kind");
    xml = xml_begin("labels");
    append_envelope(xml, file, lists);
    append_part(xml, "coded", file, kind, lists);
    append_part(xml, "sealed", labels_find_root(labels, "details"), kind, lists);
    g_hash_table_iter_init(&iter, lists);
    while (g_hash_table_iter_next(&iter, &list, NULL))
        append_list(xml, list);
    answer_xml(response, xml, "labels");
    return true;
}

/* GET /api/codes/{list}: a code list. */
bool
codes_get(const struct call *call, struct response *response, GError **error)
{
    const struct labels *labels = call->web->labels;
    const struct label_list *list = labels_find_list(labels, call->request->values[0]);
    GString *xml;

    if (list == NULL)
        return refusal_set(error, REFUSAL_NOT_FOUND, "there is no such list");
    xml = xml_begin("codes");
    append_codes(xml, list);
    answer_xml(response, xml, "codes");
    return true;
}
