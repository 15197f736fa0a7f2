package sigillo.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;

/** HZ, RFC 1843: Chinese in seven bits between {@code ~{} and {@code ~}}. Becomes GB 2312 by setting the high bits. */
final class Hz {
    private static final Charset GB = Charset.forName("GB18030");

    private Hz() {}

    static String decode(byte[] octets) {
        var plain = new ByteArrayOutputStream(octets.length);
        boolean chinese = false;
        for (int i = 0; i < octets.length; i++) {
            int next = i + 1 < octets.length ? octets[i + 1] : -1;
            if (octets[i] == '~' && next == '{') { chinese = true; i++; }
            else if (octets[i] == '~' && next == '}') { chinese = false; i++; }
            else if (octets[i] == '~' && next == '~') { plain.write('~'); i++; }
            else if (octets[i] == '~' && next == '\n') i++;
            else plain.write(chinese && octets[i] > ' ' ? octets[i] | 0x80 : octets[i]);
        }
        return plain.toString(GB);
    }
}
