/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/handlers/readers.h"

#include "common/threads/deadline.h"
#include "common/threads/workers.h"

struct readers {
    struct exchange *exchange;
    struct queue *queue; /* struct piece */
    struct workers *workers;
};

struct piece {
    reader_function *function;
    void *data;
};

/* A request that a handler which may block is to answer. */
struct question {
    struct parked *parked;
    route_handler *handler;
};

static void
piece_run(void *context, void *state, void *item)
{
    const struct readers *readers = context;
    g_autofree struct piece *piece = item;

    (void)state;
    piece->function(readers->exchange, piece->data);
}

struct readers *
readers_start(struct exchange *exchange, unsigned threads, unsigned waiting_max,
              GError **error)
{
    struct readers *readers = g_new0(struct readers, 1);
    const struct work work = {.item = piece_run, .context = readers};

    readers->exchange = exchange;
    readers->queue = queue_new(waiting_max, NULL);
    readers->workers = workers_start("read", threads, &work, readers->queue, error);
    if (readers->workers != NULL)
        return readers;
    queue_free(readers->queue);
    g_free(readers);
    return NULL;
}

void
readers_stop(struct readers *readers)
{
    workers_stop(readers->workers);
    queue_free(readers->queue);
    g_free(readers);
}

bool
readers_run(struct readers *readers, reader_function *function, void *data)
{
    struct piece *piece = g_new(struct piece, 1);

    piece->function = function;
    piece->data = data;
    if (queue_push(readers->queue, piece))
        return true;
    g_free(piece);
    return false;
}

static void
question_answer(struct exchange *exchange, void *data)
{
    g_autofree struct question *question = data;
    g_autoptr(parked) parked = question->parked;
    struct response response = {0};
    GError *error = NULL;

    if (question->handler(exchange, parked_request(parked), &response, &error))
        parked_answer(parked, &response);
    else
        parked_refuse(parked, error);
}

void
readers_answer(struct readers *readers, const struct request *request,
               route_handler *handler)
{
    static const struct parking undisturbed = {.deadline_us = DEADLINE_NEVER};
    struct question *question = g_new(struct question, 1);
    g_autoptr(parked) refused = NULL;
    GError *error = NULL;

    question->parked = request_park(request, &undisturbed);
    question->handler = handler;
    if (readers_run(readers, question_answer, question))
        return;
    refused = question->parked;
    g_free(question);
    refusal_set(&error, REFUSAL_UNAVAILABLE, "too many requests wait now");
    parked_refuse(refused, error);
}
