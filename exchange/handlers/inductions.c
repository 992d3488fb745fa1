/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_view.h"

#include "exchange/handlers/handlers.h"
#include "exchange/handlers/readers.h"
#include "exchange/store/inductions.h"

/* Longer than the longest circuit and its last feedback together. */
#define INDUCTIONS_DAYS 730

/* What one answer is made of; the view points into the rest. */
struct drawing {
    struct induction_view view;
    const struct listed_inductions *list;
    GArray *sessions; /* struct circuit_session, one for each that is listed */
    GArray *held;     /* struct circuit_session: those that take or took place */
    GArray *places;   /* struct circuit_place */
    GArray *starters; /* struct starter_view */
    GPtrArray *kept;  /* memory of the meetings */
};

static struct drawing *
drawing_new(const struct listed_inductions *list, const char *reader, int32_t today)
{
    struct drawing *drawing = g_new0(struct drawing, 1);

    drawing->list = list;
    drawing->view.agency = reader;
    drawing->view.as_of = today;
    drawing->sessions = g_array_new(FALSE, FALSE, sizeof(struct circuit_session));
    drawing->held = g_array_new(FALSE, FALSE, sizeof(struct circuit_session));
    drawing->places = g_array_new(FALSE, FALSE, sizeof(struct circuit_place));
    drawing->starters = g_array_new(FALSE, FALSE, sizeof(struct starter_view));
    drawing->kept = g_ptr_array_new_with_free_func(g_free);
    for (int scope = 0; scope < FIGURES_SCOPES; scope++)
        drawing->view.figures[scope].scope = (enum figures_scope)scope;
    return drawing;
}

static void
drawing_free(struct drawing *drawing)
{
    g_array_unref(drawing->sessions);
    g_array_unref(drawing->held);
    g_array_unref(drawing->places);
    g_array_unref(drawing->starters);
    g_ptr_array_unref(drawing->kept);
    g_free(drawing);
}

DEFINE_AUTOPTR(drawing, drawing_free)

static void *
keep(struct drawing *drawing, void *memory)
{
    g_ptr_array_add(drawing->kept, memory);
    return memory;
}

static void
sessions_draw(struct drawing *drawing)
{
    const GPtrArray *sessions = drawing->list->sessions;
    struct session_view *views =
        keep(drawing, g_new0(struct session_view, sessions->len));

    for (unsigned int i = 0; i < sessions->len; i++) {
        const struct listed_session *session = g_ptr_array_index(sessions, i);
        const struct circuit_session held = {
            .host = session->host,
            .programme = session->programme,
            .on = date_of(session->starts_us),
            .roles = session->roles,
        };

        views[i] = (struct session_view){
            .session = session->id,
            .host = session->host,
            .programme = session->programme,
            .title = session->title,
            .starts_us = session->starts_us,
            .minutes = session->minutes,
            .places = session->capacity,
            .taken = session->taken,
            .waiting = session->waiting,
            .has_waiting_list = session->has_waiting_list,
            .mode = session->mode,
            .roles = (const char **)session->roles,
            .role_count = g_strv_length(session->roles),
            .is_cancelled = session->is_cancelled,
            .is_test = session->is_test,
        };
        g_array_append_val(drawing->sessions, held);
        if (!session->is_cancelled && !session->is_test)
            g_array_append_val(drawing->held, held);
    }
    drawing->view.sessions = views;
    drawing->view.session_count = sessions->len;
}

/* Counts who came: of one's own staff, and to one's own sessions. */
static void
attendance_count(struct drawing *drawing, const struct listed_place *place,
                 const struct listed_session *session)
{
    const char *reader = drawing->view.agency;

    if (place->state != PLACE_ATTENDED || session->is_test)
        return;
    drawing->view.figures[FIGURES_AGENCY].figures.attended +=
        g_str_equal(place->agency, reader);
    drawing->view.figures[FIGURES_HOST].figures.attended +=
        g_str_equal(session->host, reader);
}

static void
places_draw(struct drawing *drawing)
{
    const GPtrArray *places = drawing->list->places;
    struct place_view *views = keep(drawing, g_new0(struct place_view, places->len));

    for (unsigned int i = 0; i < places->len; i++) {
        const struct listed_place *place = g_ptr_array_index(places, i);
        const struct listed_session *session =
            g_ptr_array_index(drawing->list->sessions, place->session_index);
        const struct circuit_place taken = {
            .agency = place->agency,
            .starter = place->starter,
            .session = &g_array_index(drawing->sessions, struct circuit_session,
                                      place->session_index),
            .state = place->state,
        };

        views[i] = (struct place_view){
            .session = place->session,
            .booking = place->booking,
            .agency = place->agency,
            .starter = place->starter,
            .role = place->role,
            .started_on = place->started_on,
            .state = place->state,
            .position = place->waiting_position > 0 ? place->waiting_position : -1,
        };
        if (!session->is_test)
            g_array_append_val(drawing->places, taken);
        attendance_count(drawing, place, session);
    }
    drawing->view.places = views;
    drawing->view.place_count = places->len;
}

/* A starter's row with these hosts; those who left are counted, but not shown. */
static void
row_draw(struct drawing *drawing, const struct listed_starter *listed,
         char *const *hosts, enum figures_scope scope)
{
    int32_t today = drawing->view.as_of;
    const struct circuit_starter starter = {
        .agency = listed->agency,
        .starter = listed->starter,
        .role = listed->role,
        .programme = listed->programme,
        .started_on = listed->started_on,
        .due_on = listed->due_on,
        .ended_on = listed->ended_on,
        .hosts = hosts,
    };
    g_autoptr(circuit_row) row =
        circuit_row_new(&starter, drawing->held, drawing->places, today);
    struct starter_view view = {
        .agency = listed->agency,
        .starter = listed->starter,
        .role = listed->role,
        .programme = listed->programme,
        .started_on = listed->started_on,
        .due_on = listed->due_on,
        .done_on = row->done_on,
        .meeting_count = row->cells->len,
    };

    circuit_count(&drawing->view.figures[scope].figures, row, today);
    if (circuit_has_left(&starter, today))
        return;
    view.meetings = keep(drawing, g_new0(struct meeting_view, row->cells->len));
    for (unsigned int i = 0; i < row->cells->len; i++) {
        const struct circuit_cell *cell =
            &g_array_index(row->cells, struct circuit_cell, i);

        view.meetings[i] = (struct meeting_view){
            .host = cell->host, .state = cell->state, .on = cell->on};
    }
    g_array_append_val(drawing->starters, view);
}

/* Of another agency's staff a host sees how they stand with itself, and no more. */
static void
starters_draw(struct drawing *drawing)
{
    const GPtrArray *starters = drawing->list->starters;
    char *reader[] = {(char *)drawing->view.agency, NULL};

    for (unsigned int i = 0; i < starters->len; i++) {
        const struct listed_starter *starter = g_ptr_array_index(starters, i);

        if (g_str_equal(starter->agency, reader[0]))
            row_draw(drawing, starter, starter->hosts, FIGURES_AGENCY);
        else
            row_draw(drawing, starter, reader, FIGURES_HOST);
    }
    drawing->view.starters = (struct starter_view *)(void *)drawing->starters->data;
    drawing->view.starter_count = drawing->starters->len;
}

static void
feedback_draw(struct drawing *drawing)
{
    const GArray *feedback = drawing->list->feedback;

    for (unsigned int i = 0; i < feedback->len; i++) {
        const struct listed_feedback *given =
            &g_array_index(feedback, struct listed_feedback, i);
        enum figures_scope scope = given->is_hosted ? FIGURES_HOST : FIGURES_AGENCY;

        drawing->view.figures[scope].figures.feedback[given->stage] = given->count;
    }
}

static bool
inductions_read(void *context, const struct request *request, struct response *response,
                GError **error)
{
    struct exchange *exchange = context;
    const struct caller *caller = request->caller;
    int64_t now_us = clock_now(exchange->clock);
    g_autoptr(listed_inductions) list =
        inductions_list(exchange->store, caller->agency->number,
                        now_us - INDUCTIONS_DAYS * DAY_US, error);
    g_autoptr(drawing) drawing = NULL;
    g_autoptr(GBytes) xml = NULL;

    if (list == NULL)
        return false;
    drawing = drawing_new(list, caller->agency->id, date_of(now_us));
    sessions_draw(drawing);
    places_draw(drawing);
    starters_draw(drawing);
    feedback_draw(drawing);
    xml = induction_view_write(&drawing->view);
    response_bytes(response, 200, MEDIA_VIEW, xml);
    return true;
}

/* GET /v1/inductions: sessions, places, the circuit and its figures. */
bool
handle_inductions_get(void *context, const struct request *request,
                      struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, inductions_read);
    return true;
}
