/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log: every accepted document in order, numbered and chained, and what one
 * commit of it needs.  Within store_transact() a committer calls log_ask(), decides,
 * then log_append() and projection_write(): two round trips, however many documents.
 * Nothing here judges.
 *
 * Functions that take a transaction belong to its thread; those that take a store
 * may be called from any thread.
 */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include "common/documents/uuid.h"
#include "common/trust/digest.h"
#include "exchange/store/legs.h"
#include "exchange/store/shelves.h"
#include "exchange/store/store.h"

#define LOG_AGENCY_EXCHANGE 0    /* the number of the exchange itself */
#define LOG_PUBLISHED       (-1) /* recipient of what is addressed to all members */

/* The last entry, or all zero when there is none. */
struct log_head {
    int64_t sequence;
    int64_t received_us;
    struct digest chain;
};

struct log_entry {
    int64_t sequence; /* from 1, without gaps */
    struct uuid id;   /* the document's */
    struct uuid case_id;
    struct uuid leg; /* the leg concerned; a referral's own id */
    bool has_leg;
    struct uuid matter; /* the matter concerned; an opener's own id */
    bool has_matter;
    enum kind kind;
    int sender;    /* agency number */
    int recipient; /* agency number or LOG_PUBLISHED */
    int64_t received_us;
    struct digest certificate; /* of the signer */
    struct digest document;    /* of the signed bytes */
    struct digest chain;
    GBytes *signed_bytes; /* NULL where they were not asked for */
    GBytes *receipt;      /* CMS, as it was sent */
};

void log_entry_free(struct log_entry *entry);
DEFINE_AUTOPTR(log_entry, log_entry_free)

/*
 * chain = SHA-256(previous[32] || sequence:be64 || id[16] || received_us:be64 ||
 * certificate[32] || document[32]); reads exactly these fields of entry.
 */
struct digest log_chain(const struct digest *previous, const struct log_entry *entry);

/* What a batch wants to know; ids may repeat. */
struct log_question {
    GArray *documents; /* struct uuid: submitted ids, and ids that bodies name */
    GArray *legs;      /* struct uuid; those of documents that exist need no asking */
    GArray *referrals; /* struct uuid: referral ids, not documents */
    struct shelf_question shelves;
};

struct log_answer {
    struct log_head head;
    /* struct log_entry, those of question->documents that exist; without signed_bytes
     */
    GPtrArray *entries;
    /*
     * struct leg_record: those named, those of the entries found, every leg of the
     * referrals named, and every leg of a first-accept referral of which one is among
     * these.
     */
    GPtrArray *legs;
    struct shelf_answer shelves;
};

struct log_question *log_question_new(void);
void log_question_free(struct log_question *question);
DEFINE_AUTOPTR(log_question, log_question_free)
void log_answer_free(struct log_answer *answer);
DEFINE_AUTOPTR(log_answer, log_answer_free)

/*
 * Takes the log's lock until the transaction ends, then reads the head and what was
 * asked.  The first call of every transaction that appends.
 */
G_GNUC_WARN_UNUSED_RESULT
struct log_answer *log_ask(struct transaction *transaction,
                           const struct log_question *question, GError **error);

/*
 * Queues the insertion of entries (struct log_entry *, in order, all fields set) and
 * the notification of the agencies concerned; it travels with the commit.  The
 * database refuses (STORE_ERROR_CONFLICT, at the commit) a gap in the numbers, a time
 * that goes back, a chain value that does not follow, an id twice.
 */
G_GNUC_WARN_UNUSED_RESULT
bool log_append(struct transaction *transaction, const GPtrArray *entries,
                GError **error);

/*
 * Entries after a sequence number, at most limit, in order, with signed bytes and
 * receipt; for rebuild and verify-log.  Digests are not checked here: verify-log is
 * who reports them.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *log_read(struct transaction *transaction, int64_t after, int limit,
                    GError **error);

/* The last entry now. */
G_GNUC_WARN_UNUSED_RESULT
bool log_read_head(struct store *store, struct log_head *head, GError **error);

/*
 * What this sender submitted under this id, without signed_bytes: for a duplicate
 * and for GET .../receipt.  STORE_ERROR_NOT_FOUND.
 */
G_GNUC_WARN_UNUSED_RESULT
struct log_entry *log_find_sent(struct store *store, const struct uuid *id, int sender,
                                GError **error);

/*
 * The signed bytes of a document, and their SHA-256, for one of its parties.
 * STORE_ERROR_NOT_FOUND also when it is not this reader's to see; STORE_ERROR_GONE for
 * the recipient of what a withdrawal or a superseding award took back, or of a view of
 * cases that has ended; STORE_ERROR_CORRUPT when the bytes no longer have their
 * SHA-256.
 *
 * today  days since 1970
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *log_find_document(struct store *store, const struct uuid *id, int reader,
                          int32_t today, struct digest *sha256, GError **error);

#endif
