/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/documents/refusal.h"
#include "common/http/server.h"
#include "common/log/log.h"
#include "common/threads/deadline.h"
#include "common/threads/workers.h"

enum { CLIENTS = 4, REQUESTS = 150, ANSWERERS = 3 };

struct fixture {
    struct queue *queue; /* struct parked, each of them once for every answerer */
    atomic_uint answers; /* that were the first */
    atomic_uint woken;
    atomic_uint data_freed;
    int64_t deadline_us;
    struct http_server *server;
};

static void
wake(struct parked *parked, enum parked_event event, void *data)
{
    struct fixture *fixture = data;
    struct response response = {0};

    (void)event;
    atomic_fetch_add(&fixture->woken, 1);
    response_text(&response, 200, "text/plain", "ok");
    if (parked_answer(parked, &response))
        atomic_fetch_add(&fixture->answers, 1);
}

static void
count_free(void *data)
{
    struct fixture *fixture = data;

    atomic_fetch_add(&fixture->data_freed, 1);
}

static bool
handle(void *context, const struct request *request, struct response *response,
       GError **error)
{
    struct fixture *fixture = context;
    const struct parking parking = {wake, fixture->deadline_us, fixture, count_free};
    struct parked *parked = request_park(request, &parking);

    (void)response;
    (void)error;
    for (int i = 0; i < ANSWERERS; i++)
        g_assert_true(queue_push(fixture->queue, parked_ref(parked)));
    parked_unref(parked);
    return true;
}

static void
refuse(void *context, const struct request *request, const GError *error,
       struct response *response)
{
    (void)context;
    (void)request;
    response_text(response, refusals[error->code].status, "text/plain", "ok");
}

static const struct route routes[] = {{"GET", "/", handle, NULL, NULL}};

static void
start(struct fixture *fixture, int64_t deadline_us)
{
    const struct http_service service = {.name = "test",
                                         .routes = routes,
                                         .route_count = 1,
                                         .context = fixture,
                                         .refuse = refuse};
    struct http_limits limits = http_limits_default;
    GError *error = NULL;

    memset(fixture, 0, sizeof *fixture);
    limits.drain_ms = 200;
    fixture->deadline_us = deadline_us;
    fixture->queue =
        queue_new(CLIENTS * REQUESTS * ANSWERERS, (GDestroyNotify)parked_unref);
    fixture->server =
        http_server_start(&service, "127.0.0.1:0", NULL, &limits, NULL, &error);
    g_assert_no_error(error);
}

static int
dial(const struct fixture *fixture)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_port = htons((uint16_t)http_server_port(fixture->server));
    g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    return fd;
}

static void
ask(int fd)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    g_assert_cmpint(send(fd, request, sizeof request - 1, MSG_NOSIGNAL), ==,
                    sizeof request - 1);
}

/* Reads one answer, whose body is "ok"; its status. */
static int
answer_status(int fd)
{
    char text[1024];
    size_t length = 0;

    do {
        const ssize_t count = recv(fd, text + length, sizeof text - 1 - length, 0);

        g_assert_cmpint(count, >, 0);
        length += (size_t)count;
        text[length] = '\0';
    } while (!g_str_has_suffix(text, "\r\n\r\nok"));
    g_assert_true(g_str_has_prefix(text, "HTTP/1.1 "));
    return (int)g_ascii_strtoll(text + 9, NULL, 10);
}

static void *
run_client(void *data)
{
    const int fd = dial(data);

    for (int i = 0; i < REQUESTS; i++) {
        ask(fd);
        g_assert_cmpint(answer_status(fd), >=, 200);
    }
    close(fd);
    return NULL;
}

/* Every other one as a refusal. */
static void
answer_one(void *context, void *state, void *item)
{
    struct fixture *fixture = context;
    struct parked *parked = item;
    struct response response = {0};
    bool is_first;

    (void)state;
    if (parked_request(parked)->id.bytes[0] % 2 == 0) {
        response_text(&response, 200, "text/plain", "ok");
        is_first = parked_answer(parked, &response);
    } else {
        is_first = parked_refuse(
            parked, g_error_new_literal(REFUSAL_ERROR, REFUSAL_UNAVAILABLE, "later"));
    }
    g_assert_true(parked_is_answered(parked));
    if (is_first)
        atomic_fetch_add(&fixture->answers, 1);
    parked_unref(parked);
}

static void
of_many_answers_exactly_one_is_sent(void)
{
    struct fixture fixture;
    const struct work work = {NULL, answer_one, NULL, &fixture};
    g_autoptr(GError) error = NULL;
    pthread_t clients[CLIENTS];
    struct workers *workers;

    start(&fixture, DEADLINE_NEVER);
    workers = workers_start("answerer", ANSWERERS, &work, fixture.queue, &error);
    g_assert_no_error(error);
    for (int i = 0; i < CLIENTS; i++)
        pthread_create(&clients[i], NULL, run_client, &fixture);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i], NULL);
    http_server_stop(fixture.server);
    workers_stop(workers);
    queue_free(fixture.queue);
    g_assert_cmpuint(fixture.answers, ==, CLIENTS * REQUESTS);
    g_assert_cmpuint(fixture.data_freed, ==, CLIENTS * REQUESTS);
}

static void
an_answer_after_its_deadline_comes_too_late(void)
{
    struct fixture fixture;
    struct parked *parked;
    struct response late = {0};
    int fd;

    start(&fixture, 0);
    fd = dial(&fixture);
    ask(fd);
    g_assert_cmpint(answer_status(fd), ==, 200);
    g_assert_cmpuint(fixture.woken, ==, 1);
    parked = queue_pop(fixture.queue, DEADLINE_NEVER);
    response_text(&late, 200, "text/plain", "late");
    g_assert_false(parked_answer(parked, &late));
    g_assert_null(late.body);
    parked_unref(parked);
    close(fd);
    http_server_stop(fixture.server);
    queue_free(fixture.queue);
    g_assert_cmpuint(fixture.data_freed, ==, 1);
}

static void *
stop(void *data)
{
    struct fixture *fixture = data;

    http_server_stop(fixture->server);
    return NULL;
}

static void
an_answer_after_the_stop_harms_nobody(void)
{
    struct fixture fixture;
    struct response late = {0};
    struct parked *parked;
    pthread_t stopper;
    int fd;

    start(&fixture, DEADLINE_NEVER);
    fd = dial(&fixture);
    ask(fd);
    parked = queue_pop(fixture.queue, DEADLINE_NEVER);
    pthread_create(&stopper, NULL, stop, &fixture);
    g_assert_cmpint(answer_status(fd), ==, 200); /* by wake() */
    pthread_join(stopper, NULL);
    g_assert_cmpstr(parked_request(parked)->path, ==, "/");
    g_assert_cmpstr(request_header(parked_request(parked), "host"), ==, "localhost");
    response_text(&late, 200, "text/plain", "late");
    g_assert_false(parked_answer(parked, &late));
    g_assert_false(parked_refuse(
        parked, g_error_new_literal(REFUSAL_ERROR, REFUSAL_INTERNAL, "late")));
    parked_unref(parked);
    close(fd);
    queue_free(fixture.queue);
    g_assert_cmpuint(fixture.data_freed, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_WARNING);
    g_test_add_func("/parked/of-many-answers-exactly-one-is-sent",
                    of_many_answers_exactly_one_is_sent);
    g_test_add_func("/parked/an-answer-after-its-deadline-comes-too-late",
                    an_answer_after_its_deadline_comes_too_late);
    g_test_add_func("/parked/an-answer-after-the-stop-harms-nobody",
                    an_answer_after_the_stop_harms_nobody);
    return g_test_run();
}
