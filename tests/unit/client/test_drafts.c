/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/drafts.h"
#include "agency-client/office/sealing.h"
#include "tests/unit/client/offices.h"

#include <string.h>

static struct stored_draft *
make(struct office *office, const char *id, const char *actor, const char *words)
{
    struct stored_draft *draft = g_new0(struct stored_draft, 1);
    g_autoptr(GBytes) file = g_bytes_new(words, strlen(words));
    g_autoptr(GError) error = NULL;

    draft->draft = g_strdup(id);
    draft->actor = g_strdup(actor);
    draft->kind = g_strdup("referral");
    draft->changed_us = TODAY;
    draft->sealed = sealing_keep(office, file, &error);
    g_assert_no_error(error);
    return draft;
}

static void
insert(struct office *office, const char *id, const char *words)
{
    g_autoptr(stored_draft) draft = make(office, id, "staff-1", words);
    g_autoptr(GError) error = NULL;

    g_assert_true(drafts_insert(office->store, draft, &error));
    g_assert_no_error(error);
}

/* What is written there, opened; the caller frees. */
static char *
words_of(struct office *office, const char *id, int64_t *version)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(stored_draft) draft = drafts_find(office->store, id, &error);
    g_autoptr(GBytes) file = NULL;
    size_t size;
    const char *text;

    g_assert_no_error(error);
    *version = draft->version;
    file = sealing_open(office, draft->sealed, &error);
    g_assert_no_error(error);
    text = g_bytes_get_data(file, &size);
    return g_strndup(text, size);
}

static void
a_draft_outlives_the_program_and_is_nowhere_in_clear(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *office = offices->office[MEMBER_COUNCIL];
    g_autofree char *words = NULL;
    int64_t version;

    insert(office, "draft-1", "Hodan Warsame");
    office = offices_reopen(offices, MEMBER_COUNCIL);
    words = words_of(office, "draft-1", &version);
    g_assert_cmpstr(words, ==, "Hodan Warsame");
    g_assert_cmpint(version, ==, 1);
    g_assert_false(offices_home_holds(offices, MEMBER_COUNCIL, "Hodan"));
}

static void
two_who_write_notice_each_other(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *office = offices->office[MEMBER_COUNCIL];
    g_autoptr(stored_draft) mine = make(office, "draft-1", "staff-1", "mine");
    g_autoptr(stored_draft) theirs = make(office, "draft-1", "staff-2", "theirs");
    g_autoptr(GError) error = NULL;
    g_autofree char *words = NULL;
    int64_t version;

    insert(office, "draft-1", "begun");
    mine->version = theirs->version = 1;
    g_assert_true(drafts_write(office->store, theirs, &error));
    g_assert_no_error(error);
    g_assert_cmpint(theirs->version, ==, 2);
    g_assert_false(drafts_write(office->store, mine, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
    g_clear_error(&error);
    /* Nor is it deleted, or sent, as if nobody had been there. */
    g_assert_false(drafts_delete(office->store, "draft-1", 1, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
    words = words_of(office, "draft-1", &version);
    g_assert_cmpstr(words, ==, "theirs");
    g_assert_cmpint(version, ==, 2);
}

static void
what_was_sent_or_deleted_is_no_draft_any_more(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *office = offices->office[MEMBER_COUNCIL];
    g_autoptr(stored_draft) late = make(office, "draft-1", "staff-1", "late");
    g_autoptr(GError) error = NULL;

    insert(office, "draft-1", "begun");
    late->version = 1;
    g_assert_true(drafts_delete(office->store, "draft-1", 1, &error));
    g_assert_no_error(error);
    g_assert_false(drafts_write(office->store, late, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND);
}

static void
the_one_saved_last_stands_first(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *office = offices->office[MEMBER_COUNCIL];
    g_autoptr(stored_draft) again = make(office, "draft-1", "staff-1", "again");
    g_autoptr(GPtrArray) drafts = NULL;
    g_autoptr(GError) error = NULL;

    insert(office, "draft-1", "one");
    insert(office, "draft-2", "two");
    again->version = 1;
    again->changed_us = TODAY + 1;
    g_assert_true(drafts_write(office->store, again, &error));
    drafts = drafts_list(office->store, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(drafts->len, ==, 2);
    g_assert_cmpstr(((struct stored_draft *)drafts->pdata[0])->draft, ==, "draft-1");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/drafts/a-draft-outlives-the-program-and-is-nowhere-in-clear",
                    a_draft_outlives_the_program_and_is_nowhere_in_clear);
    g_test_add_func("/drafts/two-who-write-notice-each-other",
                    two_who_write_notice_each_other);
    g_test_add_func("/drafts/what-was-sent-or-deleted-is-no-draft-any-more",
                    what_was_sent_or_deleted_is_no_draft_any_more);
    g_test_add_func("/drafts/the-one-saved-last-stands-first",
                    the_one_saved_last_stands_first);
    return g_test_run();
}
