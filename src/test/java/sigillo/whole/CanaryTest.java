package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** That the search finds what there is to be found. */
class CanaryTest {
    private static final String WORD = "zebra4711stripes";
    private final Canary canary = new Canary(WORD);

    @Test void findsEachForm() throws IOException {
        assertEquals(List.of("plain"), found("..." + WORD + "..."));
        assertEquals(List.of("UTF-16LE"), canary.foundIn(WORD.getBytes(StandardCharsets.UTF_16LE)));
        assertEquals(List.of("UTF-16BE"), canary.foundIn(WORD.getBytes(StandardCharsets.UTF_16BE)));
        for (int offset = 0; offset < 3; offset++) {
            var text = ".".repeat(offset + 9) + WORD + "...";
            assertEquals(List.of("base64 at " + offset), found(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII))));
        }
        assertEquals(List.of("quoted-printable"), found("=7A=65=62=72=61=34=37=31=31=73=74=72=69=70=65=73"));
        var zlib = new ByteArrayOutputStream();
        zlib.write("noise".getBytes(StandardCharsets.US_ASCII));
        try (var out = new DeflaterOutputStream(zlib)) {
            out.write(("x".repeat(100) + WORD).getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals(List.of("plain in zlib"), canary.foundIn(zlib.toByteArray()));
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(("x".repeat(100) + WORD).getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals(List.of("plain in gzip"), canary.foundIn(gzip.toByteArray()));
        assertEquals(List.of(), found("zebra4711 stripes"));
    }

    private List<String> found(String text) { return canary.foundIn(text.getBytes(StandardCharsets.US_ASCII)); }
}
