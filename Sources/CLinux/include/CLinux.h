/// What Swift's Glibc module does not bring along.
#ifndef DOMOVOY_CLINUX_H
#define DOMOVOY_CLINUX_H

#include <sys/socket.h>
#include <sys/timex.h>
#include <stdbool.h>
#include <time.h>

/// Whether the kernel calls the wall clock synchronised: `adjtimex(2)`, asked without changing anything. False also
/// where the call is forbidden.
static inline bool domovoy_clock_is_synchronised(void) {
    struct timex status = { .modes = 0 };
    const int state = adjtimex(&status);
    return state >= 0 && state != TIME_ERROR && (status.status & STA_UNSYNC) == 0;
}

/// Reads a time written in exactly this format of strftime(3), in UTC; -1 for anything else, a day that no calendar has
/// and a time before 1970 included.
time_t domovoy_utc_time(const char *text, const char *format);

#endif
