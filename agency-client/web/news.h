/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_NEWS_H
#define AGENCY_CLIENT_WEB_NEWS_H

/*
 * News: a counter that rises whenever what pages show may have changed, and the pages
 * that wait for it to rise.  Also how the line to the exchange was, last time.
 * Any thread.
 */

#include "common/http/routes.h"

#include <stdbool.h>
#include <stdint.h>

struct news;

struct news *news_new(void);
void news_free(struct news *news);

/* Something has changed; whoever waits is answered. */
void news_tell(struct news *news);

/* What the counter stands at. */
int64_t news_count(struct news *news);

/* How the exchange was reached: NULL when it was, else why not.  Tells, if it changed.
 */
void news_tell_line(struct news *news, const char *why);

/*
 * GET /api/news?after=N: answers at once when the counter is not N, else once it rises,
 * or after wait_ms, at most half a minute.
 */
bool news_answer(struct news *news, const struct request *request, int64_t wait_ms,
                 struct response *response, GError **error);

#endif
