package sigillo.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines of transcripts, in which {@code \r \n \t \0 \\ \xHH} and {@code \*N*text*} (text N times) stand for octets; all
 * other characters for their UTF-8.
 */
public final class Escaped {
    private Escaped() {}

    public static byte[] octets(String text) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            char kind = text.charAt(++i);
            switch (kind) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case '0' -> out.write(0);
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                case '*' -> {
                    int star = text.indexOf('*', i + 1);
                    int times = Integer.parseInt(text.substring(i + 1, star));
                    i = text.indexOf('*', star + 1);
                    out.writeBytes(octets(text.substring(star + 1, i).repeat(times)));
                }
                default -> throw new IllegalArgumentException("\\" + kind);
            }
        }
        return out.toByteArray();
    }
}
