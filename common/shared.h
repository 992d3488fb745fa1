/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structs that threads share, counted by GLib (g_atomic_rc_box).  GLib is not built for
 * ThreadSanitizer, which therefore cannot see that whoever drops the last reference
 * comes after all who dropped theirs before: it is told here.
 */
#ifndef COMMON_SHARED_H
#define COMMON_SHARED_H

#include <glib.h>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#define SHARED_LEAVE(box) __tsan_release(box)
#define SHARED_LAST(box)  __tsan_acquire(box)
#else
#define SHARED_LEAVE(box) ((void)(box))
#define SHARED_LAST(box)  ((void)(box))
#endif

/* Drops a reference; the last one clears, and clear() begins with SHARED_LAST(). */
static inline void
shared_release(void *box, GDestroyNotify clear)
{
    SHARED_LEAVE(box);
    g_atomic_rc_box_release_full(box, clear);
}

#endif
