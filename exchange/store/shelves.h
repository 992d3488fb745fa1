/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shelves: tables of records that a batch of the log takes down by id, changes, and
 * puts back.  Each family of projections beside the legs is a row of one table; a batch
 * that asks a shelf for nothing pays nothing for it.
 */
#ifndef STORE_SHELVES_H
#define STORE_SHELVES_H

#include "exchange/store/store.h"

enum shelf_name {
    SHELF_MATTERS,
    SHELF_SERVICES,
    SHELF_VACANCIES,
    SHELF_SESSIONS, /* of inductions */
    SHELF_STARTERS,
    SHELF_HOURS,
    SHELF_COMMENTS, /* on policies */

    SHELF_COUNT
};

struct log_answer;
struct shelf_question;

/* A record begins with its struct uuid id. */
struct shelf {
    /* $1, a uuid[]: the records of those ids, and whatever must be known with them. */
    struct statement find;
    void *(*read)(const struct rows *rows, size_t row);
    void (*free)(void *record);
    /* Asks for what the first answers call for, in a round trip of its own; may be
     * NULL. */
    void (*ask_further)(const struct log_answer *answer,
                        struct shelf_question *further);
    /* Queues what a batch has made of them; either list may be empty. */
    bool (*write)(struct transaction *transaction, const GPtrArray *fresh,
                  const GPtrArray *changed, GError **error);
};

extern const struct shelf *const shelves[SHELF_COUNT];

/* Ids (struct uuid) to ask each shelf for; NULL where there are none. */
struct shelf_question {
    GArray *ids[SHELF_COUNT];
};

void shelf_ask(struct shelf_question *question, enum shelf_name name,
               const struct uuid *id);
void shelf_question_clear(struct shelf_question *question);

/* Records of each shelf, each once; NULL where nothing was asked for. */
struct shelf_answer {
    GPtrArray *records[SHELF_COUNT]; /* own what is in them */
};

void shelf_answer_clear(struct shelf_answer *answer);

/* Queues the statements; then receives their answers, in the same order. */
G_GNUC_WARN_UNUSED_RESULT
bool shelves_send(struct transaction *transaction,
                  const struct shelf_question *question, GError **error);
G_GNUC_WARN_UNUSED_RESULT
bool shelves_receive(struct transaction *transaction,
                     const struct shelf_question *question, struct shelf_answer *answer,
                     GError **error);

#endif
