/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_view.h"

#include "common/documents/reader.h"
#include "common/documents/writer.h"

const char *const figures_scope_names[] = {"agency", "host", NULL};

static const struct field view_fields[] = {
    REQUIRED("agency", FIELD_TEXT, induction_view, agency),
    REQUIRED("asOf", FIELD_DATE, induction_view, as_of),
};

static const struct field session_fields[] = {
    REQUIRED("session", FIELD_UUID, session_view, session),
    REQUIRED("host", FIELD_TEXT, session_view, host),
    NAMED("programme", session_view, programme, induction_programme_names),
    REQUIRED("title", FIELD_TEXT, session_view, title),
    REQUIRED("startsAt", FIELD_TIMESTAMP, session_view, starts_us),
    REQUIRED("minutes", FIELD_COUNT, session_view, minutes),
    REQUIRED("places", FIELD_COUNT, session_view, places),
    REQUIRED("taken", FIELD_COUNT, session_view, taken),
    REQUIRED("waiting", FIELD_COUNT, session_view, waiting),
    OPTIONAL("waitingList", FIELD_BOOL, session_view, has_waiting_list),
    NAMED("mode", session_view, mode, induction_mode_names),
    REQUIRED("roles", FIELD_AREAS, session_view, roles),
    OPTIONAL("cancelled", FIELD_BOOL, session_view, is_cancelled),
    OPTIONAL("test", FIELD_BOOL, session_view, is_test),
};

static const struct field place_fields[] = {
    REQUIRED("session", FIELD_UUID, place_view, session),
    REQUIRED("booking", FIELD_UUID, place_view, booking),
    REQUIRED("agency", FIELD_TEXT, place_view, agency),
    REQUIRED("starter", FIELD_TEXT, place_view, starter),
    REQUIRED("role", FIELD_TEXT, place_view, role),
    REQUIRED("startedOn", FIELD_DATE, place_view, started_on),
    NAMED("state", place_view, state, place_state_names),
    OPTIONAL("position", FIELD_COUNT, place_view, position),
};

static const struct field starter_fields[] = {
    REQUIRED("agency", FIELD_TEXT, starter_view, agency),
    REQUIRED("starter", FIELD_TEXT, starter_view, starter),
    REQUIRED("role", FIELD_TEXT, starter_view, role),
    NAMED("programme", starter_view, programme, induction_programme_names),
    REQUIRED("startedOn", FIELD_DATE, starter_view, started_on),
    REQUIRED("dueOn", FIELD_DATE, starter_view, due_on),
    OPTIONAL("doneOn", FIELD_DATE, starter_view, done_on),
};

static const struct field meeting_fields[] = {
    REQUIRED("host", FIELD_TEXT, meeting_view, host),
    NAMED("state", meeting_view, state, meeting_state_names),
    OPTIONAL("on", FIELD_DATE, meeting_view, on),
};

static const struct field figures_fields[] = {
    NAMED("scope", figures_view, scope, figures_scope_names),
    REQUIRED("starters", FIELD_COUNT, figures_view, figures.starters),
    REQUIRED("due", FIELD_COUNT, figures_view, figures.due),
    REQUIRED("doneInTime", FIELD_COUNT, figures_view, figures.done_in_time),
    REQUIRED("meetings", FIELD_COUNT, figures_view, figures.cells),
    REQUIRED("met", FIELD_COUNT, figures_view, figures.cells_done),
    REQUIRED("overdue", FIELD_COUNT, figures_view, figures.cells_overdue),
    REQUIRED("attended", FIELD_COUNT, figures_view, figures.attended),
    REQUIRED("feedback0", FIELD_COUNT, figures_view, figures.feedback[STAGE_DAY_0]),
    REQUIRED("feedback90", FIELD_COUNT, figures_view, figures.feedback[STAGE_DAY_90]),
    REQUIRED("feedback180", FIELD_COUNT, figures_view, figures.feedback[STAGE_DAY_180]),
};

static void
write_starter(GString *xml, const struct starter_view *starter)
{
    g_string_append(xml, "<starter");
    writer_fields(xml, starter_fields, G_N_ELEMENTS(starter_fields), starter);
    g_string_append_c(xml, '>');
    for (size_t index = 0; index < starter->meeting_count; index++)
        writer_element(xml, "meeting", meeting_fields, G_N_ELEMENTS(meeting_fields),
                       &starter->meetings[index]);
    g_string_append(xml, "</starter>\n");
}

GBytes *
induction_view_write(const struct induction_view *view)
{
    GString *xml = writer_new();

    g_string_append(xml, "<inductions xmlns=\"" VIEW_NAMESPACE "\"");
    writer_fields(xml, view_fields, G_N_ELEMENTS(view_fields), view);
    g_string_append(xml, ">\n");
    for (size_t index = 0; index < view->session_count; index++) {
        writer_element(xml, "session", session_fields, G_N_ELEMENTS(session_fields),
                       &view->sessions[index]);
        g_string_append_c(xml, '\n');
    }
    for (size_t index = 0; index < view->place_count; index++) {
        writer_element(xml, "place", place_fields, G_N_ELEMENTS(place_fields),
                       &view->places[index]);
        g_string_append_c(xml, '\n');
    }
    for (size_t index = 0; index < view->starter_count; index++)
        write_starter(xml, &view->starters[index]);
    for (size_t index = 0; index < FIGURES_SCOPES; index++) {
        writer_element(xml, "figures", figures_fields, G_N_ELEMENTS(figures_fields),
                       &view->figures[index]);
        g_string_append_c(xml, '\n');
    }
    g_string_append(xml, "</inductions>");
    return writer_finish(xml);
}

static void
read_meetings(struct reader *reader, struct induction_view *view)
{
    const xmlNode *node = tree_child(reader->body, "starter");

    for (size_t index = 0; index < view->starter_count;
         index++, node = tree_next(node, "starter")) {
        struct starter_view *starter = &view->starters[index];

        starter->meetings = reader_children(
            reader, node, "meeting", meeting_fields, G_N_ELEMENTS(meeting_fields),
            sizeof *starter->meetings, &starter->meeting_count);
    }
}

/* There is one of each scope, in order. */
static void
read_figures(struct reader *reader, struct induction_view *view)
{
    size_t count;
    const struct figures_view *figures =
        reader_children(reader, reader->body, "figures", figures_fields,
                        G_N_ELEMENTS(figures_fields), sizeof *figures, &count);

    for (size_t index = 0; index < FIGURES_SCOPES; index++) {
        if (index >= count || figures[index].scope != index)
            reader_refuse(reader, reader->body, NULL, "figures-of-scope",
                          "the figures of a scope are missing");
        else
            view->figures[index] = figures[index];
    }
}

struct induction_view *
induction_view_read(GBytes *bytes, GError **error)
{
    g_autoptr(induction_view) view = g_new0(struct induction_view, 1);
    struct reader reader;

    if (!reader_open(&reader, bytes, "inductions", VIEW_NAMESPACE, error))
        return NULL;
    view->tree = reader.tree;
    reader_fields(&reader, reader.body, view_fields, G_N_ELEMENTS(view_fields), view);
    view->sessions = reader_children(&reader, reader.body, "session", session_fields,
                                     G_N_ELEMENTS(session_fields),
                                     sizeof *view->sessions, &view->session_count);
    view->places = reader_children(&reader, reader.body, "place", place_fields,
                                   G_N_ELEMENTS(place_fields), sizeof *view->places,
                                   &view->place_count);
    view->starters = reader_children(&reader, reader.body, "starter", starter_fields,
                                     G_N_ELEMENTS(starter_fields),
                                     sizeof *view->starters, &view->starter_count);
    read_meetings(&reader, view);
    read_figures(&reader, view);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&view);
}

void
induction_view_free(struct induction_view *view)
{
    if (view == NULL)
        return;
    tree_free(view->tree);
    g_free(view);
}
