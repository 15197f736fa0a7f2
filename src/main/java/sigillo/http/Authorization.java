package sigillo.http;

import java.util.Arrays;

/**
 * What a request says in {@code Authorization}: RFC 9110 section 11.6.2. Its octets are taken out of the header fields
 * before anybody makes text of them, which could not be wiped; there stand as many crosses instead. Fields that came
 * together with the request before are not looked at: then it is text like the others. One thread.
 */
final class Authorization {
    private static final String NAME = "authorization:";
    private static final byte CROSS = 'x';

    private enum Place { START_OF_LINE, VALUE, REST_OF_LINE, BODY }

    private Place place = Place.REST_OF_LINE; // the request line is the first
    private int matched;
    private boolean isEmptyLine;
    private byte[] value = {};
    private int length;
    private int times;

    /** What has come next of the request: the value is crossed out there. */
    void take(byte[] octets) {
        for (int i = 0; i < octets.length && place != Place.BODY; i++) octets[i] = take(octets[i]);
    }

    private byte take(byte octet) {
        if (octet == '\n') {
            place = isEmptyLine ? Place.BODY : Place.START_OF_LINE;
            matched = 0;
            isEmptyLine = true;
            return octet;
        }
        if (octet != '\r') isEmptyLine = false;
        return switch (place) {
            case START_OF_LINE -> {
                boolean isName = (octet | (octet == ':' ? 0 : 0x20)) == NAME.charAt(matched);
                matched = isName ? matched + 1 : 0;
                if (!isName) place = Place.REST_OF_LINE;
                else if (matched == NAME.length()) begin();
                yield octet;
            }
            case VALUE -> crossed(octet);
            case REST_OF_LINE, BODY -> octet;
        };
    }

    private void begin() {
        place = Place.VALUE;
        times++;
    }

    private byte crossed(byte octet) {
        if (octet == '\r') return octet;
        if (length == value.length) {
            var larger = Arrays.copyOf(value, Math.max(256, 2 * length));
            Arrays.fill(value, (byte) 0);
            value = larger;
        }
        value[length++] = octet;
        return CROSS;
    }

    /** Empty without one, and with two: nobody knows who it is then. The caller's to wipe. */
    byte[] value() { return times == 1 ? Arrays.copyOf(value, length) : new byte[0]; }

    /** Whether the field with crosses is in the header. */
    boolean isTaken() { return times > 0; }

    /** The next request. */
    void clear() {
        Arrays.fill(value, (byte) 0);
        place = Place.REST_OF_LINE;
        matched = 0;
        isEmptyLine = false;
        length = 0;
        times = 0;
    }
}
