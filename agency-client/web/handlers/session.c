/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in and out, and choosing a password by a one-time link. */
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/news.h"
#include "common/documents/refusal.h"
#include "common/documents/timestamp.h"

#define LOGIN_BYTES  64
#define NAME_BYTES   200
#define COOKIE_FLAGS "Path=/; HttpOnly; SameSite=Strict"

static void
answer_session(const struct call *call, const struct session *session,
               struct response *response)
{
    const struct session_lengths *lengths = &call->web->options->sessions;
    const struct address_book *book = office_book_if_any(call->office);
    const char *agency = office_agency(call->office);
    const struct registration *own =
        book != NULL ? address_book_find(book, agency) : NULL;
    GString *xml = xml_begin("session");

    g_string_append(xml, "<who");
    xml_attribute(xml, "agency", agency);
    xml_attribute(xml, "agencyName", own != NULL ? own->name : NULL);
    if (session != NULL) {
        xml_attribute(xml, "actor", session->actor);
        xml_attribute(xml, "name", session->name);
        xml_attribute(xml, "role", session->role);
        xml_attribute(xml, "right", right_names[session->right]);
        xml_attribute(xml, "form", session->form);
        /* What is read after this need not be read again unless the counter rises. */
        xml_number(xml, "news", news_count(call->web->news));
        xml_number(xml, "idleSeconds", lengths->idle_seconds);
        xml_number(xml, "wholeSeconds", lengths->whole_seconds);
    }
    g_string_append(xml, "/>\n");
    answer_xml(response, xml, "session");
}

/* GET /api/session: who is signed in, if anybody. */
bool
session_get(const struct call *call, struct response *response, GError **error)
{
    (void)error;
    answer_session(call, call->session, response);
    return true;
}

/* session: NULL ends the one that there was. */
static void
set_cookie(const struct call *call, const struct session *session,
           struct response *response)
{
    response_header(response, "Set-Cookie", "%s=%s; %s%s%s", call->web->cookie,
                    session != NULL ? session->token : "", COOKIE_FLAGS,
                    session == NULL ? "; Max-Age=0" : "",
                    call->web->options->certificate != NULL ? "; Secure" : "");
}

static bool
begin_session(const struct call *call, const struct member *member,
              struct response *response, GError **error)
{
    g_autoptr(session) session = NULL;

    if (!note_activity(call, member->actor, "signed in", NULL, error))
        return false;
    session = sessions_open(call->web->sessions, member, office_now(call->office));
    answer_session(call, session, response);
    set_cookie(call, session, response);
    return true;
}

/* Whoever guesses waits; whoever signs in is no longer suspected. */
static bool
note_guess(const struct call *call, const struct member *member, bool is_right,
           GError **error)
{
    bool is_locked;

    if (!staff_note_guess(call->office->store, member->actor, is_right,
                          office_now(call->office), &is_locked, error))
        return false;
    return !is_locked ||
           note_activity(call, member->actor, "was locked out", NULL, error);
}

/* POST /api/session: signs in.  A stranger and a wrong password look alike. */
bool
session_open(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GHashTable) form = form_read(call, error);
    g_autoptr(member) member = NULL;
    const char *login;
    const char *password;
    bool may_try;
    bool is_right;

    if (form == NULL ||
        (login = form_find(form, "login", LOGIN_BYTES, error)) == NULL ||
        (password = form_find(form, "password", PASSWORD_MAX_BYTES, error)) == NULL)
        return false;
    member = staff_find_login(call->office->store, login, NULL);
    may_try = member != NULL && !member->is_disabled &&
              member->locked_until_us <= office_now(call->office);
    is_right = password_check(password, may_try ? member->password : NULL) && may_try;
    if (may_try && !note_guess(call, member, is_right, error))
        return false;
    if (is_right)
        return begin_session(call, member, response, error);
    return refusal_set(error, REFUSAL_SIGN_IN,
                       "the name or the password is not right; after %d wrong "
                       "passwords a name is locked for %d minutes",
                       STAFF_FAILURES_MAX, STAFF_LOCKED_SECONDS / 60);
}

/* POST /api/session/close: signs out. */
bool
session_close(const struct call *call, struct response *response, GError **error)
{
    sessions_close(call->web->sessions, call->session->token);
    answer_session(call, NULL, response);
    set_cookie(call, NULL, response);
    return note_activity(call, call->session->actor, "signed out", NULL, error);
}

static char *
choose_password(GHashTable *form, GError **error)
{
    const char *password = form_find(form, "password", PASSWORD_MAX_BYTES, error);
    char *hash = password != NULL ? password_hash(password) : NULL;

    if (password != NULL && hash == NULL)
        refusal_set(error, REFUSAL_RULE, "password: take at least %d characters",
                    PASSWORD_MIN_CHARS);
    return hash;
}

/* The first administrator's token, which is_taken uses up, whoever comes first. */
static bool
find_first_token(struct web *web, const char *token, bool is_taken)
{
    bool is_first;

    pthread_mutex_lock(&web->mutex);
    is_first = web->first_token != NULL && token_is_equal(token, web->first_token);
    if (is_first && is_taken)
        g_clear_pointer(&web->first_token, g_free);
    pthread_mutex_unlock(&web->mutex);
    return is_first;
}

static bool
welcome_first(const struct call *call, GHashTable *form, const char *token,
              struct response *response, GError **error)
{
    const char *login = form_find(form, "login", LOGIN_BYTES, error);
    const char *name =
        login != NULL ? form_find(form, "name", NAME_BYTES, error) : NULL;
    g_autofree char *hash = name != NULL ? choose_password(form, error) : NULL;
    g_autoptr(member) member = NULL;

    if (hash == NULL)
        return false;
    if (!find_first_token(call->web, token, true))
        return refusal_set(error, REFUSAL_SIGN_IN, "this link has been used");
    member = g_new0(struct member, 1);
    member->actor = staff_new_actor();
    member->login = g_strdup(login);
    member->name = g_strdup(name);
    member->role = g_strdup("administrator");
    member->right = RIGHT_ADMINISTRATOR;
    member->password = g_steal_pointer(&hash);
    return staff_insert_first(call->office->store, member, error) &&
           begin_session(call, member, response, error);
}

static bool
welcome_invited(const struct call *call, GHashTable *form, const char *token,
                struct response *response, GError **error)
{
    struct local_store *store = call->office->store;
    g_autofree char *digest = token_digest(token);
    g_autoptr(member) member = staff_find_invitation(store, digest, NULL);
    g_autofree char *hash = NULL;

    if (member == NULL)
        return refusal_set(error, REFUSAL_SIGN_IN,
                           "this link has been used or is too old: ask an "
                           "administrator for another");
    hash = choose_password(form, error);
    if (hash == NULL ||
        !staff_choose_password(store, digest, hash, office_now(call->office), error))
        return false;
    sessions_close_actor(call->web->sessions, member->actor);
    return begin_session(call, member, response, error);
}

/* POST /api/welcome: whoever has the link chooses a password and is signed in. */
bool
welcome_post(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GHashTable) form = form_read(call, error);
    const char *token =
        form != NULL ? form_find(form, "token", TOKEN_CHARS, error) : NULL;

    if (token == NULL)
        return false;
    return find_first_token(call->web, token, false)
               ? welcome_first(call, form, token, response, error)
               : welcome_invited(call, form, token, response, error);
}
