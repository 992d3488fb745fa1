/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/sending.h"

#include "agency-client/office/dispatch.h"
#include "agency-client/office/follow.h"
#include "agency-client/web/names.h"
#include "agency-client/web/news.h"

void
sending_try(const struct call *call)
{
    g_auto(dispatch_report_auto) dispatch = {0};
    g_autoptr(GError) reason = NULL;
    g_autofree char *why = NULL;
    bool is_unreachable = false;

    if (dispatch_run(call->office, &dispatch, &reason) && !dispatch.is_unreachable &&
        !follow_run(call->office, &is_unreachable, &why, &reason))
        is_unreachable = false; /* our own side has failed: the next round says how */
    if (dispatch.is_unreachable || is_unreachable)
        news_tell_line(call->web->news, is_unreachable ? why : dispatch.why);
    names_refresh(call->web->names);
    news_tell(call->web->news);
}
