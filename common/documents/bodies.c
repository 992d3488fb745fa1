/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/bodies.h"
#include <string.h>

void
check_not_past(struct reader *reader, const struct document *document,
               const xmlNode *node, const char *attribute, int32_t on)
{
    if (on != DATE_NONE && on < date_of(document->created_us) - 1)
        reader_refuse(reader, node, attribute, "date-not-past",
                      "the date is before the day on which the document was written");
}

void
check_not_ahead(struct reader *reader, const struct document *document,
                const xmlNode *node, const char *attribute, int32_t on)
{
    if (on != DATE_NONE && on > date_of(document->created_us) + 1)
        reader_refuse(reader, node, attribute, "date-not-ahead",
                      "the date is after the day on which the document was written: "
                      "say it once it has happened");
}

void
check_order(struct reader *reader, const xmlNode *node, const char *attribute,
            int32_t earlier, int32_t later)
{
    if (earlier != DATE_NONE && later != DATE_NONE && later < earlier)
        reader_refuse(reader, node, attribute, "dates-in-order",
                      "the date is before the one that it follows");
}

void
check_once(struct reader *reader, const xmlNode *parent, const char *child,
           const char *attribute, const char *rule)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (const xmlNode *node = tree_child(parent, child); node != NULL;
         node = tree_next(node, child)) {
        const char *value = reader_attribute(reader, node, attribute);

        if (value != NULL && !g_hash_table_add(seen, (char *)value))
            reader_refuse(reader, node, attribute, rule, "the same stands here twice");
    }
}

void
check_words_are_sealed(struct reader *reader, const struct document *document,
                       const xmlNode *node, const char *list, const char *code)
{
    if (document->sealed == NULL && code != NULL &&
        codes_need_comment(reader->codes, list, code))
        reader_refuse_as(reader, REFUSAL_SEALED_REQUIRED, node, "comment-required",
                         "this code needs words in the sealed part, and there is none");
}

void
check_code_is_worded(struct reader *reader, const char *child, const char *list,
                     const char *code)
{
    const xmlNode *words = tree_child(reader->body, child);

    if (code != NULL && codes_need_comment(reader->codes, list, code) &&
        (words == NULL || !reader_has_text(words)))
        reader_refuse(reader, reader->body, NULL, "comment-required",
                      "a code that needs words has none");
}

const xmlNode *
find_child(struct reader *reader, const xmlNode *parent, const char *name,
           const char *attribute, const char *value)
{
    for (const xmlNode *node = tree_child(parent, name); node != NULL;
         node = tree_next(node, name)) {
        if (g_strcmp0(reader_attribute(reader, node, attribute), value) == 0)
            return node;
    }
    return NULL;
}

bool
has_words(const xmlNode *parent, const char *name)
{
    const xmlNode *child = tree_child(parent, name);

    return child != NULL && reader_has_text(child);
}

void
write_body(GString *xml, enum kind kind, const struct field *fields, size_t field_count,
           const void *from)
{
    g_string_append_c(xml, '<');
    g_string_append(xml, kinds[kind].name);
    writer_attribute(xml, "xmlns", kinds[kind].xml_namespace);
    writer_fields(xml, fields, field_count, from);
}

void
write_children(GString *xml, const char *element, const char *attribute,
               const char *const *values, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        g_string_append_printf(xml, "<%s", element);
        writer_attribute(xml, attribute, values[index]);
        g_string_append(xml, "/>");
    }
}
