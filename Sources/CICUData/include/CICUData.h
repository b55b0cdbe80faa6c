// Nothing to include: the linker alone sees the data.
