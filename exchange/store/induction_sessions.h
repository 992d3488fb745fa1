/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions with their places and feedback, as records of a shelf: asked for by the
 * session's id or by that of a booking in it.
 */
#ifndef STORE_INDUCTION_SESSIONS_H
#define STORE_INDUCTION_SESSIONS_H

#include "common/autoptr.h"
#include "common/documents/induction_feedback.h"
#include "common/documents/induction_places.h"
#include "common/documents/induction_session.h"
#include "exchange/store/legs.h"
#include "exchange/store/shelves.h"

#include <glib.h>

/* One attendee of one booking. */
struct place_record {
    struct place place;  /* first: a place_record is a place */
    struct uuid case_id; /* of the booking */
    int agency;          /* that booked */
    char agency_id[LEG_AGENCY_CHARS];
    char role[LEG_CODE_CHARS];
    int32_t started_on;
    int64_t sequence; /* of the booking's entry */
    int64_t changed;  /* of the last entry that changed the state */
    bool is_changed;  /* by this batch */
};

struct feedback_record {
    int64_t sequence; /* of its entry; 0 for one that was known before */
    struct uuid booking;
    enum induction_stage stage;
    char starter[ACTOR_MAX + 1]; /* empty: anonymous */
    int relevance;               /* from here on only of one that is new */
    int confidence;
    int knows_who_to_call;
};

/* Another session of the same host and programme, for who finds no place in one. */
struct session_hint {
    struct uuid id;
    int64_t starts_us;
    int free;
    bool has_waiting_list;
};

struct session_record {
    struct uuid id;
    int64_t sequence;
    int64_t changed;
    int host;
    char host_id[LEG_AGENCY_CHARS];
    enum induction_programme programme;
    char *title;
    int64_t starts_us;
    int minutes;
    int capacity;
    bool has_waiting_list;
    enum induction_mode mode;
    char **roles;
    bool is_cancelled;
    bool is_test;
    GPtrArray *places; /* struct place_record, in the order of the log */
    GArray *feedback;  /* struct feedback_record */
    GArray *later;     /* struct session_hint, by start: those with room */
};

struct session_record *session_record_new(void);
void session_record_free(struct session_record *session);
DEFINE_AUTOPTR(session_record, session_record_free)

extern const struct shelf shelf_sessions;

/* Queues what a batch has made of them. */
G_GNUC_WARN_UNUSED_RESULT
bool sessions_write(struct transaction *transaction, const GPtrArray *fresh,
                    const GPtrArray *changed, GError **error);

#endif
