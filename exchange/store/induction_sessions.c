/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/induction_sessions.h"

#include "common/documents/names.h"
#include "exchange/store/log.h"

#include <stdlib.h>

struct session_record *
session_record_new(void)
{
    struct session_record *session = g_new0(struct session_record, 1);

    session->roles = g_new0(char *, 1);
    session->places = g_ptr_array_new_with_free_func(g_free);
    session->feedback = g_array_new(FALSE, FALSE, sizeof(struct feedback_record));
    session->later = g_array_new(FALSE, FALSE, sizeof(struct session_hint));
    return session;
}

void
session_record_free(struct session_record *session)
{
    if (session == NULL)
        return;
    g_free(session->title);
    g_strfreev(session->roles);
    g_ptr_array_unref(session->places);
    g_array_unref(session->feedback);
    g_array_unref(session->later);
    g_free(session);
}

/* Finds a name that the database's own type has checked as well. */
static unsigned int
name_find(const char *name, const char *const names[])
{
    int found = name_index(names, name);

    if (found < 0)
        g_error("the database holds a name that this release does not know");
    return (unsigned int)found;
}

static void
uuid_take(const char *text, struct uuid *uuid)
{
    if (!uuid_read(text, uuid))
        g_error("the database writes an id in another way than we read it");
}

/* Parts travel as arrays of words, one array for each of their columns. */
#define SESSION_COLUMNS                                                                \
    "s.id, s.sequence, s.changed, s.host, h.id, s.programme::text, s.title,"           \
    " s.starts_us, s.minutes, s.capacity, s.has_waiting_list, s.mode::text, s.roles,"  \
    " s.is_cancelled, s.is_test"
#define PLACES_AT 15
#define SESSION_PLACES                                                                 \
    " LEFT JOIN LATERAL (SELECT array_agg(p.booking::text ORDER BY p.position) AS "    \
    "   bookings, array_agg(p.case_id::text ORDER BY p.position) AS cases,"            \
    "   array_agg(p.agency::text ORDER BY p.position) AS agencies,"                    \
    "   array_agg(a.id ORDER BY p.position) AS ids,"                                   \
    "   array_agg(p.starter ORDER BY p.position) AS starters,"                         \
    "   array_agg(p.role ORDER BY p.position) AS roles,"                               \
    "   array_agg(p.started_on::text ORDER BY p.position) AS days,"                    \
    "   array_agg(p.is_together::text ORDER BY p.position) AS together,"               \
    "   array_agg(p.state::text ORDER BY p.position) AS states,"                       \
    "   array_agg(p.sequence::text ORDER BY p.position) AS sequences,"                 \
    "   array_agg(p.changed::text ORDER BY p.position) AS changes"                     \
    "   FROM induction_place AS p JOIN agency AS a ON a.number = p.agency"             \
    "   WHERE p.session = s.id) AS p ON true"
#define FEEDBACK_AT (PLACES_AT + 11)
#define SESSION_FEEDBACK                                                               \
    " LEFT JOIN LATERAL (SELECT array_agg(booking::text ORDER BY sequence) AS "        \
    "   bookings, array_agg(stage::text ORDER BY sequence) AS stages,"                 \
    "   array_agg(COALESCE(starter, '') ORDER BY sequence) AS starters"                \
    "   FROM induction_feedback WHERE session = s.id) AS f ON true"
#define LATER_AT (FEEDBACK_AT + 3)
#define PLACES_TAKEN                                                                   \
    "(SELECT count(*) FROM induction_place WHERE session = o.id"                       \
    " AND state NOT IN ('waiting', 'cancelled'))"
#define SESSION_LATER                                                                  \
    " LEFT JOIN LATERAL (SELECT array_agg(o.id::text ORDER BY o.starts_us) AS ids,"    \
    "   array_agg(o.starts_us::text ORDER BY o.starts_us) AS starts,"                  \
    "   array_agg((o.capacity - " PLACES_TAKEN ")::text ORDER BY o.starts_us) AS "     \
    "   free, array_agg(o.has_waiting_list::text ORDER BY o.starts_us) AS lists"       \
    "   FROM (SELECT * FROM induction_session AS other WHERE other.host = s.host"      \
    "     AND other.programme = s.programme AND other.starts_us > s.starts_us"         \
    "     AND other.is_test = s.is_test AND NOT other.is_cancelled"                    \
    "     ORDER BY other.starts_us LIMIT 20) AS o) AS l ON true"

static void
read_places(const struct rows *rows, size_t row, GPtrArray *places)
{
    char **words[FEEDBACK_AT - PLACES_AT];

    for (int column = 0; column < FEEDBACK_AT - PLACES_AT; column++)
        words[column] = rows_texts(rows, row, PLACES_AT + column);
    for (size_t i = 0; words[0][i] != NULL; i++) {
        struct place_record *record = g_new0(struct place_record, 1);

        uuid_take(words[0][i], &record->place.booking);
        uuid_take(words[1][i], &record->case_id);
        record->agency = (int)g_ascii_strtoll(words[2][i], NULL, 10);
        g_strlcpy(record->agency_id, words[3][i], sizeof record->agency_id);
        g_strlcpy(record->place.starter, words[4][i], sizeof record->place.starter);
        g_strlcpy(record->role, words[5][i], sizeof record->role);
        record->started_on = (int)g_ascii_strtoll(words[6][i], NULL, 10);
        record->place.is_together = g_str_equal(words[7][i], "true");
        record->place.state = name_find(words[8][i], place_state_names);
        record->sequence = g_ascii_strtoll(words[9][i], NULL, 10);
        record->changed = g_ascii_strtoll(words[10][i], NULL, 10);
        g_ptr_array_add(places, record);
    }
    for (size_t column = 0; column < G_N_ELEMENTS(words); column++)
        g_strfreev(words[column]);
}

static void
read_feedback(const struct rows *rows, size_t row, GArray *feedback)
{
    g_auto(GStrv) bookings = rows_texts(rows, row, FEEDBACK_AT);
    g_auto(GStrv) stages = rows_texts(rows, row, FEEDBACK_AT + 1);
    g_auto(GStrv) starters = rows_texts(rows, row, FEEDBACK_AT + 2);

    for (size_t i = 0; bookings[i] != NULL; i++) {
        struct feedback_record record = {
            .stage = name_find(stages[i], induction_stage_names),
        };

        uuid_take(bookings[i], &record.booking);
        g_strlcpy(record.starter, starters[i], sizeof record.starter);
        g_array_append_val(feedback, record);
    }
}

static void
read_later(const struct rows *rows, size_t row, GArray *later)
{
    g_auto(GStrv) ids = rows_texts(rows, row, LATER_AT);
    g_auto(GStrv) starts = rows_texts(rows, row, LATER_AT + 1);
    g_auto(GStrv) free_places = rows_texts(rows, row, LATER_AT + 2);
    g_auto(GStrv) lists = rows_texts(rows, row, LATER_AT + 3);

    for (size_t i = 0; ids[i] != NULL; i++) {
        struct session_hint hint = {
            .starts_us = g_ascii_strtoll(starts[i], NULL, 10),
            .free = (int)g_ascii_strtoll(free_places[i], NULL, 10),
            .has_waiting_list = g_str_equal(lists[i], "true"),
        };

        uuid_take(ids[i], &hint.id);
        g_array_append_val(later, hint);
    }
}

static void *
read_session(const struct rows *rows, size_t row)
{
    struct session_record *session = session_record_new();

    rows_uuid(rows, row, 0, &session->id);
    session->sequence = rows_int8(rows, row, 1);
    session->changed = rows_int8(rows, row, 2);
    session->host = rows_int4(rows, row, 3);
    g_strlcpy(session->host_id, rows_text(rows, row, 4), sizeof session->host_id);
    session->programme = name_find(rows_text(rows, row, 5), induction_programme_names);
    session->title = g_strdup(rows_text(rows, row, 6));
    session->starts_us = rows_int8(rows, row, 7);
    session->minutes = rows_int4(rows, row, 8);
    session->capacity = rows_int4(rows, row, 9);
    session->has_waiting_list = rows_bool(rows, row, 10);
    session->mode = name_find(rows_text(rows, row, 11), induction_mode_names);
    g_strfreev(session->roles);
    session->roles = rows_texts(rows, row, 12);
    session->is_cancelled = rows_bool(rows, row, 13);
    session->is_test = rows_bool(rows, row, 14);
    read_places(rows, row, session->places);
    read_feedback(rows, row, session->feedback);
    read_later(rows, row, session->later);
    return session;
}

/* The bookings that end with their session. */
static void
ask_further(const struct log_answer *answer, struct shelf_question *further)
{
    const GPtrArray *sessions = answer->shelves.records[SHELF_SESSIONS];

    for (unsigned int i = 0; sessions != NULL && i < sessions->len; i++) {
        const struct session_record *session = g_ptr_array_index(sessions, i);

        for (unsigned int j = 0; j < session->places->len; j++) {
            const struct place *place = g_ptr_array_index(session->places, j);

            if (place->state == PLACE_CONFIRMED || place->state == PLACE_WAITING)
                shelf_ask(further, SHELF_MATTERS, &place->booking);
        }
    }
}

const struct shelf shelf_sessions = {
    .find = {"induction_find_sessions",
             "SELECT " SESSION_COLUMNS ", p.*, f.*, l.* FROM induction_session AS s"
             " JOIN agency AS h ON h.number = s.host" SESSION_PLACES SESSION_FEEDBACK
                 SESSION_LATER " WHERE s.id = ANY ($1) OR s.id IN"
             " (SELECT session FROM induction_place WHERE booking = ANY ($1))"},
    .read = read_session,
    .free = (void (*)(void *))session_record_free,
    .ask_further = ask_further,
    .write = sessions_write,
};
