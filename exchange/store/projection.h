/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Projections: everything that the log implies and that is kept only to be found
 * quickly.  The live commit and rebuild write them through the same function, from
 * rows that a fold over the entries made.
 */
#ifndef STORE_PROJECTION_H
#define STORE_PROJECTION_H

#include "exchange/store/agencies.h"
#include "exchange/store/legs.h"
#include "exchange/store/shelves.h"
#include "exchange/store/store.h"

/* What a coded fact about a leg is; codes are those of the schema's lists. */
enum leg_fact_kind {
    LEG_FACT_DECLINE_REASON,
    LEG_FACT_REDIRECT_REASON,
    LEG_FACT_WITHDRAWAL_REASON,
    LEG_FACT_REJECTION_REASON,
    LEG_FACT_UNMET_NEED,  /* a need code of a response */
    LEG_FACT_RESULT,      /* code: the need, value: met, partly, not-met, unknown */
    LEG_FACT_END_REASON,  /* of an outcome */
    LEG_FACT_DESTINATION, /* of an outcome */
};

struct leg_fact {
    struct uuid leg;
    int64_t sequence; /* of the entry that says so */
    enum leg_fact_kind kind;
    char code[LEG_CODE_CHARS];
    char value[LEG_CODE_CHARS]; /* empty but for LEG_FACT_RESULT */
};

/* A document that its recipient rejected, or the end of that. */
struct document_flag {
    struct uuid document;
    int64_t sequence; /* of the entry that says so */
    bool is_raised;   /* else it was sent again */
};

/* The rows of one or many entries; every leg and agency at most once. */
struct projection_batch {
    GPtrArray *new_legs;     /* struct leg_record, as they are after the batch */
    GPtrArray *changed_legs; /* struct leg_record, known before the batch */
    GArray *steps;           /* struct leg_step, of legs that are in the batch */
    GArray *facts;           /* struct leg_fact */
    GArray *flags;           /* struct document_flag, in order */
    GPtrArray *agencies;     /* struct agency: replaces what was known of it */
    /* Records of each shelf as they are after the batch; both NULL where there are
     * none. */
    GPtrArray *fresh[SHELF_COUNT];
    GPtrArray *changed[SHELF_COUNT];
};

/* The pointer arrays own what is put in. */
struct projection_batch *projection_batch_new(void);
void projection_batch_free(struct projection_batch *batch);
DEFINE_AUTOPTR(projection_batch, projection_batch_free)

/* Takes a record of a shelf over, once; fresh is what was not there before. */
void projection_batch_add(struct projection_batch *batch, enum shelf_name name,
                          void *record, bool is_fresh);

/*
 * Queues the rows; they travel with the commit.  After log_append in the same
 * transaction, because steps and agencies refer to entries.
 */
G_GNUC_WARN_UNUSED_RESULT
bool projection_write(struct transaction *transaction,
                      const struct projection_batch *batch, GError **error);

/*
 * Empties every projection; the first step of a rebuild, under the log's lock
 * (log_ask).  Readers keep the old rows until the transaction commits.
 */
G_GNUC_WARN_UNUSED_RESULT
bool projection_clear(struct transaction *transaction, GError **error);

/*
 * One line per projection, "leg 1234 <md5>": equal lines mean equal rows.  The caller
 * frees it.
 */
G_GNUC_WARN_UNUSED_RESULT
char *projection_digest(struct store *store, GError **error);

#endif
