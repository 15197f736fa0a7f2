package sigillo.openpgp;

/** The checksum of armour: RFC 9580 section 6.1. Kept in the upper 24 bits, four octets at a step. */
final class Crc24 {
    private static final int INITIAL = 0xB704CE;
    private static final int POLYNOMIAL = 0x864CFB;
    private static final int[][] TABLES = tables();

    private int crc = INITIAL << 8;

    void update(byte[] octets, int count) {
        int c = crc;
        int at = 0;
        for (; at + 4 <= count; at += 4) {
            c ^= (octets[at] & 0xFF) << 24 | (octets[at + 1] & 0xFF) << 16 | (octets[at + 2] & 0xFF) << 8
                | octets[at + 3] & 0xFF;
            c = TABLES[3][c >>> 24] ^ TABLES[2][c >>> 16 & 0xFF] ^ TABLES[1][c >>> 8 & 0xFF] ^ TABLES[0][c & 0xFF];
        }
        for (; at < count; at++) c = c << 8 ^ TABLES[0][c >>> 24 ^ octets[at] & 0xFF];
        crc = c;
    }

    /** Three octets. */
    byte[] value() { return new byte[] {(byte) (crc >>> 24), (byte) (crc >>> 16), (byte) (crc >>> 8)}; }

    private static int[][] tables() {
        var tables = new int[4][256];
        for (int octet = 0; octet < 256; octet++) {
            int c = octet << 24;
            for (int bit = 0; bit < 8; bit++) c = c << 1 ^ (c < 0 ? POLYNOMIAL << 8 : 0);
            tables[0][octet] = c;
        }
        for (int step = 1; step < 4; step++) {
            for (int octet = 0; octet < 256; octet++) {
                int before = tables[step - 1][octet];
                tables[step][octet] = before << 8 ^ tables[0][before >>> 24];
            }
        }
        return tables;
    }
}
