package sigillo.whole;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** That the search finds what there is to be found: a search that finds nothing would please everybody. */
class CanaryTest {
    private static final String LATIN = "zebra4711stripes";
    private static final String RUSSIAN = "полосатаязебра";
    /** In modified UTF-7 it has a comma: the first octet of its letters is 4, so signs of Greek are in it too. */
    private static final String MAILBOX = "пϿполосатаяϿзебра";
    private static final Charset KOI8 = Charset.forName("KOI8-R");
    private static final CanarySearch SEARCH =
        new CanarySearch(Stream.of(LATIN, RUSSIAN, MAILBOX).map(Canary::new).toList());

    @TempDir Path folder;

    private record Planted(String what, byte[] octets, String found) {}

    @TestFactory Stream<DynamicTest> findsEachForm() {
        return Stream.of(latin(), russian(), brokenUp(), base64()).flatMap(Function.identity())
            .map(planted -> DynamicTest.dynamicTest(planted.what, () -> {
                var found = SEARCH.in(planted.octets);
                assertTrue(found.contains(planted.found), found.toString());
            }));
    }

    private static Stream<Planted> latin() {
        return Stream.of(
            new Planted("plain", text("..." + LATIN + "..."), LATIN + ": UTF-8"),
            new Planted("in capitals", text("..." + LATIN.toUpperCase() + "..."), LATIN + ": UTF-8"),
            new Planted("UTF-16, low octet first", LATIN.getBytes(UTF_16LE), LATIN + ": UTF-16LE"),
            new Planted("UTF-16, high octet first", LATIN.getBytes(UTF_16BE), LATIN + ": UTF-16BE"),
            new Planted("quoted-printable", text(each(LATIN, "=%02X")),
                LATIN + ": UTF-8 in quoted-printable, each octet"),
            new Planted("percent-encoded", text("/" + each(LATIN, "%%%02x") + "?"),
                LATIN + ": UTF-8 percent-encoded, each octet"),
            new Planted("encoded word Q", text("=?utf-8?Q?a_" + LATIN + "?="), LATIN + ": UTF-8"));
    }

    private static Stream<Planted> russian() {
        return Stream.of(
            new Planted("Russian", RUSSIAN.getBytes(UTF_8), RUSSIAN + ": UTF-8"),
            new Planted("Russian, KOI8", RUSSIAN.getBytes(KOI8), RUSSIAN + ": KOI8-R"),
            new Planted("Russian, Windows", RUSSIAN.getBytes(Charset.forName("windows-1251")), RUSSIAN + ": windows-1251"),
            new Planted("Russian, quoted-printable", text(each(RUSSIAN, "=%02X")), RUSSIAN + ": UTF-8 in quoted-printable"),
            new Planted("Russian, percent-encoded", text("name*=utf-8''" + each(RUSSIAN, "%%%02X") + ".bin"),
                RUSSIAN + ": UTF-8 percent-encoded"),
            new Planted("Russian, JSON", text("\"\\u043F\\u043E\\u043B\\u043E\\u0441\\u0430\\u0442\\u0430"
                + "\\u044F\\u0437\\u0435\\u0431\\u0440\\u0430\""), RUSSIAN + ": escaped for JSON"),
            new Planted("modified UTF-7", text("Mail/&" + inBase64(MAILBOX.getBytes(UTF_16BE), 0).replace('/', ',') + "-"),
                MAILBOX + ": UTF-16BE in base64 at 0 for mailboxes"),
            new Planted("encoded word B", text("=?koi8-r?B?" + inBase64(RUSSIAN.getBytes(KOI8), 0) + "?="),
                RUSSIAN + ": KOI8-R in base64 at 0"));
    }

    private static Stream<Planted> base64() {
        return Stream.of(0, 1, 2).flatMap(offset -> Stream.of(
            new Planted("base64 at " + offset, text(inBase64(text(LATIN + "..."), offset)), LATIN + ": UTF-8 in base64 at " + offset),
            new Planted("Russian, base64 at " + offset, text(inBase64(RUSSIAN.getBytes(UTF_8), offset)),
                RUSSIAN + ": UTF-8 in base64 at " + offset)));
    }

    private static Stream<Planted> brokenUp() {
        var inBase64 = inBase64(text(LATIN + "..."), 2);
        return Stream.of(
            new Planted("base64, broken up", text(inBase64.substring(0, 20) + "\r\n" + inBase64.substring(20)),
                LATIN + ": UTF-8 in base64 at 2, broken up"),
            new Planted("quoted-printable, broken up", text("zebra4711=\r\nstripes"), LATIN + ": UTF-8, broken up"));
    }

    @TestFactory Stream<DynamicTest> findsThemInStreams() {
        var levels = Stream.of(Deflater.BEST_SPEED, Deflater.BEST_COMPRESSION, Deflater.NO_COMPRESSION);
        var streams = levels.flatMap(level -> Stream.of(
            stream("deflate, level " + level, out -> new DeflaterOutputStream(out, new Deflater(level, true))),
            stream("zlib, level " + level, out -> new DeflaterOutputStream(out, new Deflater(level)))));
        return Stream.concat(streams, Stream.of(stream("gzip", GZIPOutputStream::new)));
    }

    private interface Wrapping {
        OutputStream around(OutputStream out) throws IOException;
    }

    /** Between noise; a short text gets the fixed codes, a long one codes of its own. */
    private static DynamicTest stream(String name, Wrapping wrapping) {
        return DynamicTest.dynamicTest(name, () -> {
            for (int before : new int[] {0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 3_000}) {
                var random = new Random(before);
                var letters = new StringBuilder();
                for (int i = 0; i < before; i++) letters.append((char) ('a' + random.nextInt(20)));
                var octets = new ByteArrayOutputStream();
                octets.write(noise(900));
                try (var out = wrapping.around(octets)) {
                    out.write(text(letters + " zebra47 stripes " + LATIN + letters));
                }
                octets.write(noise(900));
                var found = SEARCH.in(octets.toByteArray());
                assertTrue(found.contains(LATIN + ": UTF-8 in deflate"), before + " octets before it: " + found);
            }
        });
    }

    /** A stream that breaks off is read as far as it goes. */
    @Test void findsThemInAStreamThatBreaksOff() throws IOException {
        var octets = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(octets)) {
            out.write(text("x".repeat(100) + LATIN + "y" + "z".repeat(20)));
        }
        var whole = octets.toByteArray();
        for (int at = whole.length - 8; at < whole.length; at++) whole[at] = (byte) 0xFF;
        assertEquals(new TreeSet<>(List.of(LATIN + ": UTF-8 in deflate")), SEARCH.in(whole));
    }

    @Test void findsNothingWhereNothingIs() {
        assertEquals(new TreeSet<>(), SEARCH.in(text("zebra4711 stripes, " + RUSSIAN.substring(1))));
        assertEquals(new TreeSet<>(), SEARCH.in(noise(300_000)));
        assertEquals(new TreeSet<>(), SEARCH.in(new byte[0]));
    }

    @Test void findsThemInFilesWithAndWithoutNames() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.write(folder.resolve("a/b/c$1"), text("see " + LATIN));
        assertEquals(new TreeSet<>(List.of(LATIN + " in a/b/c$1: UTF-8")), SEARCH.below(folder));
        var nameless = Files.createTempFile(folder, "nameless", "");
        try (var file = Files.newByteChannel(nameless, StandardOpenOption.WRITE)) {
            var name = nameless.toRealPath();
            file.write(ByteBuffer.wrap(text("see " + LATIN)));
            Files.delete(nameless);
            assertEquals(new TreeSet<>(List.of(LATIN + " in " + name + " (deleted): UTF-8")),
                SEARCH.inNamelessFilesOf(ProcessHandle.current().pid()));
        }
    }

    private static byte[] noise(int count) {
        var noise = new byte[count];
        new Random(11).nextBytes(noise);
        return noise;
    }

    private static byte[] text(String text) { return text.getBytes(UTF_8); }

    private static String each(String word, String format) {
        var text = new StringBuilder();
        for (byte octet : word.getBytes(UTF_8)) text.append(format.formatted(octet));
        return text.toString();
    }

    private static String inBase64(byte[] octets, int offset) {
        var padded = new byte[9 + offset + octets.length];
        System.arraycopy(octets, 0, padded, 9 + offset, octets.length);
        return Base64.getEncoder().withoutPadding().encodeToString(padded);
    }
}
