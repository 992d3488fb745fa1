/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inductions as one member may see them.  Sessions are everybody's; who has a place in
 * them is for who booked and for the host; new staff are for their own agency and for
 * the hosts whom they are to meet.  The functions may be called from any thread.
 */
#ifndef STORE_INDUCTIONS_H
#define STORE_INDUCTIONS_H

#include "common/documents/circuit.h"
#include "common/documents/induction_session.h"
#include "exchange/store/store.h"

struct listed_session {
    struct uuid id;
    char *host;
    enum induction_programme programme;
    char *title;
    int64_t starts_us;
    int minutes;
    int capacity;
    int taken;
    int waiting;
    bool has_waiting_list;
    enum induction_mode mode;
    char **roles;
    bool is_cancelled;
    bool is_test;
};

struct listed_place {
    struct uuid session;
    struct uuid booking;
    char *agency;
    char *starter;
    char *role;
    int32_t started_on;
    enum place_state state;
    int waiting_position; /* from 1; 0 for one that does not wait */
    unsigned int session_index;
};

struct listed_starter {
    char *agency;
    char *starter;
    char *role;
    enum induction_programme programme;
    int32_t started_on;
    int32_t due_on;
    int32_t ended_on; /* DATE_NONE while in post */
    char **hosts;
};

/* Feedback for the reader's own staff, or given to it as a host. */
struct listed_feedback {
    bool is_hosted;
    enum induction_stage stage;
    int count;
};

struct listed_inductions {
    GPtrArray *sessions; /* struct listed_session, by start */
    GPtrArray *places;   /* struct listed_place, by session and in the log's order */
    GPtrArray *starters; /* struct listed_starter, by agency and start; no tests */
    GArray *feedback;    /* struct listed_feedback; no tests */
};

/* What began or begins after a moment. */
G_GNUC_WARN_UNUSED_RESULT
struct listed_inductions *inductions_list(struct store *store, int reader,
                                          int64_t since_us, GError **error);
void listed_inductions_free(struct listed_inductions *list);
DEFINE_AUTOPTR(listed_inductions, listed_inductions_free)

#endif
