/*
 * Shows or sets what the kernel thinks of its wall clock: adjtimex(2)'s STA_UNSYNC, which a time
 * service clears. The guest has no time service, so its clock starts unsynchronised.
 *
 * usage: clock [synchronised|unsynchronised]     (without a word: prints which it is)
 *
 * Exit codes: 64 bad arguments, 71 the kernel refused.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <sysexits.h>

/* The kernel takes the flag back on its own once the error it is told of grows past 16 s. */
#define ERROR_MICROSECONDS 1000

static bool set_synchronised(bool synchronised)
{
	struct timex state = {
		.modes = ADJ_STATUS | ADJ_MAXERROR | ADJ_ESTERROR,
		.status = synchronised ? 0 : STA_UNSYNC,
		.maxerror = ERROR_MICROSECONDS,
		.esterror = ERROR_MICROSECONDS,
	};

	return adjtimex(&state) != -1;
}

int main(int argc, char **argv)
{
	struct timex state = {.modes = 0};
	bool on = argc == 2 && strcmp(argv[1], "synchronised") == 0;
	bool off = argc == 2 && strcmp(argv[1], "unsynchronised") == 0;

	if (argc > 2 || (argc == 2 && !on && !off)) {
		fprintf(stderr, "usage: clock [synchronised|unsynchronised]\n");
		return EX_USAGE;
	}
	if (argc == 2 ? !set_synchronised(on) : adjtimex(&state) == -1) {
		fprintf(stderr, "clock: adjtimex: %s\n", strerror(errno));
		return EX_OSERR;
	}
	if (argc == 1)
		puts(state.status & STA_UNSYNC ? "unsynchronised" : "synchronised");
	return 0;
}
