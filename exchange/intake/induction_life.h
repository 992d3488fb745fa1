/* SPDX-License-Identifier: Apache-2.0 */
/* What documents do to the places of a session, for the families whose documents do. */
#ifndef INTAKE_INDUCTION_LIFE_H
#define INTAKE_INDUCTION_LIFE_H

#include "exchange/intake/notices.h"
#include "exchange/store/induction_sessions.h"

/* The session in which a booking holds places; NULL when there is none. */
const struct session_record *session_find_booking(const struct ledger *ledger,
                                                  const struct uuid *booking);

/* The same for writing, which counts as changed by this entry. */
struct session_record *session_change_booking(struct ledger *ledger,
                                              const struct uuid *booking,
                                              const struct log_entry *entry);

/* The place of a starter in a booking; NULL when there is none. */
struct place_record *session_find_place(const struct session_record *session,
                                        const struct uuid *booking,
                                        const char *starter);

/* Whether the place is held or waited for: it can be given back. */
bool place_is_held(const struct place_record *place);

/* The place is in another state from this entry on. */
void place_change(struct place_record *place, enum place_state state,
                  const struct log_entry *entry);

/* Gives back whatever is held: of one booking, or with NULL of all. */
void session_release(struct session_record *session, const struct uuid *booking,
                     const struct log_entry *entry);

/* Moves up who waits, as far as there is room. */
void session_settle(struct session_record *session, const struct log_entry *entry);

/* Tells the agencies of whom this entry moved up, or whose session it called off, each
 * booking once. */
void session_announce(const struct session_record *session,
                      const struct log_entry *entry, GArray *announcements);

#endif
