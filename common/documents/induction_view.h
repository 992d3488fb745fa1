/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inductions as a member sees them: sessions, places, the circuit, and the figures
 * that a manager is asked for.  Pure; any thread.
 */
#ifndef DOCUMENTS_INDUCTION_VIEW_H
#define DOCUMENTS_INDUCTION_VIEW_H

#include "common/autoptr.h"
#include "common/documents/circuit.h"
#include "common/documents/induction_session.h"
#include "common/documents/mailbox_view.h"

struct session_view {
    struct uuid session;
    const char *host;
    enum induction_programme programme;
    const char *title;
    int64_t starts_us;
    int minutes;
    int places;
    int taken;
    int waiting;
    bool has_waiting_list;
    enum induction_mode mode;
    const char **roles;
    size_t role_count;
    bool is_cancelled;
    bool is_test;
};

struct place_view {
    struct uuid session;
    struct uuid booking;
    const char *agency;
    const char *starter;
    const char *role;
    int32_t started_on;
    enum place_state state;
    int position; /* on the waiting list, from 1; -1 for one that does not wait */
};

struct meeting_view {
    const char *host;
    enum meeting_state state;
    int32_t on; /* DATE_NONE when absent */
};

struct starter_view {
    const char *agency;
    const char *starter;
    const char *role;
    enum induction_programme programme;
    int32_t started_on;
    int32_t due_on;
    int32_t done_on;               /* DATE_NONE when absent */
    struct meeting_view *meetings; /* of another agency's: with the reader alone */
    size_t meeting_count;
};

/* Whose figures: of the reader's own staff, or of all whom it meets as a host. */
enum figures_scope { FIGURES_AGENCY, FIGURES_HOST, FIGURES_SCOPES };
extern const char *const figures_scope_names[];

struct figures_view {
    enum figures_scope scope;
    struct circuit_figures figures;
};

struct induction_view {
    const char *agency; /* the reader */
    int32_t as_of;
    struct session_view *sessions;
    size_t session_count;
    struct place_view *places;
    size_t place_count;
    struct starter_view *starters;
    size_t starter_count;
    struct figures_view figures[FIGURES_SCOPES];
    struct tree *tree; /* of a view that was read; NULL in one to be written */
};

GBytes *induction_view_write(const struct induction_view *view);

/* Reads one back, strictly; strings live as long as the view. */
G_GNUC_WARN_UNUSED_RESULT
struct induction_view *induction_view_read(GBytes *bytes, GError **error);

/* Frees one that was read. */
void induction_view_free(struct induction_view *view);
DEFINE_AUTOPTR(induction_view, induction_view_free)

#endif
