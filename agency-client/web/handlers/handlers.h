/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_HANDLERS_H
#define AGENCY_CLIENT_WEB_HANDLERS_H

/*
 * What answers the pages, one function an operation; the table in operations.c says
 * which path each is for and who may.  What comes back is XML, as --xml prints it.
 */

#include "agency-client/web/desk.h"

/* On the listener's threads: they do not block. */
bool page_get(void *context, const struct request *request, struct response *response,
              GError **error);
bool charts_page_get(void *context, const struct request *request,
                     struct response *response, GError **error);
bool asset_get(void *context, const struct request *request, struct response *response,
               GError **error);
bool news_get(void *context, const struct request *request, struct response *response,
              GError **error);

/* At a desk. */
bool session_get(const struct call *call, struct response *response, GError **error);
bool session_open(const struct call *call, struct response *response, GError **error);
bool session_close(const struct call *call, struct response *response, GError **error);
bool welcome_post(const struct call *call, struct response *response, GError **error);
bool codes_get(const struct call *call, struct response *response, GError **error);
bool labels_get(const struct call *call, struct response *response, GError **error);
bool inbox_get(const struct call *call, struct response *response, GError **error);
bool inbox_search(const struct call *call, struct response *response, GError **error);
bool new_get(const struct call *call, struct response *response, GError **error);
bool matter_get(const struct call *call, struct response *response, GError **error);
bool outbox_post(const struct call *call, struct response *response, GError **error);
bool statistics_get(const struct call *call, struct response *response, GError **error);
bool statistics_csv(const struct call *call, struct response *response, GError **error);
bool referral_get(const struct call *call, struct response *response, GError **error);
bool step_post(const struct call *call, struct response *response, GError **error);
bool matter_step_post(const struct call *call, struct response *response,
                      GError **error);
bool staff_get(const struct call *call, struct response *response, GError **error);
bool staff_post(const struct call *call, struct response *response, GError **error);
bool staff_change(const struct call *call, struct response *response, GError **error);
bool drafts_get(const struct call *call, struct response *response, GError **error);
bool draft_get(const struct call *call, struct response *response, GError **error);
bool draft_post(const struct call *call, struct response *response, GError **error);
bool enquiry_convert(const struct call *call, struct response *response,
                     GError **error);
bool draft_save(const struct call *call, struct response *response, GError **error);
bool draft_delete(const struct call *call, struct response *response, GError **error);
bool draft_check(const struct call *call, struct response *response, GError **error);
bool draft_send(const struct call *call, struct response *response, GError **error);
bool referrer_get(const struct call *call, struct response *response, GError **error);
bool sent_get(const struct call *call, struct response *response, GError **error);
bool agencies_get(const struct call *call, struct response *response, GError **error);
bool areas_get(const struct call *call, struct response *response, GError **error);
bool find_post(const struct call *call, struct response *response, GError **error);
bool activity_get(const struct call *call, struct response *response, GError **error);

#endif
