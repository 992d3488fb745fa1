/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/services_view.h"
#include "common/documents/kinds.h"
#include "common/documents/published.h"
#include "common/documents/writer.h"

static const struct field listing_fields[] = {
    REQUIRED("id", FIELD_UUID, listing, id),
    REQUIRED("agency", FIELD_TEXT, listing, agency),
    REQUIRED("agencyName", FIELD_TEXT, listing, agency_name),
    REQUIRED("document", FIELD_UUID, listing, document),
    REQUIRED("published", FIELD_TIMESTAMP, listing, published_us),
};

static const struct field notice_fields[] = {
    REQUIRED("document", FIELD_UUID, listing, notice),
    REQUIRED("published", FIELD_TIMESTAMP, listing, noticed_us),
};

static const struct field held_fields[] = {
    REQUIRED("vacancy", FIELD_UUID, held_vacancy, vacancy),
    PRESENT_IF("until", FIELD_TIMESTAMP, held_vacancy, has_until, until_us),
};

static void
listing_write(GString *xml, const struct listing_source *source)
{
    const struct listing *listing = &source->listing;

    g_string_append(xml, "<listing");
    writer_fields(xml, listing_fields, G_N_ELEMENTS(listing_fields), listing);
    g_string_append_printf(xml, ">\n%s\n", source->service_xml);
    if (source->capacity_xml != NULL) {
        g_string_append(xml, "<notice");
        writer_fields(xml, notice_fields, G_N_ELEMENTS(notice_fields), listing);
        g_string_append_printf(xml, ">%s</notice>\n", source->capacity_xml);
    }
    for (size_t i = 0; i < listing->held_count; i++)
        writer_element(xml, "held", held_fields, G_N_ELEMENTS(held_fields),
                       &listing->held[i]);
    g_string_append(xml, "</listing>\n");
}

GBytes *
services_view_write(const struct listing_source *sources, size_t count)
{
    GString *xml = writer_new();

    g_string_append(xml, "<services xmlns=\"" VIEW_NAMESPACE "\">\n");
    for (size_t i = 0; i < count; i++)
        listing_write(xml, &sources[i]);
    g_string_append(xml, "</services>");
    return writer_finish(xml);
}

static void
notice_read(struct reader *reader, const xmlNode *node, struct listing *listing)
{
    const xmlNode *body = tree_child(node, "capacity");

    reader_fields(reader, node, notice_fields, G_N_ELEMENTS(notice_fields), listing);
    if (body == NULL) {
        reader_refuse(reader, node, NULL, "required", "this is missing");
        return;
    }
    capacity_read_element(reader, body, &listing->capacity);
    listing->has_capacity = true;
}

static void
listing_read(struct reader *reader, const xmlNode *node, struct listing *listing)
{
    const xmlNode *service = tree_child(node, "service");
    const xmlNode *notice = tree_child(node, "notice");

    if (service == NULL)
        reader_refuse(reader, node, NULL, "required", "this is missing");
    else
        service_read_element(reader, service, &listing->service);
    if (notice != NULL)
        notice_read(reader, notice, listing);
    listing->held =
        reader_children(reader, node, "held", held_fields, G_N_ELEMENTS(held_fields),
                        sizeof *listing->held, &listing->held_count);
}

struct services_view *
services_view_read(GBytes *bytes, GError **error)
{
    g_autoptr(services_view) view = g_new0(struct services_view, 1);
    struct reader reader;
    const xmlNode *node;

    if (!reader_open(&reader, bytes, "services", VIEW_NAMESPACE, error))
        return NULL;
    view->tree = reader.tree;
    view->listings = reader_children(&reader, reader.body, "listing", listing_fields,
                                     G_N_ELEMENTS(listing_fields),
                                     sizeof *view->listings, &view->listing_count);
    node = tree_child(reader.body, "listing");
    for (size_t i = 0; i < view->listing_count; i++, node = tree_next(node, "listing"))
        listing_read(&reader, node, &view->listings[i]);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&view);
}

void
services_view_free(struct services_view *view)
{
    if (view == NULL)
        return;
    tree_free(view->tree);
    g_free(view);
}

char *
service_body_write(const struct service *service)
{
    GString *xml = g_string_new(NULL);

    service_write_element(xml, service);
    return g_string_free(xml, FALSE);
}

char *
capacity_body_write(const struct capacity *capacity)
{
    GString *xml = g_string_new(NULL);

    capacity_write_element(xml, capacity);
    return g_string_free(xml, FALSE);
}
