/// libgpiod 1.6 and 2.x behind one set of functions.
///
/// The two differ in every type and in the numbers of their enums, so nothing of `gpiod.h` is seen
/// here. Functions that can fail return a negative errno, taken right after the call that failed.
/// Nothing here may be called from two threads at once on the same chip.
#ifndef CGPIOD_H
#define CGPIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bytes of a name, a label or a consumer, with the closing zero: the kernel's GPIO_MAX_NAME_SIZE.
#define CGPIOD_NAME_SIZE 32
/// Bytes of a chip's path, with the closing zero.
#define CGPIOD_PATH_SIZE 64
/// The most lines of one request: the kernel's GPIO_V2_LINES_MAX.
#define CGPIOD_LINES_MAX 64

/// An open chip.
struct cgpiod_chip;
/// One requested input line with edge detection.
struct cgpiod_input;
/// Output lines that were requested together.
struct cgpiod_outputs;

/// Our own numbers, since those of libgpiod 1.6 and 2.x differ.
enum cgpiod_bias {
    CGPIOD_BIAS_AS_IS,
    CGPIOD_BIAS_DISABLED,
    CGPIOD_BIAS_PULL_UP,
    CGPIOD_BIAS_PULL_DOWN,
};

struct cgpiod_path {
    char text[CGPIOD_PATH_SIZE];
};

struct cgpiod_chip_info {
    char name[CGPIOD_NAME_SIZE];
    char label[CGPIOD_NAME_SIZE];
    unsigned line_count;
};

struct cgpiod_line_info {
    char name[CGPIOD_NAME_SIZE];
    char consumer[CGPIOD_NAME_SIZE];
    bool is_used;
    bool is_output;
    bool is_active_low;
    enum cgpiod_bias bias;
};

struct cgpiod_input_settings {
    unsigned offset;
    bool is_active_low;
    enum cgpiod_bias bias;
    /// 0 for none; ignored where the library cannot ask the kernel for it.
    uint32_t debounce_us;
};

/// Levels are logical: "rising" means that the line became active.
struct cgpiod_edge {
    /// CLOCK_MONOTONIC.
    uint64_t timestamp_ns;
    /// Counts the edges of this line from 1 on; 0 where nobody counts.
    uint32_t sequence;
    bool is_rising;
};

/// The library's version, for logs: which of the two was built in is not seen from outside.
const char *cgpiod_library_version(void);

/// The symbol of an errno ("EBUSY"), since people search for that; NULL for an unknown one.
/// Here because glibc shows it to GNU sources only.
const char *cgpiod_errno_symbol(int error);
/// The text of an errno, since strerror(3) is not safe with threads; NULL for an unknown one.
const char *cgpiod_errno_text(int error);

/// An eventfd to sleep on in poll(2), not readable at first; close(2) it in the end. Here and the next two
/// because Swift's Glibc module leaves eventfd out.
int cgpiod_wake_open(void);
/// Makes it readable.
void cgpiod_wake_signal(int descriptor);
/// Makes it unreadable again.
void cgpiod_wake_clear(int descriptor);
/// Names the calling thread for top(1) and debuggers. Here because glibc shows it to GNU sources only.
void cgpiod_name_thread(const char *name);

/// Lists the chip devices of a directory in the order of their numbers.
///
/// Here because libgpiod 1.6's iterator fails as a whole when one chip may not be opened, and 2.x has
/// none. Symbolic links are left out: some boards keep one under an old number for the same chip.
/// Returns how many there are, which may be more than `capacity`.
int cgpiod_find_chips(const char *directory, struct cgpiod_path *paths, unsigned capacity);

/// Opens the chip at a path, also through a symbolic link, which libgpiod 1.6 refuses.
int cgpiod_chip_open(const char *path, struct cgpiod_chip **chip);
/// Closes it. With libgpiod 1.6 this releases its lines as well: release requests first.
void cgpiod_chip_close(struct cgpiod_chip *chip);
/// Reads name, label and number of lines in one go, since 2.x hands them out by a separate object.
int cgpiod_chip_describe(struct cgpiod_chip *chip, struct cgpiod_chip_info *info);
/// Asks the kernel anew how a line stands; 1.6 would answer from the time it was first seen.
int cgpiod_line_describe(
    struct cgpiod_chip *chip, unsigned offset, struct cgpiod_line_info *info);

/// Whether a debounce period reaches the kernel; with 1.6 it does not.
bool cgpiod_debounces(void);
/// Whether edges are numbered; with 1.6 a loss leaves no gap.
bool cgpiod_numbers_edges(void);
/// How many unread edges of one line the kernel keeps.
unsigned cgpiod_queue_capacity(void);

/// Requests one input with detection of both edges.
///
/// One line for each request, since 1.6 has one descriptor per line anyway, and so that a line that
/// somebody else holds does not keep the others from working.
int cgpiod_input_request(
    struct cgpiod_chip *chip, const char *consumer, const struct cgpiod_input_settings *settings,
    struct cgpiod_input **input);
/// The descriptor to poll for edges; it belongs to the request.
int cgpiod_input_descriptor(const struct cgpiod_input *input);
/// Reads the logical level now: 0, 1 or a negative errno.
int cgpiod_input_level(struct cgpiod_input *input);
/// Reads up to `capacity` waiting edges and never blocks; 0 when there is none.
int cgpiod_input_read(struct cgpiod_input *input, struct cgpiod_edge *edges, unsigned capacity);
/// Gives the line back.
void cgpiod_input_release(struct cgpiod_input *input);

/// Requests all outputs together with their first levels, so that one call can set them all.
int cgpiod_outputs_request(
    struct cgpiod_chip *chip, const char *consumer, const unsigned *offsets, unsigned count,
    bool is_active_low, const bool *active, struct cgpiod_outputs **outputs);
/// Sets all of them in one call of the kernel, in the order of the request.
int cgpiod_outputs_set(struct cgpiod_outputs *outputs, const bool *active);
/// Gives the lines back; what they show then is up to the chip.
void cgpiod_outputs_release(struct cgpiod_outputs *outputs);

#endif
