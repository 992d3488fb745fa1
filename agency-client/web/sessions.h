/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_SESSIONS_H
#define AGENCY_CLIENT_WEB_SESSIONS_H

/*
 * Who is signed in.  Sessions live in memory alone: a restart signs everybody out.
 * Any thread.
 */

#include "agency-client/local_store/staff.h"
#include "agency-client/web/password.h"
#include "common/autoptr.h"

#include <stdbool.h>
#include <stdint.h>

#define SESSION_IDLE_SECONDS  (30 * 60)
#define SESSION_WHOLE_SECONDS (12 * 60 * 60)
#define SESSION_SECONDS_MAX   (24 * 60 * 60)
#define SESSIONS_MAX          1000

/* How long a session lasts, as the agency decides: 1 to SESSION_SECONDS_MAX each. */
struct session_lengths {
    int idle_seconds;  /* after its last use */
    int whole_seconds; /* however it is used */
};

/* What a request carries of its session: a copy, so that it outlives a sign-out. */
struct session {
    char token[TOKEN_CHARS]; /* of the cookie */
    char form[TOKEN_CHARS];  /* what every change must show besides: against CSRF */
    char *actor;
    char *name;
    char *role;
    enum right right;
    int64_t ends_us; /* unless it is used before that */
};

void session_free(struct session *session);
DEFINE_AUTOPTR(session, session_free)

struct sessions;

struct sessions *sessions_new(struct session_lengths lengths);
void sessions_free(struct sessions *sessions);
DEFINE_AUTOPTR(sessions, sessions_free)

/* Signs a member in; the caller frees the copy.  The longest idle makes room. */
struct session *sessions_open(struct sessions *sessions, const struct member *member,
                              int64_t now_us);

/*
 * The session of a cookie's token, which counts as used now; NULL when it is unknown
 * or has expired.  is_used false: only looks, for what pages ask by themselves.
 */
struct session *sessions_find(struct sessions *sessions, const char *token,
                              bool is_used, int64_t now_us);

void sessions_close(struct sessions *sessions, const char *token);

/* Signs a member out everywhere: disabled, or with another password or right. */
void sessions_close_actor(struct sessions *sessions, const char *actor);

#endif
