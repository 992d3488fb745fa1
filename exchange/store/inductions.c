/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/inductions.h"

#include "common/documents/timestamp.h"

static void
session_free(void *data)
{
    struct listed_session *session = data;

    g_free(session->host);
    g_free(session->title);
    g_strfreev(session->roles);
    g_free(session);
}

static void
place_free(void *data)
{
    struct listed_place *place = data;

    g_free(place->agency);
    g_free(place->starter);
    g_free(place->role);
    g_free(place);
}

static void
starter_free(void *data)
{
    struct listed_starter *starter = data;

    g_free(starter->agency);
    g_free(starter->starter);
    g_free(starter->role);
    g_strfreev(starter->hosts);
    g_free(starter);
}

void
listed_inductions_free(struct listed_inductions *list)
{
    if (list == NULL)
        return;
    g_ptr_array_unref(list->sessions);
    g_ptr_array_unref(list->places);
    g_ptr_array_unref(list->starters);
    g_array_unref(list->feedback);
    g_free(list);
}

#define COUNT_OF(condition)                                                            \
    "(SELECT count(*)::integer FROM induction_place AS p WHERE p.session = s.id"       \
    " AND p.state " condition ")"

static const struct statement list_sessions = {
    "inductions_list_sessions",
    "SELECT s.id, h.id, s.programme::text, s.title, s.starts_us, s.minutes, s.capacity,"
    " " COUNT_OF("NOT IN ('waiting', 'cancelled')") ", " COUNT_OF(
        "= 'waiting'") ","
                       " s.has_waiting_list, s.mode::text, s.roles, s.is_cancelled, "
                       "s.is_test"
                       " FROM induction_session AS s JOIN agency AS h ON h.number = "
                       "s.host"
                       " WHERE s.starts_us > $1 ORDER BY s.starts_us, s.id"};

static bool
read_sessions(struct store *store, int64_t since_us, struct listed_inductions *list,
              GError **error)
{
    g_autoptr(rows) found =
        store_query(store, &list_sessions, PARAMETERS(parameter_int8(since_us)), error);

    for (size_t row = 0; found != NULL && row < rows_count(found); row++) {
        struct listed_session *session = g_new0(struct listed_session, 1);

        rows_uuid(found, row, 0, &session->id);
        session->host = g_strdup(rows_text(found, row, 1));
        session->programme = rows_name(found, row, 2, induction_programme_names);
        session->title = g_strdup(rows_text(found, row, 3));
        session->starts_us = rows_int8(found, row, 4);
        session->minutes = rows_int4(found, row, 5);
        session->capacity = rows_int4(found, row, 6);
        session->taken = rows_int4(found, row, 7);
        session->waiting = rows_int4(found, row, 8);
        session->has_waiting_list = rows_bool(found, row, 9);
        session->mode = rows_name(found, row, 10, induction_mode_names);
        session->roles = rows_texts(found, row, 11);
        session->is_cancelled = rows_bool(found, row, 12);
        session->is_test = rows_bool(found, row, 13);
        g_ptr_array_add(list->sessions, session);
    }
    return found != NULL;
}

/* The position is among all who wait, also those whom this reader does not see. */
static const struct statement list_places = {
    "inductions_list_places",
    "SELECT t.session, t.booking, a.id, t.starter, t.role, t.started_on, t.state,"
    " t.waiting FROM (SELECT p.session, p.booking, p.agency, p.starter, p.role,"
    "   p.started_on, p.state::text, p.position, s.host, s.starts_us,"
    "   CASE WHEN p.state = 'waiting' THEN count(*) FILTER (WHERE p.state = 'waiting')"
    "   OVER (PARTITION BY p.session ORDER BY p.position)::integer ELSE 0 END"
    "   AS waiting FROM induction_place AS p"
    "   JOIN induction_session AS s ON s.id = p.session WHERE s.starts_us > $2) AS t"
    " JOIN agency AS a ON a.number = t.agency"
    " WHERE t.agency = $1 OR t.host = $1"
    " ORDER BY t.starts_us, t.session, t.position"};

static unsigned int
session_find(const struct listed_inductions *list, const struct uuid *id)
{
    for (guint i = 0; i < list->sessions->len; i++) {
        const struct listed_session *session = g_ptr_array_index(list->sessions, i);

        if (uuid_is_equal(&session->id, id))
            return i;
    }
    return list->sessions->len;
}

/* A session that was announced between the two statements is left for the next time. */
static bool
read_places(struct store *store, int reader, int64_t since_us,
            struct listed_inductions *list, GError **error)
{
    g_autoptr(rows) found = store_query(
        store, &list_places,
        PARAMETERS(parameter_int4(reader), parameter_int8(since_us)), error);

    for (size_t row = 0; found != NULL && row < rows_count(found); row++) {
        struct listed_place *place = g_new0(struct listed_place, 1);

        rows_uuid(found, row, 0, &place->session);
        rows_uuid(found, row, 1, &place->booking);
        place->agency = g_strdup(rows_text(found, row, 2));
        place->starter = g_strdup(rows_text(found, row, 3));
        place->role = g_strdup(rows_text(found, row, 4));
        place->started_on = rows_int4(found, row, 5);
        place->state = rows_name(found, row, 6, place_state_names);
        place->waiting_position = rows_int4(found, row, 7);
        place->session_index = session_find(list, &place->session);
        if (place->session_index < list->sessions->len)
            g_ptr_array_add(list->places, place);
        else
            place_free(place);
    }
    return found != NULL;
}

static const struct statement list_starters = {
    "inductions_list_starters",
    "SELECT a.id, t.starter, t.role, t.programme::text, t.started_on, t.due_on,"
    " t.ended_on, t.hosts FROM induction_starter AS t"
    " JOIN agency AS a ON a.number = t.agency"
    " JOIN agency AS r ON r.number = $1"
    " WHERE NOT t.is_test AND t.due_on >= $2 AND (t.agency = $1"
    "  OR r.id = ANY (t.hosts) OR (t.hosts = '{}' AND EXISTS (SELECT"
    "   FROM induction_session AS s WHERE s.host = $1 AND s.programme = t.programme"
    "   AND NOT s.is_cancelled AND NOT s.is_test AND t.role = ANY (s.roles))))"
    " ORDER BY a.id, t.started_on, t.starter, t.programme"};

static bool
read_starters(struct store *store, int reader, int32_t since,
              struct listed_inductions *list, GError **error)
{
    g_autoptr(rows) found =
        store_query(store, &list_starters,
                    PARAMETERS(parameter_int4(reader), parameter_int4(since)), error);

    for (size_t row = 0; found != NULL && row < rows_count(found); row++) {
        struct listed_starter *starter = g_new0(struct listed_starter, 1);

        starter->agency = g_strdup(rows_text(found, row, 0));
        starter->starter = g_strdup(rows_text(found, row, 1));
        starter->role = g_strdup(rows_text(found, row, 2));
        starter->programme = rows_name(found, row, 3, induction_programme_names);
        starter->started_on = rows_int4(found, row, 4);
        starter->due_on = rows_int4(found, row, 5);
        starter->ended_on =
            rows_is_null(found, row, 6) ? DATE_NONE : rows_int4(found, row, 6);
        starter->hosts = rows_texts(found, row, 7);
        g_ptr_array_add(list->starters, starter);
    }
    return found != NULL;
}

static const struct statement list_feedback = {
    "inductions_list_feedback",
    "SELECT s.host = $1, f.stage::text, count(*)::integer FROM induction_feedback AS f"
    " JOIN induction_session AS s ON s.id = f.session"
    " WHERE NOT s.is_test AND s.starts_us > $2 AND (s.host = $1 OR EXISTS (SELECT"
    "  FROM induction_place AS p WHERE p.booking = f.booking AND p.agency = $1))"
    " GROUP BY 1, 2 ORDER BY 1, 2"};

static bool
read_feedback(struct store *store, int reader, int64_t since_us,
              struct listed_inductions *list, GError **error)
{
    g_autoptr(rows) found = store_query(
        store, &list_feedback,
        PARAMETERS(parameter_int4(reader), parameter_int8(since_us)), error);

    for (size_t row = 0; found != NULL && row < rows_count(found); row++) {
        struct listed_feedback feedback = {
            .is_hosted = rows_bool(found, row, 0),
            .stage = rows_name(found, row, 1, induction_stage_names),
            .count = rows_int4(found, row, 2),
        };

        g_array_append_val(list->feedback, feedback);
    }
    return found != NULL;
}

struct listed_inductions *
inductions_list(struct store *store, int reader, int64_t since_us, GError **error)
{
    g_autoptr(listed_inductions) list = g_new(struct listed_inductions, 1);

    list->sessions = g_ptr_array_new_with_free_func(session_free);
    list->places = g_ptr_array_new_with_free_func(place_free);
    list->starters = g_ptr_array_new_with_free_func(starter_free);
    list->feedback = g_array_new(FALSE, FALSE, sizeof(struct listed_feedback));
    if (!read_sessions(store, since_us, list, error) ||
        !read_places(store, reader, since_us, list, error) ||
        !read_starters(store, reader, date_of(since_us), list, error) ||
        !read_feedback(store, reader, since_us, list, error))
        return NULL;
    return g_steal_pointer(&list);
}
