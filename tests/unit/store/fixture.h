/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A real PostgreSQL for a test program, and entries to put into it.  One is started
 * for each program, in a directory under the build's, and stopped at its end; each
 * test may ask for an empty database of its own.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "exchange/embedded/embedded.h"
#include "exchange/store/log.h"
#include "exchange/store/projection.h"

struct fixture {
    char *url;
    struct store *store;
    int64_t now_us; /* of the next entry; grows */
    bool is_gathering;
    GPtrArray *entries; /* gathered, not yet committed */
    struct projection_batch *batch;
};

/* A new, empty database with our schema. */
struct fixture *fixture_new(void);
void fixture_free(struct fixture *fixture);
DEFINE_AUTOPTR(fixture, fixture_free)

/* The private PostgreSQL of this program; starts it if need be. */
struct embedded *fixture_embedded(void);

/* Runs the tests, then stops the database and removes its directory. */
int fixture_run(int argc, char **argv, void (*add_tests)(void));

/* Runs SQL as psql would; returns its first value or its SQLSTATE ("!23514"). */
char *fixture_sql(struct fixture *fixture, const char *sql);
#define assert_sql(fixture, sql, expected)                                             \
    do {                                                                               \
        g_autofree char *found_ = fixture_sql((fixture), (sql));                       \
        g_assert_cmpstr(found_, ==, (expected));                                       \
    } while (0)

/* A directory of this test's, under the build's; the caller frees it and its contents.
 */
char *fixture_directory(void);
void fixture_directory_remove(const char *path);

/* Registers agencies 1 to count ("agency-1", ...), one entry each. */
void fixture_add_agencies(struct fixture *fixture, int count);

/* An entry of that kind with random id and bytes, not yet numbered. */
struct log_entry *fixture_entry(enum kind kind, int sender, int recipient);

/*
 * What a committer does: asks, numbers and chains entries (struct log_entry *), appends
 * them and writes batch (may be NULL).
 */
bool fixture_commit(struct fixture *fixture, GPtrArray *entries,
                    const struct projection_batch *batch, GError **error);

/* What a committer finds out before it judges. */
struct log_answer *fixture_ask(struct fixture *fixture,
                               const struct log_question *question);

/*
 * From the first on, offers and steps are gathered; the second commits them.  A leg has
 * one of them in each commit.
 */
void fixture_gather(struct fixture *fixture);
void fixture_commit_gathered(struct fixture *fixture);

/* Commits one referral and its leg; mode `parallel` unless referral is given. */
struct leg_record *fixture_offer(struct fixture *fixture, int referrer, int recipient,
                                 const struct uuid *referral);

/* Commits a document of that kind by one party, which takes the leg to a state. */
void fixture_step(struct fixture *fixture, struct leg_record *leg, enum kind kind,
                  bool is_by_recipient, enum leg_event event, enum leg_state state);

#endif
