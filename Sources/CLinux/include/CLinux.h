/// What Swift's Glibc module does not bring along.
#ifndef DOMOVOY_CLINUX_H
#define DOMOVOY_CLINUX_H

#include <sys/socket.h>
#include <sys/timex.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/// Whether the kernel calls the wall clock synchronised: `adjtimex(2)`, asked without changing anything. False also
/// where the call is forbidden.
static inline bool domovoy_clock_is_synchronised(void) {
    struct timex status = { .modes = 0 };
    const int state = adjtimex(&status);
    return state >= 0 && state != TIME_ERROR && (status.status & STA_UNSYNC) == 0;
}

/// A time in nanoseconds. Swift finds the members of timespec in one module or another, by the order in which it reads
/// them.
static inline int64_t domovoy_nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/// What a clock of clock_gettime(2) shows, in nanoseconds; 0 for a clock that the system does not have.
static inline int64_t domovoy_clock_nanoseconds(clockid_t clock) {
    struct timespec time = {0};
    clock_gettime(clock, &time);
    return domovoy_nanoseconds(time);
}

/// Unmaps the program's code and constants, and those of its libraries, until they are used again. They stay in the page
/// cache, as long as nobody needs the memory more.
void domovoy_give_back_pages(void);

#endif
