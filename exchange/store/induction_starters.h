/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New staff, as records of a shelf that is only written: what is said last of somebody
 * stands.
 */
#ifndef STORE_INDUCTION_STARTERS_H
#define STORE_INDUCTION_STARTERS_H

#include "common/documents/induction_programme.h"
#include "common/documents/limits.h"
#include "exchange/store/legs.h"
#include "exchange/store/shelves.h"

struct starter_record {
    struct uuid id; /* of the document that says so */
    int agency;
    char starter[ACTOR_MAX + 1];
    enum induction_programme programme;
    int64_t sequence;
    char role[LEG_CODE_CHARS];
    int32_t started_on;
    int32_t due_on;
    int32_t ended_on; /* DATE_NONE while in post */
    char **hosts;     /* NULL-terminated */
    bool is_test;
};

void starter_record_free(struct starter_record *starter);

extern const struct shelf shelf_starters;

#endif
