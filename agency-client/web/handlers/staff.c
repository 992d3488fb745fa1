/* SPDX-License-Identifier: Apache-2.0 */
/* Who works here and may sign in; and who did what with which record. */
#include "agency-client/local_store/activity.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/invitation.h"
#include "common/documents/names.h"
#include "common/documents/refusal.h"

#include <string.h>

#define FIELD_BYTES  200
#define ACTIVITY_MAX 500

/* GET /api/staff */
bool
staff_get(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GPtrArray) members = staff_list(call->office->store, error);
    int64_t now_us = office_now(call->office);
    GString *xml;

    if (members == NULL)
        return false;
    xml = xml_begin("staff");
    for (unsigned i = 0; i < members->len; i++) {
        const struct member *member = members->pdata[i];

        g_string_append(xml, "<member");
        xml_attribute(xml, "actor", member->actor);
        xml_attribute(xml, "login", member->login);
        xml_attribute(xml, "name", member->name);
        xml_attribute(xml, "role", member->role);
        xml_attribute(xml, "right", right_names[member->right]);
        xml_boolean(xml, "disabled", member->is_disabled);
        xml_boolean(xml, "locked", member->locked_until_us > now_us);
        xml_boolean(xml, "invited", member->invitation != NULL);
        g_string_append(xml, "/>\n");
    }
    answer_xml(response, xml, "staff");
    return true;
}

/* A new one-time link, which only the administrator sees, once. */
static bool
invite(const struct call *call, const char *actor, struct response *response,
       GError **error)
{
    g_autofree char *path =
        invitation_make(call->office->store, actor, office_now(call->office), error);
    GString *xml;

    if (path == NULL)
        return false;
    xml = xml_begin("invitation");
    g_string_append(xml, "<link");
    xml_attribute(xml, "path", path);
    xml_number(xml, "hours", INVITATION_HOURS);
    g_string_append(xml, "/>\n");
    answer_xml(response, xml, "invitation");
    return true;
}

static bool
read_right(GHashTable *form, enum right *right, GError **error)
{
    const char *name = form_find(form, "right", FIELD_BYTES, error);
    int index = name != NULL ? name_index(right_names, name) : -1;

    if (name != NULL && index < 0)
        return refusal_set(error, REFUSAL_RULE, "right: choose one of the list");
    *right = (enum right)MAX(index, 0);
    return name != NULL;
}

/* POST /api/staff: adds somebody, and answers with the link to give to them. */
bool
staff_post(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GHashTable) form = form_read(call, error);
    g_autoptr(member) member = g_new0(struct member, 1);
    char **const fields[] = {&member->login, &member->name, &member->role};
    static const char *const names[] = {"login", "name", "role"};

    if (form == NULL || !read_right(form, &member->right, error))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = form_find(form, names[i], FIELD_BYTES, error);

        if (value == NULL)
            return false;
        *fields[i] = g_strdup(value);
    }
    if (labels_find_code(call->web->labels, "role", member->role) == NULL)
        return refusal_set(error, REFUSAL_RULE, "role: choose one of the list");
    member->actor = staff_new_actor();
    return staff_insert(call->office->store, member, error) &&
           invite(call, member->actor, response, error) &&
           note_activity(call, call->session->actor, "added staff", member->actor,
                         error);
}

/* What is changed takes effect at once: whoever is signed in signs in anew. */
static bool
change_member(const struct call *call, const char *actor, GHashTable *form,
              struct response *response, GError **error)
{
    struct local_store *store = call->office->store;
    const char *action = form_find(form, "action", FIELD_BYTES, error);
    enum right right = RIGHT_CASEWORKER;

    if (action == NULL)
        return false;
    if (g_str_equal(action, "invite"))
        return invite(call, actor, response, error);
    if (g_str_equal(action, "right")) {
        if (!read_right(form, &right, error) ||
            !staff_set_right(store, actor, right, error))
            return false;
    } else if (g_str_equal(action, "disable") || g_str_equal(action, "enable")) {
        if (!staff_set_disabled(store, actor, g_str_equal(action, "disable"), error))
            return false;
    } else {
        return refusal_set(error, REFUSAL_RULE, "action: there is no such change");
    }
    sessions_close_actor(call->web->sessions, actor);
    answer_xml(response, xml_begin("changed"), "changed");
    return true;
}

/* POST /api/staff/{actor}: action=disable|enable|invite|right. */
bool
staff_change(const struct call *call, struct response *response, GError **error)
{
    const char *actor = call->request->values[0];
    g_autoptr(GHashTable) form = form_read(call, error);

    return form != NULL && change_member(call, actor, form, response, error) &&
           note_activity(call, call->session->actor, "changed staff", actor, error);
}

/* What was done; of a step its name apart, which the schema has words for. */
static void
append_action(GString *xml, const char *action)
{
    if (g_str_has_prefix(action, ACTIVITY_WROTE)) {
        xml_attribute(xml, "action", "wrote");
        xml_attribute(xml, "step", action + strlen(ACTIVITY_WROTE));
    } else {
        xml_attribute(xml, "action", action);
    }
}

/* GET /api/activity: the newest first. */
bool
activity_get(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GPtrArray) list =
        activity_list(call->office->store, request_query(call->request, "record"),
                      ACTIVITY_MAX, error);
    GString *xml;

    if (list == NULL)
        return false;
    xml = xml_begin("activities");
    for (unsigned i = 0; i < list->len; i++) {
        const struct activity *activity = list->pdata[i];

        g_string_append(xml, "<activity");
        xml_time(xml, "at", activity->at_us);
        xml_attribute(xml, "actor", activity->actor);
        xml_attribute(xml, "name", activity->name);
        append_action(xml, activity->action);
        xml_attribute(xml, "record", activity->record);
        g_string_append(xml, "/>\n");
    }
    answer_xml(response, xml, "activities");
    return true;
}
