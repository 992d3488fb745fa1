/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/circuit.h"

#include "common/documents/timestamp.h"

#include <string.h>

const char *const meeting_state_names[] = {"done", "booked",  "waiting",
                                           "due",  "overdue", NULL};

void
circuit_row_free(struct circuit_row *row)
{
    if (row == NULL)
        return;
    g_array_unref(row->cells);
    g_free(row);
}

static bool
has_word(char *const *words, const char *word)
{
    return g_strv_contains((const char *const *)words, word);
}

static int
compare_text(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* Whom a starter is to meet, each once and in order. */
static GPtrArray *
list_hosts(const struct circuit_starter *starter, const GArray *sessions)
{
    GPtrArray *hosts = g_ptr_array_new();

    if (starter->hosts[0] != NULL) {
        for (char *const *host = starter->hosts; *host != NULL; host++)
            g_ptr_array_add(hosts, *host);
    } else {
        for (unsigned int i = 0; i < sessions->len; i++) {
            const struct circuit_session *session =
                &g_array_index(sessions, struct circuit_session, i);

            if (session->programme == starter->programme &&
                strcmp(session->host, starter->agency) != 0 &&
                has_word(session->roles, starter->role) &&
                !g_ptr_array_find_with_equal_func(hosts, session->host, g_str_equal,
                                                  NULL))
                g_ptr_array_add(hosts, (char *)session->host);
        }
    }
    g_ptr_array_sort(hosts, compare_text);
    return hosts;
}

/* What a place says about the meeting; false when it says nothing. */
static bool
meeting_of(enum place_state place, enum meeting_state *meeting)
{
    switch (place) {
    case PLACE_ATTENDED:
        *meeting = MEETING_DONE;
        return true;
    case PLACE_CONFIRMED:
        *meeting = MEETING_BOOKED;
        return true;
    case PLACE_WAITING:
        *meeting = MEETING_WAITING;
        return true;
    case PLACE_CANCELLED:
    case PLACE_NO_SHOW:
    case PLACE_EXCUSED:
        break;
    }
    return false;
}

/* The best that a starter's places at one host say; of two alike the earlier. */
static struct circuit_cell
cell_of(const struct circuit_starter *starter, const char *host, const GArray *places,
        int32_t today)
{
    struct circuit_cell cell = {
        .host = host,
        .state = today > starter->due_on ? MEETING_OVERDUE : MEETING_DUE,
        .on = DATE_NONE,
    };

    for (unsigned int i = 0; i < places->len; i++) {
        const struct circuit_place *place =
            &g_array_index(places, struct circuit_place, i);
        enum meeting_state meeting;

        if (strcmp(place->agency, starter->agency) != 0 ||
            strcmp(place->starter, starter->starter) != 0 ||
            strcmp(place->session->host, host) != 0 ||
            place->session->programme != starter->programme ||
            !meeting_of(place->state, &meeting))
            continue;
        if (meeting < cell.state ||
            (meeting == cell.state && place->session->on < cell.on)) {
            cell.state = meeting;
            cell.on = place->session->on;
        }
    }
    return cell;
}

struct circuit_row *
circuit_row_new(const struct circuit_starter *starter, const GArray *sessions,
                const GArray *places, int32_t today)
{
    struct circuit_row *row = g_new0(struct circuit_row, 1);
    g_autoptr(GPtrArray) hosts = list_hosts(starter, sessions);
    bool is_done = hosts->len > 0;

    row->starter = starter;
    row->cells = g_array_new(FALSE, FALSE, sizeof(struct circuit_cell));
    row->done_on = DATE_NONE;
    for (unsigned int i = 0; i < hosts->len; i++) {
        struct circuit_cell cell =
            cell_of(starter, g_ptr_array_index(hosts, i), places, today);

        is_done = is_done && cell.state == MEETING_DONE;
        if (cell.state == MEETING_DONE)
            row->done_on = MAX(row->done_on, cell.on);
        g_array_append_val(row->cells, cell);
    }
    if (!is_done)
        row->done_on = DATE_NONE;
    return row;
}

bool
circuit_has_left(const struct circuit_starter *starter, int32_t today)
{
    return starter->ended_on != DATE_NONE && starter->ended_on < today;
}

void
circuit_count(struct circuit_figures *figures, const struct circuit_row *row,
              int32_t today)
{
    const struct circuit_starter *starter = row->starter;
    bool has_left = circuit_has_left(starter, today);

    /* Who left before it was due was never late. */
    if (has_left && starter->ended_on < starter->due_on)
        return;
    figures->starters++;
    if (today > starter->due_on) {
        figures->due++;
        figures->done_in_time +=
            row->done_on != DATE_NONE && row->done_on <= starter->due_on;
    }
    figures->cells += (int)row->cells->len;
    for (unsigned int i = 0; i < row->cells->len; i++) {
        const struct circuit_cell *cell =
            &g_array_index(row->cells, struct circuit_cell, i);

        figures->cells_done += cell->state == MEETING_DONE;
        figures->cells_overdue += cell->state == MEETING_OVERDUE && !has_left;
    }
}
