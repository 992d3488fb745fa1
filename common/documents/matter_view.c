/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/matter_view.h"
#include "common/documents/reader.h"
#include "common/documents/writer.h"

static const struct field list_fields[] = {
    REQUIRED("next", FIELD_SEQUENCE, matters_view, next),
};

static const struct field matter_fields[] = {
    REQUIRED("matter", FIELD_UUID, matter_view, matter),
    REQUIRED("kind", FIELD_KIND, matter_view, kind),
    PRESENT_IF("group", FIELD_UUID, matter_view, has_group, group),
    PRESENT_IF("leg", FIELD_UUID, matter_view, has_leg, leg),
    REQUIRED("case", FIELD_UUID, matter_view, case_id),
    REQUIRED("opener", FIELD_TEXT, matter_view, opener),
    OPTIONAL("other", FIELD_TEXT, matter_view, other),
    REQUIRED("state", FIELD_TEXT, matter_view, state),
    OPTIONAL("final", FIELD_BOOL, matter_view, is_final),
    OPTIONAL("dueOn", FIELD_DATE, matter_view, due_on),
    REQUIRED("changed", FIELD_SEQUENCE, matter_view, changed),
    REQUIRED("opened", FIELD_TIMESTAMP, matter_view, opened_us),
    PRESENT_IF("flagged", FIELD_UUID, matter_view, is_flagged, flagged),
    OPTIONAL("test", FIELD_BOOL, matter_view, is_test),
};

static const struct field event_fields[] = {
    REQUIRED("sequence", FIELD_SEQUENCE, matter_view_event, sequence),
    REQUIRED("document", FIELD_UUID, matter_view_event, document),
    REQUIRED("kind", FIELD_KIND, matter_view_event, kind),
    REQUIRED("step", FIELD_TEXT, matter_view_event, step),
    REQUIRED("state", FIELD_TEXT, matter_view_event, state),
    REQUIRED("by", FIELD_TEXT, matter_view_event, by),
    REQUIRED("at", FIELD_TIMESTAMP, matter_view_event, at_us),
};

static const struct field point_fields[] = {
    REQUIRED("number", FIELD_COUNT, matter_point, number),
    OPTIONAL("owner", FIELD_AGENCY, matter_point, owner),
    OPTIONAL("dueOn", FIELD_DATE, matter_point, due_on),
    OPTIONAL("done", FIELD_BOOL, matter_point, is_done),
};

static void
write_matter(GString *xml, const struct matter_view *matter)
{
    g_string_append(xml, "<matter");
    writer_fields(xml, matter_fields, G_N_ELEMENTS(matter_fields), matter);
    g_string_append(xml, ">\n");
    for (size_t i = 0; i < matter->event_count; i++)
        writer_element(xml, "event", event_fields, G_N_ELEMENTS(event_fields),
                       &matter->events[i]);
    for (size_t i = 0; i < matter->point_count; i++)
        writer_element(xml, "point", point_fields, G_N_ELEMENTS(point_fields),
                       &matter->points[i]);
    for (size_t i = 0; i < matter->open_count; i++) {
        g_string_append(xml, "<open");
        writer_attribute(xml, "step", matter->open[i]);
        g_string_append(xml, "/>");
    }
    g_string_append(xml, "</matter>\n");
}

GBytes *
matters_view_write(const struct matters_view *view)
{
    GString *xml = writer_new();

    g_string_append(xml, "<matters xmlns=\"" VIEW_NAMESPACE "\"");
    writer_fields(xml, list_fields, G_N_ELEMENTS(list_fields), view);
    g_string_append(xml, ">\n");
    for (size_t i = 0; i < view->matter_count; i++)
        write_matter(xml, &view->matters[i]);
    g_string_append(xml, "</matters>");
    return writer_finish(xml);
}

static void
read_parts(struct reader *reader, const xmlNode *node, struct matter_view *matter)
{
    matter->events =
        reader_children(reader, node, "event", event_fields, G_N_ELEMENTS(event_fields),
                        sizeof *matter->events, &matter->event_count);
    matter->points =
        reader_children(reader, node, "point", point_fields, G_N_ELEMENTS(point_fields),
                        sizeof *matter->points, &matter->point_count);
    matter->open = reader_codes(reader, node, "open", "step", &matter->open_count);
}

static bool
is_newer_kind(struct reader *reader, const xmlNode *node, enum kind *kind)
{
    const char *name = reader_attribute(reader, node, "kind");

    return name != NULL && !kind_find(name, kind) && kind_may_be(name);
}

static bool
is_newer(struct reader *reader, const xmlNode *node)
{
    const char *state = reader_attribute(reader, node, "state");
    const struct matter_life *life;
    enum kind kind = KIND_COUNT;
    enum kind of_event;

    if (is_newer_kind(reader, node, &kind))
        return true;
    for (const xmlNode *event = tree_child(node, "event"); event != NULL;
         event = tree_next(event, "event"))
        if (is_newer_kind(reader, event, &of_event))
            return true;
    life = kind == KIND_COUNT ? NULL : matter_life_of(kind);
    return life != NULL && state != NULL &&
           matter_state_find(life, state) == MATTER_NONE;
}

/* Takes out what only a newer release knows; returns how many. */
static size_t
skip_newer(struct reader *reader)
{
    xmlNode *node = tree_child(reader->body, "matter");
    size_t count = 0;

    while (node != NULL) {
        xmlNode *next = tree_next(node, "matter");

        if (is_newer(reader, node)) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
            count++;
        }
        node = next;
    }
    return count;
}

struct matters_view *
matters_view_read(GBytes *bytes, GError **error)
{
    g_autoptr(matters_view) view = g_new0(struct matters_view, 1);
    struct reader reader;
    size_t index = 0;

    if (!reader_open(&reader, bytes, "matters", VIEW_NAMESPACE, error))
        return NULL;
    view->tree = reader.tree;
    view->skipped_count = skip_newer(&reader);
    reader_fields(&reader, reader.body, list_fields, G_N_ELEMENTS(list_fields), view);
    view->matters = reader_children(&reader, reader.body, "matter", matter_fields,
                                    G_N_ELEMENTS(matter_fields), sizeof *view->matters,
                                    &view->matter_count);
    for (const xmlNode *node = tree_child(reader.body, "matter"); node != NULL;
         node = tree_next(node, "matter"))
        read_parts(&reader, node, &view->matters[index++]);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&view);
}

void
matters_view_free(struct matters_view *view)
{
    if (view == NULL)
        return;
    tree_free(view->tree);
    g_free(view);
}

bool
matter_view_take(const struct matter_view *view, struct matter *matter, GError **error)
{
    const struct matter_life *life = matter_life_of(view->kind);
    int state = life == NULL ? MATTER_NONE : matter_state_find(life, view->state);

    if (state == MATTER_NONE)
        return refusal_set(error, REFUSAL_SCHEMA,
                           "the exchange knows a state of a %s that this program does "
                           "not know",
                           kinds[view->kind].name);
    *matter = (struct matter){.life = life, .state = state, .due_on = view->due_on};
    if (view->point_count > 0) {
        matter->points = g_array_new(FALSE, FALSE, sizeof(struct matter_point));
        g_array_append_vals(matter->points, view->points,
                            (unsigned int)view->point_count);
    }
    return true;
}
