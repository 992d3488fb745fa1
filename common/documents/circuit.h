/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The circuit: new staff by host, who has met whom, who is booked, and what is
 * overdue; and the figures that a manager is asked for.  Pure functions over what the
 * exchange knows; any thread.
 */
#ifndef DOCUMENTS_CIRCUIT_H
#define DOCUMENTS_CIRCUIT_H

#include "common/autoptr.h"
#include "common/documents/induction_feedback.h"
#include "common/documents/induction_places.h"
#include "common/documents/induction_programme.h"

#include <glib.h>
#include <stdint.h>

/* A starter and a host. */
enum meeting_state {
    MEETING_DONE,
    MEETING_BOOKED,
    MEETING_WAITING, /* on a waiting list */
    MEETING_DUE,     /* nothing arranged, and time left */
    MEETING_OVERDUE  /* nothing arranged, and the time is over */
};
extern const char *const meeting_state_names[];

/* Agencies are their ids; all strings belong to whoever made the struct. */
struct circuit_starter {
    const char *agency;
    const char *starter;
    const char *role;
    enum induction_programme programme;
    int32_t started_on;
    int32_t due_on;
    int32_t ended_on; /* DATE_NONE while in post */
    char *const
        *hosts; /* NULL-terminated; empty: whoever holds sessions for the role */
};

/* A session that is to take place or has taken place. */
struct circuit_session {
    const char *host;
    enum induction_programme programme;
    int32_t on;
    char *const *roles; /* NULL-terminated */
};

/* A place that a starter asked for. */
struct circuit_place {
    const char *agency;
    const char *starter;
    const struct circuit_session *session;
    enum place_state state;
};

struct circuit_cell {
    const char *host;
    enum meeting_state state;
    int32_t on; /* done on, or booked for; else DATE_NONE */
};

struct circuit_row {
    const struct circuit_starter *starter;
    GArray *cells;   /* struct circuit_cell, by host */
    int32_t done_on; /* when the last host was met; DATE_NONE before that */
};

void circuit_row_free(struct circuit_row *row);
DEFINE_AUTOPTR(circuit_row, circuit_row_free)

/*
 * The row of one starter.
 *
 * sessions  struct circuit_session, of every host
 * places    struct circuit_place; those of others are passed over
 */
struct circuit_row *circuit_row_new(const struct circuit_starter *starter,
                                    const GArray *sessions, const GArray *places,
                                    int32_t today);

/* Whether nothing is asked of the starter any more. */
bool circuit_has_left(const struct circuit_starter *starter, int32_t today);

/* What is counted of some rows (K21). */
struct circuit_figures {
    int starters;     /* in post, or due before they left */
    int due;          /* of these: whose time is over */
    int done_in_time; /* of these: who had met every host by then */
    int cells;        /* starters by hosts */
    int cells_done;
    int cells_overdue;
    int attended; /* places that somebody took */
    int feedback[INDUCTION_STAGES];
};

/* Adds one row. */
void circuit_count(struct circuit_figures *figures, const struct circuit_row *row,
                   int32_t today);

#endif
