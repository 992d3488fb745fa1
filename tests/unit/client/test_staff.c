/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/activity.h"
#include "agency-client/local_store/staff.h"
#include "common/documents/timestamp.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW_US    (INT64_C(1790000000) * SECOND_US)
#define LOCKED_US (STAFF_LOCKED_SECONDS * SECOND_US)

struct fixture {
    char *directory;
    struct local_store *store;
};

static void
insert(struct local_store *store, const char *actor, const char *login,
       enum right right, const char *password)
{
    const struct member member = {.actor = (char *)actor,
                                  .login = (char *)login,
                                  .name = (char *)"Somebody",
                                  .role = (char *)"manager",
                                  .right = right,
                                  .password = (char *)password};
    g_autoptr(GError) error = NULL;

    g_assert_true(staff_insert(store, &member, &error));
    g_assert_no_error(error);
}

static void
set_up(struct fixture *fixture, const void *data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;

    (void)data;
    fixture->directory = g_dir_make_tmp("staff-XXXXXX", &error);
    path = g_build_filename(fixture->directory, "store.db", NULL);
    fixture->store = local_store_open(path, &error);
    g_assert_no_error(error);
    insert(fixture->store, "staff-1", "ada", RIGHT_ADMINISTRATOR, "hash");
    insert(fixture->store, "staff-2", "olu", RIGHT_CASEWORKER, NULL);
}

static void
tear_down(struct fixture *fixture, const void *data)
{
    static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm"};

    (void)data;
    local_store_close(fixture->store);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(fixture->directory, names[i], NULL);

        g_remove(path);
    }
    g_rmdir(fixture->directory);
    g_free(fixture->directory);
}

static struct member *
must_find(struct local_store *store, const char *actor)
{
    g_autoptr(GError) error = NULL;
    struct member *member = staff_find(store, actor, &error);

    g_assert_no_error(error);
    return member;
}

static void
a_login_is_one_person_whatever_its_case(struct fixture *fixture, const void *data)
{
    const struct member again = {.actor = (char *)"staff-3",
                                 .login = (char *)"ADA",
                                 .name = (char *)"Another",
                                 .role = (char *)"manager"};
    g_autoptr(GError) error = NULL;
    g_autoptr(member) found = staff_find_login(fixture->store, "Ada", &error);

    (void)data;
    g_assert_no_error(error);
    g_assert_cmpstr(found->actor, ==, "staff-1");
    g_assert_false(staff_insert(fixture->store, &again, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
    g_clear_error(&error);
    g_assert_false(staff_insert_first(fixture->store, &again, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
}

static bool
guess(struct local_store *store, bool is_right, int64_t now_us)
{
    g_autoptr(GError) error = NULL;
    bool is_locked = false;

    g_assert_true(
        staff_note_guess(store, "staff-1", is_right, now_us, &is_locked, &error));
    g_assert_no_error(error);
    return is_locked;
}

static void
whoever_guesses_too_often_is_locked_for_a_while(struct fixture *fixture,
                                                const void *data)
{
    g_autoptr(member) member = NULL;

    (void)data;
    for (int i = 1; i < STAFF_FAILURES_MAX; i++)
        g_assert_false(guess(fixture->store, false, NOW_US));
    g_assert_false(
        guess(fixture->store, true, NOW_US)); /* the right one: all forgotten */
    for (int i = 1; i < STAFF_FAILURES_MAX; i++)
        g_assert_false(guess(fixture->store, false, NOW_US));
    g_assert_true(guess(fixture->store, false, NOW_US));
    member = must_find(fixture->store, "staff-1");
    g_assert_cmpint(member->locked_until_us, ==, NOW_US + LOCKED_US);
    g_assert_cmpint(member->failures, ==, 0);
}

static void
a_link_is_used_once_and_in_time(struct fixture *fixture, const void *data)
{
    struct local_store *store = fixture->store;
    g_autoptr(GError) error = NULL;
    g_autoptr(member) member = NULL;

    (void)data;
    g_assert_true(staff_invite(store, "staff-2", "first", NOW_US, &error));
    g_assert_true(staff_invite(store, "staff-2", "second", NOW_US, &error));
    g_assert_false(staff_choose_password(store, "first", "hash-1", NOW_US, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(
        staff_choose_password(store, "second", "hash-2", NOW_US + 1, &error));
    g_clear_error(&error);
    g_assert_true(staff_choose_password(store, "second", "hash-3", NOW_US, &error));
    g_assert_false(staff_choose_password(store, "second", "hash-4", NOW_US, &error));
    member = must_find(store, "staff-2");
    g_assert_cmpstr(member->password, ==, "hash-3");
    g_assert_null(member->invitation);
    g_clear_error(&error);
    g_assert_false(staff_invite(store, "staff-9", "third", NOW_US, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND);
}

static void
somebody_is_left_who_can_let_others_in(struct fixture *fixture, const void *data)
{
    struct local_store *store = fixture->store;
    g_autoptr(GError) error = NULL;
    g_autoptr(member) member = NULL;

    (void)data;
    g_assert_false(staff_set_disabled(store, "staff-1", true, &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE);
    g_clear_error(&error);
    /* Another who has never chosen a password is nobody yet. */
    g_assert_true(staff_set_right(store, "staff-2", RIGHT_ADMINISTRATOR, &error));
    g_assert_false(staff_set_right(store, "staff-1", RIGHT_MANAGER, &error));
    g_clear_error(&error);
    g_assert_true(staff_invite(store, "staff-2", "link", NOW_US, &error));
    g_assert_true(staff_choose_password(store, "link", "hash", NOW_US, &error));
    g_assert_true(staff_set_disabled(store, "staff-1", true, &error));
    g_assert_false(staff_set_disabled(store, "staff-2", true, &error));
    member = must_find(store, "staff-2");
    g_assert_false(member->is_disabled);
}

static void
do_with(struct local_store *store, const char *actor, const char *action,
        const char *record, int64_t at_us)
{
    const struct activity activity = {.at_us = at_us,
                                      .actor = (char *)actor,
                                      .action = (char *)action,
                                      .record = (char *)record};
    g_autoptr(GError) error = NULL;

    g_assert_true(activity_insert(store, &activity, &error));
    g_assert_no_error(error);
}

static unsigned
count(struct local_store *store, const char *record)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) list = activity_list(store, record, 100, &error);

    g_assert_no_error(error);
    return list->len;
}

static void
a_page_that_stays_open_is_one_line(struct fixture *fixture, const void *data)
{
    const int64_t later_us = NOW_US + ACTIVITY_OPENED_SECONDS * SECOND_US;
    struct local_store *store = fixture->store;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) newest = NULL;

    (void)data;
    do_with(store, "staff-1", ACTIVITY_OPENED, "leg-1", NOW_US);
    do_with(store, "staff-1", ACTIVITY_OPENED, "leg-1", later_us - 1);
    g_assert_cmpuint(count(store, "leg-1"), ==, 1);
    do_with(store, "staff-2", ACTIVITY_OPENED, "leg-1", NOW_US);
    do_with(store, "staff-1", ACTIVITY_OPENED, "leg-2", NOW_US);
    do_with(store, "staff-1", ACTIVITY_OPENED, "leg-1", later_us);
    g_assert_cmpuint(count(store, "leg-1"), ==, 3);
    /* What changes something is a line each time. */
    do_with(store, "staff-1", "changed staff", "staff-2", NOW_US);
    do_with(store, "staff-1", "changed staff", "staff-2", NOW_US);
    g_assert_cmpuint(count(store, NULL), ==, 6);
    newest = activity_list(store, NULL, 1, &error);
    g_assert_cmpstr(((struct activity *)newest->pdata[0])->record, ==, "staff-2");
    g_assert_cmpstr(((struct activity *)newest->pdata[0])->name, ==, "Somebody");
}

#define add(path, run) g_test_add(path, struct fixture, NULL, set_up, run, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/staff/a-login-is-one-person-whatever-its-case",
        a_login_is_one_person_whatever_its_case);
    add("/staff/whoever-guesses-too-often-is-locked-for-a-while",
        whoever_guesses_too_often_is_locked_for_a_while);
    add("/staff/a-link-is-used-once-and-in-time", a_link_is_used_once_and_in_time);
    add("/staff/somebody-is-left-who-can-let-others-in",
        somebody_is_left_who_can_let_others_in);
    add("/staff/a-page-that-stays-open-is-one-line",
        a_page_that_stays_open_is_one_line);
    return g_test_run();
}
