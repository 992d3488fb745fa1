/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/directory_view.h"
#include "common/documents/agency.h"
#include "common/documents/reader.h"
#include "common/documents/writer.h"

static const struct field directory_fields[] = {
    REQUIRED("sequence", FIELD_SEQUENCE, directory_view, sequence),
};

GBytes *
directory_view_write(const struct directory_view *view)
{
    GString *xml = writer_new();

    g_string_append(xml, "<directory xmlns=\"" VIEW_NAMESPACE "\"");
    writer_fields(xml, directory_fields, G_N_ELEMENTS(directory_fields), view);
    g_string_append(xml, ">\n");
    for (size_t index = 0; index < view->agency_count; index++) {
        g_string_append(xml, "<agency");
        agency_write(xml, "id", &view->agencies[index]);
        g_string_append(xml, "</agency>\n");
    }
    g_string_append(xml, "</directory>");
    return writer_finish(xml);
}

static void
read_agencies(struct reader *reader, struct directory_view *view)
{
    size_t count = 0;

    for (const xmlNode *node = tree_child(reader->body, "agency"); node != NULL;
         node = tree_next(node, "agency"))
        count++;
    view->agencies = tree_allocate(view->tree, count, sizeof *view->agencies);
    for (const xmlNode *node = tree_child(reader->body, "agency"); node != NULL;
         node = tree_next(node, "agency"))
        agency_read(reader, node, "id", &view->agencies[view->agency_count++]);
}

struct directory_view *
directory_view_read(GBytes *bytes, GError **error)
{
    g_autoptr(directory_view) view = g_new0(struct directory_view, 1);
    struct reader reader;

    if (!reader_open(&reader, bytes, "directory", VIEW_NAMESPACE, error))
        return NULL;
    view->tree = reader.tree;
    reader_fields(&reader, reader.body, directory_fields,
                  G_N_ELEMENTS(directory_fields), view);
    read_agencies(&reader, view);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&view);
}

void
directory_view_free(struct directory_view *view)
{
    if (view == NULL)
        return;
    for (size_t index = 0; index < view->agency_count; index++)
        agency_clear(&view->agencies[index]);
    tree_free(view->tree);
    g_free(view);
}
