/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/induction.h"

#include "agency-client/commands/print.h"

#include <stdio.h>

static const char summary[] =
    "The sessions that are still to come, with the places that are left, and below "
    "each "
    "who is booked: those whom we booked, and in sessions of ours everybody.";

static bool
is_over(const struct session_view *session, int64_t now_us)
{
    return session->starts_us + session->minutes * 60 * SECOND_US < now_us;
}

/* "4 of 12", "full", "full, 2 wait". */
static char *
room_text(const struct session_view *session)
{
    if (session->is_cancelled)
        return g_strdup("cancelled");
    if (session->taken < session->places)
        return g_strdup_printf("%d of %d", session->places - session->taken,
                               session->places);
    if (session->has_waiting_list)
        return g_strdup_printf("full, %d wait", session->waiting);
    return g_strdup("full");
}

static void
add_places(struct table *table, const struct induction_view *view,
           const struct session_view *session)
{
    for (size_t i = 0; i < view->place_count; i++) {
        const struct place_view *place = &view->places[i];
        char booking[UUID_TEXT_BYTES];
        g_autofree char *id = NULL;
        g_autofree char *who = NULL;
        g_autofree char *state = NULL;

        if (!uuid_is_equal(&place->session, &session->session))
            continue;
        uuid_write(&place->booking, booking);
        id = print_id(booking);
        who = g_strdup_printf("  %s (%s)", place->starter, place->role);
        state = place->position > 0
                    ? g_strdup_printf("waits, number %d", place->position)
                    : g_strdup(place_state_names[place->state]);
        table_add(table, id, "", place->agency, who, state, NULL);
    }
}

static void
print_sessions(const struct induction_view *view, int64_t now_us, bool is_everything)
{
    static const char *const headings[] = {"ID",      "WHEN",   "HOST",
                                           "SESSION", "PLACES", NULL};
    g_autoptr(table) table = table_new(headings);
    size_t count = 0;

    for (size_t i = 0; i < view->session_count; i++) {
        const struct session_view *session = &view->sessions[i];
        char text[UUID_TEXT_BYTES];
        g_autofree char *id = NULL;
        g_autofree char *when = print_time(session->starts_us, now_us);
        g_autofree char *room = room_text(session);

        if (!is_everything && is_over(session, now_us))
            continue;
        uuid_write(&session->session, text);
        id = print_id(text);
        table_add(table, id, when, session->host, session->title, room, NULL);
        add_places(table, view, session);
        count++;
    }
    if (count == 0)
        puts("no session is announced");
    else
        table_print(table);
}

int
induction_sessions(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_everything = FALSE;
    const GOptionEntry entries[] = {{"all", 'a', 0, G_OPTION_ARG_NONE, &is_everything,
                                     "those that are over, too", NULL},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(induction_view) view = NULL;
    int status;

    if (!command_parse(invocation, &argc, &argv, entries, "", summary, 0, 0))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    view = induction_list(invocation, office, &status);
    if (view != NULL)
        print_sessions(view, office_now(office), is_everything);
    return status;
}
