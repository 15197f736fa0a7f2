package sigillo.openpgp;

import java.io.ByteArrayOutputStream;

/** A packet in memory: its tag and its body. */
record Packet(int tag, byte[] body) {
    static final int SESSION_KEY = 1;
    static final int SIGNATURE = 2;
    static final int PASSPHRASE_SESSION_KEY = 3;
    static final int ONE_PASS = 4;
    static final int SECRET_KEY = 5;
    static final int PUBLIC_KEY = 6;
    static final int SECRET_SUBKEY = 7;
    static final int COMPRESSED = 8;
    static final int UNPROTECTED = 9;
    static final int MARKER = 10;
    static final int LITERAL = 11;
    static final int TRUST = 12;
    static final int USER_ID = 13;
    static final int PUBLIC_SUBKEY = 14;
    static final int USER_ATTRIBUTE = 17;
    static final int PROTECTED = 18;
    static final int AEAD_LIBREPGP = 20;
    static final int PADDING = 21;

    /** In the new format, with a definite length: RFC 9580 section 4.2.1. */
    byte[] encoded() {
        var out = new ByteArrayOutputStream(body.length + 6);
        writeTo(out);
        return out.toByteArray();
    }

    void writeTo(ByteArrayOutputStream out) {
        out.write(0xC0 | tag);
        int length = body.length;
        if (length < 192) {
            out.write(length);
        } else if (length < 8_384) {
            out.write((length - 192 >> 8) + 192);
            out.write(length - 192);
        } else {
            out.write(255);
            for (int shift = 24; shift >= 0; shift -= 8) out.write(length >> shift);
        }
        out.write(body, 0, length);
    }
}
