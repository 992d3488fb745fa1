/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/referral_view.h"
#include "common/documents/names.h"
#include "common/documents/reader.h"
#include "common/documents/writer.h"

static const struct field list_fields[] = {
    REQUIRED("next", FIELD_SEQUENCE, referral_view, next),
};

static const struct field leg_fields[] = {
    REQUIRED("leg", FIELD_UUID, leg_view, leg),
    REQUIRED("referral", FIELD_UUID, leg_view, referral),
    REQUIRED("case", FIELD_UUID, leg_view, case_id),
    REQUIRED("referrer", FIELD_TEXT, leg_view, referrer),
    REQUIRED("recipient", FIELD_TEXT, leg_view, recipient),
    NAMED("mode", leg_view, mode, referral_mode_names),
    NAMED("urgency", leg_view, urgency, urgency_names),
    REQUIRED("type", FIELD_TEXT, leg_view, type),
    NAMED("state", leg_view, state, leg_state_names),
    REQUIRED("changed", FIELD_SEQUENCE, leg_view, changed),
    REQUIRED("offered", FIELD_TIMESTAMP, leg_view, offered_us),
    PRESENT_IF("flagged", FIELD_UUID, leg_view, is_flagged, flagged),
    OPTIONAL("test", FIELD_BOOL, leg_view, is_test),
};

static const struct field event_fields[] = {
    REQUIRED("sequence", FIELD_SEQUENCE, leg_view_event, sequence),
    REQUIRED("document", FIELD_UUID, leg_view_event, document),
    REQUIRED("kind", FIELD_KIND, leg_view_event, kind),
    NAMED("step", leg_view_event, event, leg_event_names),
    NAMED("state", leg_view_event, state, leg_state_names),
    REQUIRED("by", FIELD_TEXT, leg_view_event, by),
    REQUIRED("at", FIELD_TIMESTAMP, leg_view_event, at_us),
};

static const struct field step_fields[] = {
    NAMED("step", leg_view_step, event, leg_event_names),
    NAMED("by", leg_view_step, by, leg_party_names),
};

GBytes *
referral_view_write(const struct referral_view *view)
{
    GString *xml = writer_new();

    g_string_append(xml, "<referrals xmlns=\"" VIEW_NAMESPACE "\"");
    writer_fields(xml, list_fields, G_N_ELEMENTS(list_fields), view);
    g_string_append(xml, ">\n");
    for (size_t index = 0; index < view->leg_count; index++) {
        writer_element(xml, "referral", leg_fields, G_N_ELEMENTS(leg_fields),
                       &view->legs[index]);
        g_string_append_c(xml, '\n');
    }
    g_string_append(xml, "</referrals>");
    return writer_finish(xml);
}

struct referral_view *
referral_view_read(GBytes *bytes, GError **error)
{
    g_autoptr(referral_view) view = g_new0(struct referral_view, 1);
    struct reader reader;

    if (!reader_open(&reader, bytes, "referrals", VIEW_NAMESPACE, error))
        return NULL;
    view->tree = reader.tree;
    reader_fields(&reader, reader.body, list_fields, G_N_ELEMENTS(list_fields), view);
    view->legs =
        reader_children(&reader, reader.body, "referral", leg_fields,
                        G_N_ELEMENTS(leg_fields), sizeof *view->legs, &view->leg_count);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&view);
}

void
referral_view_free(struct referral_view *view)
{
    if (view == NULL)
        return;
    tree_free(view->tree);
    g_free(view);
}

GBytes *
leg_view_write(const struct leg_view *leg)
{
    GString *xml = writer_new();

    g_string_append(xml, "<leg xmlns=\"" VIEW_NAMESPACE "\"");
    writer_fields(xml, leg_fields, G_N_ELEMENTS(leg_fields), leg);
    g_string_append(xml, ">\n");
    for (size_t index = 0; index < leg->event_count; index++) {
        writer_element(xml, "event", event_fields, G_N_ELEMENTS(event_fields),
                       &leg->events[index]);
        g_string_append_c(xml, '\n');
    }
    for (size_t index = 0; index < leg->open_count; index++) {
        writer_element(xml, "open", step_fields, G_N_ELEMENTS(step_fields),
                       &leg->open[index]);
        g_string_append_c(xml, '\n');
    }
    g_string_append(xml, "</leg>");
    return writer_finish(xml);
}

/* Both rejections have one name; that of the referral itself leads to error. */
static void
tell_rejections_apart(struct leg_view *leg)
{
    for (size_t index = 0; index < leg->event_count; index++) {
        struct leg_view_event *event = &leg->events[index];

        if (event->event == EVENT_REJECTION && event->state != LEG_ERROR)
            event->event = EVENT_REJECTION_OF_OTHER;
    }
}

/* "status-update.progress", as a newer release may have others. */
static bool
is_newer_step(const char *step)
{
    g_auto(GStrv) words = g_strsplit(step, ".", 2);

    return name_index(leg_event_names, step) < 0 && words[0] != NULL &&
           kind_may_be(words[0]) && (words[1] == NULL || kind_may_be(words[1]));
}

static bool
is_newer(struct reader *reader, const xmlNode *node)
{
    const char *kind = reader_attribute(reader, node, "kind");
    const char *step = reader_attribute(reader, node, "step");
    enum kind known;

    return (kind != NULL && !kind_find(kind, &known) && kind_may_be(kind)) ||
           (step != NULL && is_newer_step(step));
}

/* Takes out what only a newer release knows: where the leg stands is said besides. */
static void
skip_newer(struct reader *reader, const char *element)
{
    xmlNode *node = tree_child(reader->body, element);

    while (node != NULL) {
        xmlNode *next = tree_next(node, element);

        if (is_newer(reader, node)) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        }
        node = next;
    }
}

struct leg_view *
leg_view_read(GBytes *bytes, GError **error)
{
    g_autoptr(leg_view) leg = g_new0(struct leg_view, 1);
    struct reader reader;

    if (!reader_open(&reader, bytes, "leg", VIEW_NAMESPACE, error))
        return NULL;
    leg->tree = reader.tree;
    skip_newer(&reader, "event");
    skip_newer(&reader, "open");
    reader_fields(&reader, reader.body, leg_fields, G_N_ELEMENTS(leg_fields), leg);
    leg->events = reader_children(&reader, reader.body, "event", event_fields,
                                  G_N_ELEMENTS(event_fields), sizeof *leg->events,
                                  &leg->event_count);
    leg->open =
        reader_children(&reader, reader.body, "open", step_fields,
                        G_N_ELEMENTS(step_fields), sizeof *leg->open, &leg->open_count);
    tell_rejections_apart(leg);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&leg);
}

void
leg_view_free(struct leg_view *leg)
{
    if (leg == NULL)
        return;
    tree_free(leg->tree);
    g_free(leg);
}
