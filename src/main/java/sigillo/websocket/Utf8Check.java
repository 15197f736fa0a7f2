package sigillo.websocket;

/** Whether octets are UTF-8 (RFC 3629 section 4), as they come, in any pieces. One thread. */
final class Utf8Check {
    private int needed; // octets of the character that has begun
    private int low = 0x80; // what the next one may be
    private int high = 0xBF;

    /** False as soon as nothing that may follow makes it UTF-8. */
    boolean goesOn(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            int octet = octets[i] & 0xFF;
            if (needed == 0 ? !begins(octet) : !follows(octet)) return false;
        }
        return true;
    }

    /** Whether no character has begun that is not whole. */
    boolean isWhole() { return needed == 0; }

    private boolean begins(int octet) {
        if (octet < 0x80) return true;
        if (octet < 0xC2 || octet > 0xF4) return false;
        needed = octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
        // no longer than it must be, no half of a pair, nothing beyond U+10FFFF
        low = octet == 0xE0 ? 0xA0 : octet == 0xF0 ? 0x90 : 0x80;
        high = octet == 0xED ? 0x9F : octet == 0xF4 ? 0x8F : 0xBF;
        return true;
    }

    private boolean follows(int octet) {
        if (octet < low || octet > high) return false;
        needed--;
        low = 0x80;
        high = 0xBF;
        return true;
    }
}
