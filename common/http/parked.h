/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parked requests: a handler puts its request aside, and any thread answers it later,
 * exactly once.  The first answer wins; a later one is dropped.  Any thread.
 */
#ifndef HTTP_PARKED_H
#define HTTP_PARKED_H

#include "common/autoptr.h"
#include "common/http/request.h"
#include "common/http/response.h"

struct parked;

/* Why the server wants a parked request answered now. */
enum parked_event {
    PARKED_EXPIRED,  /* deadline_us has come */
    PARKED_GONE,     /* the client has gone; whatever is answered is thrown away */
    PARKED_STOPPING, /* the server stops */
    PARKED_REFUSED, /* the server has answered itself: the peer may no longer be served,
                       or the stop could wait no longer */
};

struct parking {
    /*
     * Called at most once, in the server's timer thread (so it must not block) or in
     * that of http_server_recheck() or _stop(), and only while no handler's answer is
     * known; it may still meet one given at the same time.  It need not answer itself,
     * but must see to it that somebody does soon.  NULL: work in progress that finishes
     * by itself and is never disturbed.
     */
    void (*wake)(struct parked *parked, enum parked_event event, void *data);
    int64_t deadline_us; /* see deadline_in_ms(); DEADLINE_NEVER for none */
    void *data;
    GDestroyNotify data_free; /* after the last reference is gone; may be NULL */
};

/*
 * Parks the request that a handler was called with; only from within that call, which
 * must then return true and leave its response alone.  The caller owns the reference
 * returned and gives it up through parked_unref().  The answer may come at once, even
 * before the handler has returned.
 */
G_GNUC_WARN_UNUSED_RESULT
struct parked *request_park(const struct request *request,
                            const struct parking *parking);

/* The request, which lives as long as the reference. */
const struct request *parked_request(const struct parked *parked);

/* True once an answer was given (by anybody, also a refusal by the server itself). */
bool parked_is_answered(struct parked *parked);

/*
 * Answers.  The response's content moves away in either case; false when an answer
 * had been given already.
 */
bool parked_answer(struct parked *parked, struct response *response);

/* Answers with a refusal, as a handler that returns false with *error; frees error. */
bool parked_refuse(struct parked *parked, GError *error);

struct parked *parked_ref(struct parked *parked);
void parked_unref(struct parked *parked);

DEFINE_AUTOPTR(parked, parked_unref)

#endif
