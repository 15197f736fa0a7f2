package sigillo.message;

import sigillo.base.Octets;

/** See {@link Base64Octets} for what is taken. */
final class Base64Stream extends DecodingStream {
    private int bits;
    private int count; // digits of the group

    Base64Stream(Octets encoded) { super(encoded); }

    @Override int decode(byte[] piece, int count) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int value = Base64Octets.value(piece[i]);
            if (value < 0) {
                if (piece[i] == '=') this.count = 0;
                continue;
            }
            bits = bits << 6 | value;
            if (++this.count > 1) decoded[n++] = (byte) (bits >> Base64Octets.shift(this.count));
            this.count &= 3;
        }
        return n;
    }

    @Override int finish() { return 0; }
}
