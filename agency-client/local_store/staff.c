/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/local_store/staff.h"

#include "agency-client/local_store/statement.h"
#include "common/documents/timestamp.h"
#include "common/documents/uuid.h"

const char *const right_names[] = {"caseworker", "manager", "administrator", NULL};

#define MEMBER_COLUMNS                                                                 \
    "SELECT actor, login, name, role, \"right\", password, invitation,"                \
    " invited_until_us, failures, locked_until_us, is_disabled FROM member "

void
member_free(struct member *member)
{
    if (member == NULL)
        return;
    g_free(member->actor);
    g_free(member->login);
    g_free(member->name);
    g_free(member->role);
    g_free(member->password);
    g_free(member->invitation);
    g_free(member);
}

char *
staff_new_actor(void)
{
    struct uuid uuid;
    char text[UUID_TEXT_BYTES];

    uuid_new(&uuid);
    uuid_write(&uuid, text);
    text[8] = '\0'; /* of random digits */
    return g_strconcat("staff-", text, NULL);
}

static struct member *
read_member(statement *row)
{
    struct member *member = g_new0(struct member, 1);

    member->actor = statement_text(row, 0);
    member->login = statement_text(row, 1);
    member->name = statement_text(row, 2);
    member->role = statement_text(row, 3);
    member->right = (enum right)sqlite3_column_int(row, 4);
    member->password = statement_text(row, 5);
    member->invitation = statement_text(row, 6);
    member->invited_until_us = sqlite3_column_int64(row, 7);
    member->failures = sqlite3_column_int(row, 8);
    member->locked_until_us = sqlite3_column_int64(row, 9);
    member->is_disabled = sqlite3_column_int(row, 10) != 0;
    return member;
}

static struct member *
find(struct local_store *store, const char *sql, const char *value, GError **error)
{
    g_autoptr(statement) row = statement_bind(store, sql, error, "t", value);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return NULL;
    if (step == 1)
        return read_member(row);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "there is no such member of staff");
    return NULL;
}

struct member *
staff_find(struct local_store *store, const char *actor, GError **error)
{
    return find(store, MEMBER_COLUMNS "WHERE actor = ?1", actor, error);
}

struct member *
staff_find_login(struct local_store *store, const char *login, GError **error)
{
    return find(store, MEMBER_COLUMNS "WHERE login = ?1", login, error);
}

struct member *
staff_find_invitation(struct local_store *store, const char *invitation, GError **error)
{
    return find(store, MEMBER_COLUMNS "WHERE invitation = ?1", invitation, error);
}

GPtrArray *
staff_list(struct local_store *store, GError **error)
{
    g_autoptr(GPtrArray) members =
        g_ptr_array_new_with_free_func((GDestroyNotify)member_free);
    g_autoptr(statement) row =
        statement_bind(store, MEMBER_COLUMNS "ORDER BY name, actor", error, "");
    int step;

    if (row == NULL)
        return NULL;
    while ((step = statement_next(store, row, error)) == 1)
        g_ptr_array_add(members, read_member(row));
    return step == 0 ? g_steal_pointer(&members) : NULL;
}

static bool
insert(struct local_store *store, void *data, GError **error)
{
    const struct member *member = data;

    if (!statement_run(
            store,
            "INSERT INTO member (actor, login, name, role, \"right\", password,"
            " invitation, invited_until_us, failures, locked_until_us, is_disabled)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
            " ON CONFLICT DO NOTHING",
            error, "ttttittiiii", member->actor, member->login, member->name,
            member->role, (int64_t)member->right, member->password, member->invitation,
            member->invited_until_us, (int64_t)member->failures,
            member->locked_until_us, (int64_t)member->is_disabled))
        return false;
    if (statement_changed(store) == 1)
        return true;
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE,
                "somebody signs in with that name already: choose another");
    return false;
}

bool
staff_insert(struct local_store *store, const struct member *member, GError **error)
{
    return local_store_transact(store, insert, (void *)member, error);
}

static bool
insert_first(struct local_store *store, void *data, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store, "SELECT EXISTS (SELECT 1 FROM member)", error, "");

    if (row == NULL || statement_next(store, row, error) != 1)
        return false;
    if (sqlite3_column_int(row, 0) == 0)
        return insert(store, data, error);
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE,
                "somebody works here already");
    return false;
}

bool
staff_insert_first(struct local_store *store, const struct member *member,
                   GError **error)
{
    return local_store_transact(store, insert_first, (void *)member, error);
}

struct guess {
    const char *actor;
    bool is_right;
    int64_t now_us;
    bool is_locked;
};

static const char note_guess[] =
    "UPDATE member SET"
    " failures = CASE WHEN ?2 OR failures + 1 >= ?3 THEN 0 ELSE failures + 1 END,"
    " locked_until_us ="
    "  CASE WHEN NOT ?2 AND failures + 1 >= ?3 THEN ?4 ELSE locked_until_us END"
    " WHERE actor = ?1 RETURNING locked_until_us > ?5";

static bool
write_guess(struct local_store *store, void *data, GError **error)
{
    struct guess *guess = data;
    g_autoptr(statement) row =
        statement_bind(store, note_guess, error, "tiiii", guess->actor,
                       (int64_t)guess->is_right, (int64_t)STAFF_FAILURES_MAX,
                       guess->now_us + STAFF_LOCKED_SECONDS * SECOND_US, guess->now_us);
    int step;

    if (row == NULL || (step = statement_next(store, row, error)) < 0)
        return false;
    guess->is_locked = step == 1 && sqlite3_column_int(row, 0) != 0;
    return true;
}

bool
staff_note_guess(struct local_store *store, const char *actor, bool is_right,
                 int64_t now_us, bool *is_locked, GError **error)
{
    struct guess guess = {.actor = actor, .is_right = is_right, .now_us = now_us};

    if (!local_store_transact(store, write_guess, &guess, error))
        return false;
    *is_locked = guess.is_locked;
    return true;
}

static bool
check_changed(struct local_store *store, const char *words, GError **error)
{
    if (statement_changed(store) == 1)
        return true;
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND, "%s", words);
    return false;
}

bool
staff_invite(struct local_store *store, const char *actor, const char *invitation,
             int64_t until_us, GError **error)
{
    return statement_run(store,
                         "UPDATE member SET invitation = ?2, invited_until_us = ?3"
                         " WHERE actor = ?1",
                         error, "tti", actor, invitation, until_us) &&
           check_changed(store, "there is no such member of staff", error);
}

bool
staff_choose_password(struct local_store *store, const char *invitation,
                      const char *password, int64_t now_us, GError **error)
{
    return statement_run(store,
                         "UPDATE member SET password = ?2, invitation = NULL,"
                         " failures = 0, locked_until_us = 0"
                         " WHERE invitation = ?1 AND invited_until_us >= ?3"
                         " AND NOT is_disabled",
                         error, "tti", invitation, password, now_us) &&
           check_changed(store,
                         "this link has been used or is too old: ask an administrator "
                         "for another",
                         error);
}

/* Somebody has to be left who can let others in. */
static bool
check_administrator_left(struct local_store *store, GError **error)
{
    g_autoptr(statement) row =
        statement_bind(store,
                       "SELECT EXISTS (SELECT 1 FROM member WHERE \"right\" = ?1"
                       " AND password IS NOT NULL AND NOT is_disabled)",
                       error, "i", (int64_t)RIGHT_ADMINISTRATOR);

    if (row == NULL || statement_next(store, row, error) != 1)
        return false;
    if (sqlite3_column_int(row, 0) != 0)
        return true;
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE,
                "this is the last administrator who can sign in: make another first");
    return false;
}

struct change {
    const char *sql;
    const char *actor;
    int64_t number;
};

static bool
write_change(struct local_store *store, void *data, GError **error)
{
    const struct change *change = data;

    return statement_run(store, change->sql, error, "ti", change->actor,
                         change->number) &&
           check_changed(store, "there is no such member of staff", error) &&
           check_administrator_left(store, error);
}

bool
staff_set_right(struct local_store *store, const char *actor, enum right right,
                GError **error)
{
    struct change change = {"UPDATE member SET \"right\" = ?2 WHERE actor = ?1", actor,
                            right};

    return local_store_transact(store, write_change, &change, error);
}

bool
staff_set_disabled(struct local_store *store, const char *actor, bool is_disabled,
                   GError **error)
{
    struct change change = {"UPDATE member SET is_disabled = ?2 WHERE actor = ?1",
                            actor, is_disabled};

    return local_store_transact(store, write_change, &change, error);
}
