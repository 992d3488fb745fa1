/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_SHEETS_H
#define AGENCY_CLIENT_OFFICE_SHEETS_H

/*
 * Documents laid on the table: verified, opened as far as they can be, in the
 * exchange's order.  What cannot be shown lies there too, and says why.
 */

#include "agency-client/office/letter.h"
#include "agency-client/office/office.h"
#include "common/documents/labels.h"

/* One document on the table. */
struct sheet {
    int64_t sequence; /* 0: not at the exchange yet */
    char *id;
    char *state; /* what is unusual about it, or NULL */
    struct letter *letter;
    char *problem; /* why it cannot be shown; NULL when it can */
};

/* An empty table, of struct sheet *. */
GPtrArray *sheets_new(void);

/* Adds everything said in a leg or matter. */
G_GNUC_WARN_UNUSED_RESULT
bool sheets_add_thread(struct office *office, const char *thread, GPtrArray *sheets,
                       GError **error);

/* Adds one document. */
G_GNUC_WARN_UNUSED_RESULT
bool sheets_add_document(struct office *office, const char *id, GPtrArray *sheets,
                         GError **error);

/*
 * How the client may safely be contacted and what is dangerous, to be read first; only
 * the details of a referral (or their release) say so.  NULL when there is nothing.
 */
char **sheet_warnings(const struct sheet *sheet, const struct labels *labels);

/* Appends them as XML, for programs and pages: a <letter> each. */
void sheets_write(GString *xml, const GPtrArray *sheets);

#endif
