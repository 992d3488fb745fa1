/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session for new staff of the other agencies.  Published: its words are about the
 * session and its host, never about a person.
 */
#ifndef DOCUMENTS_INDUCTION_SESSION_H
#define DOCUMENTS_INDUCTION_SESSION_H

#include "common/documents/induction_programme.h"
#include "common/documents/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INDUCTION_ROLES_MAX 40

enum induction_mode { INDUCTION_IN_PERSON, INDUCTION_ONLINE, INDUCTION_HYBRID };
extern const char *const induction_mode_names[];

enum induction_facilitator_kind {
    FACILITATOR_STAFF,
    FACILITATOR_SERVICE_USER,
    FACILITATOR_CARER,
    FACILITATOR_EXTERNAL
};
extern const char *const induction_facilitator_names[];

struct induction_facilitator {
    enum induction_facilitator_kind kind;
    int count; /* -1 when absent: one */
    bool has_consented;
    bool is_paid;
    bool has_expenses;
    int32_t settled_on; /* DATE_NONE while they are owed, or are owed nothing */
};

struct induction_session {
    bool is_change;      /* of a session published before */
    struct uuid session; /* of a new one the id of its document */
    enum induction_programme programme;
    const char *title;
    int64_t starts_us;
    int minutes;
    int places;
    bool has_waiting_list;
    enum induction_mode mode;
    const char *venue; /* NULL when absent */
    int breakout_groups;
    bool has_series;
    struct uuid series;
    bool is_cancelled;
    const char **outcomes;
    size_t outcome_count;
    const char **roles; /* whom it is for */
    size_t role_count;
    struct induction_facilitator *facilitators;
    size_t facilitator_count;
    const char **prerequisites;
    size_t prerequisite_count;
    const char **materials;
    size_t material_count;
    const char **access;
    size_t access_count;
};

#endif
