// A part of ICU's data, in place of all of it: scripts/release/icu-data.sh makes the file and says what the symbol is called.
    .section .rodata
    .global ICU_DATA_SYMBOL
    .type ICU_DATA_SYMBOL, %object
    .balign 16
ICU_DATA_SYMBOL:
    .incbin ICU_DATA_FILE
    .size ICU_DATA_SYMBOL, . - ICU_DATA_SYMBOL
    .section .note.GNU-stack, "", %progbits
