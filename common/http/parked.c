/* SPDX-License-Identifier: Apache-2.0 */
#include "common/http/parked.h"

#include <string.h>

#include "common/documents/refusal.h"
#include "common/http/serving.h"
#include "common/threads/deadline.h"

struct parked *
parked_new(struct http_server *server, struct connection *connection,
           const char *target)
{
    struct parked *parked = g_new0(struct parked, 1);
    struct request *request = &parked->request;

    atomic_init(&parked->references, 1);
    parked->server = server_ref(server);
    parked->connection = connection;
    parked->started_us = monotonic_us();
    parked->link.data = parked;
    parked->target = g_strdup(target != NULL ? target : "");
    g_strlcpy(parked->address, connection->address, sizeof parked->address);
    uuid_new(&request->id);
    uuid_write(&request->id, request->id_text);
    request->method = parked->method;
    request->path = "";
    request->address = parked->address;
    if (connection->peer != NULL)
        request->peer = peer_ref(connection->peer);
    return parked;
}

struct parked *
parked_ref(struct parked *parked)
{
    atomic_fetch_add(&parked->references, 1);
    return parked;
}

void
parked_unref(struct parked *parked)
{
    struct request *request;

    if (parked == NULL || atomic_fetch_sub(&parked->references, 1) != 1)
        return;
    request = &parked->request;
    if (parked->parking.data_free != NULL)
        parked->parking.data_free(parked->parking.data);
    if (request->caller != NULL && parked->server->service.caller_free != NULL)
        parked->server->service.caller_free(request->caller);
    if (request->body != NULL)
        g_bytes_unref(request->body);
    peer_unref((struct peer *)request->peer);
    g_free(parked->body);
    g_free(request->value_space);
    g_free((void *)request->headers);
    g_free(parked->header_space);
    g_free(parked->target);
    g_free(parked->allow);
    g_clear_error(&parked->refusal);
    response_clear(&parked->response);
    server_unref(parked->server);
    g_free(parked);
}

struct parked *
request_park(const struct request *request, const struct parking *parking)
{
    struct parked *parked = (struct parked *)request;
    struct http_server *server = parked->server;

    g_assert(!parked->was_parked);
    parked->was_parked = true;
    parked->parking = *parking;
    parked_ref(parked);
    /* First of all: from the moment that it is in the list it may be resumed. */
    MHD_suspend_connection(parked->connection->mhd);
    pthread_mutex_lock(&server->mutex);
    parked->state = STATE_PARKED;
    g_queue_push_tail_link(&server->parked, &parked->link);
    if (parking->wake != NULL)
        timer_watch(server, parked);
    pthread_mutex_unlock(&server->mutex);
    metric_add(server->metrics, METRIC_PARKED, 0, 1);
    return parked;
}

const struct request *
parked_request(const struct parked *parked)
{
    return &parked->request;
}

bool
parked_is_answered(struct parked *parked)
{
    bool is_answered;

    pthread_mutex_lock(&parked->server->mutex);
    is_answered = parked->state == STATE_ANSWERED;
    pthread_mutex_unlock(&parked->server->mutex);
    return is_answered;
}

/* The connection is resumed under the lock, so that a stop, which waits for the list to
   become empty, cannot pull it away in between. */
static bool
answer(struct parked *parked, struct response *response, bool *was_woken)
{
    struct http_server *server = parked->server;
    bool is_first;

    pthread_mutex_lock(&server->mutex);
    is_first = parked->state == STATE_PARKED;
    if (is_first) {
        parked->state = STATE_ANSWERED;
        parked->response = *response;
        memset(response, 0, sizeof *response);
        *was_woken = parked->is_woken;
        parked->is_woken = true;
        g_queue_unlink(&server->parked, &parked->link);
        timer_unwatch(server, parked);
        MHD_resume_connection(parked->connection->mhd);
        metric_add(server->metrics, METRIC_PARKED, 0, -1);
    }
    pthread_mutex_unlock(&server->mutex);
    response_clear(response);
    return is_first;
}

bool
parked_answer(struct parked *parked, struct response *response)
{
    bool was_woken;

    return answer(parked, response, &was_woken);
}

void
parked_fill_refusal(struct parked *parked, struct response *response, GError *error)
{
    const struct http_service *service = &parked->server->service;

    response_clear(response);
    service->refuse(service->context, &parked->request, error, response);
    g_error_free(error);
}

bool
parked_refuse(struct parked *parked, GError *error)
{
    struct response response = {0};

    if (parked_is_answered(parked)) {
        g_error_free(error);
        return false;
    }
    parked_fill_refusal(parked, &response, error);
    return parked_answer(parked, &response);
}

void
parked_refuse_ourselves(struct parked *parked, GError *error)
{
    struct response response = {0};
    bool was_woken;

    parked_fill_refusal(parked, &response, error);
    response.close = true;
    if (answer(parked, &response, &was_woken) && !was_woken &&
        parked->parking.wake != NULL)
        parked->parking.wake(parked, PARKED_REFUSED, parked->parking.data);
}
