/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routes: the API of the exchange on one page.  Immutable.
 */
#ifndef EXCHANGE_ROUTES_H
#define EXCHANGE_ROUTES_H

#include "common/http/server.h"

/* The two listeners' services, with their routes and gates; context is yet to be set.
 */
extern const struct http_service service_api;
extern const struct http_service service_admin;

#endif
