package dev.framelot.image;

/** One Huffman table of a JPEG (ITU-T T.81, Annex C), looked up by the next 16 bits. Immutable. */
final class HuffmanTable {
    /** Categories 0..11 of a DC difference: all that 8 bits a sample can need (T.81, table K.3). */
    static final HuffmanTable EVERY_DC = ofStandardDc();
    private static final int LONGEST = 16;

    private final byte[] definition;
    /** By the next 16 bits: length of the code in bits << 8 | symbol; 0: no code begins so. */
    private final short[] byBits = new short[1 << LONGEST];
    private final short[] codes = new short[256];
    private final byte[] lengths = new byte[256];

    /** @param definition 16 counts and the symbols, as a DHT segment has them @throws IllegalArgumentException no prefix code */
    HuffmanTable(byte[] definition) {
        this.definition = definition;
        int code = 0;
        int at = LONGEST;
        for (int length = 1; length <= LONGEST; length++) {
            for (int i = 0; i < (definition[length - 1] & 0xFF); i++) {
                if (at >= definition.length || code >= 1 << length) {
                    throw new IllegalArgumentException("a Huffman table is no prefix code");
                }
                int symbol = definition[at++] & 0xFF;
                codes[symbol] = (short) code;
                lengths[symbol] = (byte) length;
                int first = code << LONGEST - length;
                java.util.Arrays.fill(byBits, first, first + (1 << LONGEST - length), (short) (length << 8 | symbol));
                code++;
            }
            code <<= 1;
        }
    }

    private static HuffmanTable ofStandardDc() {
        return new HuffmanTable(new byte[] {0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    }

    /** Length of the code that the 16 bits begin with << 8 | its symbol; 0: there is none. */
    int find(int sixteenBits) {
        return byBits[sixteenBits];
    }

    int code(int symbol) {
        return codes[symbol] & 0xFFFF;
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    /** 16 counts and the symbols; not to be written to. */
    byte[] definition() {
        return definition;
    }
}
