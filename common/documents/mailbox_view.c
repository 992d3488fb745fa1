/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/mailbox_view.h"
#include "common/documents/reader.h"
#include "common/documents/writer.h"

const char *const mailbox_gone_names[] = {"no", "withdrawn", "superseded", NULL};

/* The schema knows one reason to be flagged, so a bool holds it. */
static const char *const flagged_names[] = {"no", "rejected", NULL};

static const struct field mailbox_fields[] = {
    REQUIRED("after", FIELD_SEQUENCE, mailbox_view, after),
    REQUIRED("next", FIELD_SEQUENCE, mailbox_view, next),
    REQUIRED("head", FIELD_SEQUENCE, mailbox_view, head),
};

static const struct field entry_fields[] = {
    REQUIRED("sequence", FIELD_SEQUENCE, mailbox_entry, sequence),
    REQUIRED("document", FIELD_UUID, mailbox_entry, document),
    REQUIRED("case", FIELD_UUID, mailbox_entry, case_id),
    REQUIRED("kind", FIELD_TEXT, mailbox_entry, kind_name),
    REQUIRED("from", FIELD_TEXT, mailbox_entry, from),
    OPTIONAL("to", FIELD_TEXT, mailbox_entry, to),
    REQUIRED("received", FIELD_TIMESTAMP, mailbox_entry, received_us),
    PRESENT_IF("leg", FIELD_UUID, mailbox_entry, has_leg, leg),
    PRESENT_IF("matter", FIELD_UUID, mailbox_entry, has_matter, matter),
    REQUIRED("sha256", FIELD_SHA256, mailbox_entry, sha256),
    {.name = "gone",
     .type = FIELD_NAME,
     .offset = offsetof(struct mailbox_entry, gone),
     .is_optional = true,
     .names = mailbox_gone_names},
};

GBytes *
mailbox_view_write(const struct mailbox_view *view)
{
    GString *xml = writer_new();

    g_string_append(xml, "<mailbox xmlns=\"" VIEW_NAMESPACE "\"");
    writer_fields(xml, mailbox_fields, G_N_ELEMENTS(mailbox_fields), view);
    g_string_append(xml, ">\n");
    for (size_t index = 0; index < view->entry_count; index++) {
        struct mailbox_entry entry = view->entries[index];

        entry.kind_name = kinds[entry.kind].name;
        g_string_append(xml, "<entry");
        writer_fields(xml, entry_fields, G_N_ELEMENTS(entry_fields), &entry);
        if (entry.is_flagged)
            writer_attribute(xml, "flagged", flagged_names[true]);
        g_string_append(xml, "/>\n");
    }
    g_string_append(xml, "</mailbox>");
    return writer_finish(xml);
}

static void
read_flags(struct reader *reader, struct mailbox_view *view)
{
    size_t index = 0;

    for (const xmlNode *node = tree_child(reader->body, "entry"); node != NULL;
         node = tree_next(node, "entry"))
        view->entries[index++].is_flagged =
            reader_attribute(reader, node, "flagged") != NULL;
}

/* A newer exchange may list kinds that only newer releases know. */
static void
read_kinds(struct reader *reader, struct mailbox_view *view)
{
    size_t index = 0;

    for (const xmlNode *node = tree_child(reader->body, "entry"); node != NULL;
         node = tree_next(node, "entry")) {
        struct mailbox_entry *entry = &view->entries[index++];

        if (entry->kind_name == NULL || kind_find(entry->kind_name, &entry->kind))
            continue;
        entry->kind = KIND_COUNT;
        if (!kind_may_be(entry->kind_name))
            reader_refuse(reader, node, "kind", "kind", "this is no name of a kind");
    }
}

struct mailbox_view *
mailbox_view_read(GBytes *bytes, GError **error)
{
    g_autoptr(mailbox_view) view = g_new0(struct mailbox_view, 1);
    struct reader reader;

    if (!reader_open(&reader, bytes, "mailbox", VIEW_NAMESPACE, error))
        return NULL;
    view->tree = reader.tree;
    reader_fields(&reader, reader.body, mailbox_fields, G_N_ELEMENTS(mailbox_fields),
                  view);
    view->entries = reader_children(&reader, reader.body, "entry", entry_fields,
                                    G_N_ELEMENTS(entry_fields), sizeof *view->entries,
                                    &view->entry_count);
    read_flags(&reader, view);
    read_kinds(&reader, view);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&view);
}

void
mailbox_view_free(struct mailbox_view *view)
{
    if (view == NULL)
        return;
    tree_free(view->tree);
    g_free(view);
}
