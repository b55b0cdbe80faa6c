// Gives back the pages of the program, and of its libraries, that only the start needed; decision 0027 says why.

#define _GNU_SOURCE
#include "CLinux.h"

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

static int give_back(struct dl_phdr_info *object, size_t size, void *page) {
    const uintptr_t mask = *(const uintptr_t *)page - 1;
    (void)size;
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[index];
        // What was never written is in the file as well.
        if (part->p_type != PT_LOAD || (part->p_flags & PF_W) != 0) continue;
        const uintptr_t start = (object->dlpi_addr + part->p_vaddr) & ~mask;
        const uintptr_t end = (object->dlpi_addr + part->p_vaddr + part->p_memsz + mask) & ~mask;
        // Where the kernel declines (its own vDSO), the pages stay.
        madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void domovoy_give_back_pages(void) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    dl_iterate_phdr(give_back, &page);
}
