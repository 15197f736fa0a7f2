package sigillo.openpgp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sigillo.base.Octets;

/**
 * Others read what we write, and we read what they write: gpg, Sequoia, RNP, Thunderbird's own library and OpenPGP.js;
 * with a key of theirs, and with one of ours that was moved into them. The profile of decision 0063 is what all of them
 * take.
 */
@Tag("gate")
class InteropTest {
    private static final Instant NOW = Instant.now();
    private static final Instant MADE = NOW.minus(Duration.ofHours(2));
    private static final SecretKeys US = KeyMaking.make("us@mx.example", MADE, Optional.empty());
    private static final SecretKeys MOVED =
        KeyMaking.make("Moved <moved@mx.example>", MADE, Optional.of(Duration.ofDays(700)));
    private static final long MAX = 16 << 20;

    static List<Tool> tools() {
        return List.of(new GpgTool(), new SqTool(), new SqopTool(), new RnpTool(), new LibRnpTool(),
            new OpenPgpJsTool());
    }

    @ParameterizedTest(name = "{0}") @MethodSource("names")
    void exchanges(String name, @TempDir Path folder) throws Exception {
        try (var tool = tools().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow()) {
            assumeTrue(tool.isInstalled(), name + " is not installed");
            tool.begin(new Tool.Known(folder, US.certificate(), MOVED));
            var theirs = Certificate.read(tool.certificate());
            assertEquals(Certificate.State.GOOD, theirs.state(NOW));
            for (var one : contents().entrySet()) {
                theyOpen(tool, theirs, one.getKey(), one.getValue());
                weOpen(tool, theirs, one.getKey(), one.getValue(), true, true);
            }
            var mail = contents().get("attachments");
            weOpen(tool, theirs, "encrypted only", mail, true, false);
            weOpen(tool, theirs, "signed only", mail, false, true);
            detached(tool, theirs, mail);
            cleartext(tool, theirs);
            if (tool instanceof RnpTool rnp) weOpenTag20(rnp);
            if (tool instanceof OpenPgpJsTool js) weOpenVersion2(js);
        }
    }

    /** What we do not write is read, as others write it: here version 6, in all its modes. */
    private static void weOpenVersion2(OpenPgpJsTool tool) throws Exception {
        for (var mode : List.of("ocb", "eax", "gcm")) {
            var content = octets(mode.equals("gcm") ? 0 : 300_000);
            var made = tool.version6(content, mode);
            assertEquals("session-key v6 x25519, protected v2", PacketList.of(made.message()));
            try (var keys = SecretKeys.read(made.secretKey(), new char[0])) {
                var sink = new TestSink();
                var opened = PgpOpen.decrypt(new ByteArrayInputStream(made.message()), List.of(keys),
                    List.of(keys.certificate()),
                    Instant.now(), MAX, sink);
                assertArrayEquals(content, sink.released(), mode);
                assertEquals(Signed.State.GOOD, opened.signatures().getFirst().state(), mode);
            }
        }
    }

    /** LibrePGP's way, which gpg from 2.3 on writes to keys that say so. */
    private static void weOpenTag20(RnpTool tool) throws Exception {
        for (var mode : List.of("OCB", "EAX")) {
            var message = tool.sealAead(octets(300_000), mode);
            assertEquals("session-key v3 ecdh, aead v1", PacketList.of(message));
            var sink = new TestSink();
            PgpOpen.decrypt(new ByteArrayInputStream(message), List.of(US), List.of(), Instant.now(), MAX, sink);
            assertArrayEquals(octets(300_000), sink.released(), mode);
        }
    }

    static List<String> names() { return tools().stream().map(Tool::name).toList(); }

    private static Map<String, byte[]> contents() {
        var all = new LinkedHashMap<String, byte[]>();
        all.put("0 B", new byte[0]);
        all.put("10 KiB", octets(10 << 10));
        all.put("5 MiB", octets(5 << 20));
        all.put("attachments", ("""
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            Perché no? - so.
            --\s
            Anna
            --b
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename=a.bin
            Content-Transfer-Encoding: base64

            """ + Base64.getMimeEncoder().encodeToString(octets(20_000)) + "\n--b--\n").replace("\r", "").replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8));
        return all;
    }

    /** Signed, armoured, by the tool's own key; not signed, binary, by the moved one. */
    private static void theyOpen(Tool tool, Certificate theirs, String what, byte[] content) throws Exception {
        var out = new ByteArrayOutputStream();
        PgpSeal.encrypt(new ByteArrayInputStream(content), List.of(theirs), Optional.of(US), NOW, out);
        assertArrayEquals(content, tool.open(Armour.of(Armour.Kind.MESSAGE, out.toByteArray()), true, true), what);
        if (!what.equals("attachments")) return;
        out.reset();
        PgpSeal.encrypt(new ByteArrayInputStream(content), List.of(US.certificate(), MOVED.certificate()),
            Optional.empty(), NOW, out);
        assertArrayEquals(content, tool.open(out.toByteArray(), true, false), what + ", moved");
    }

    /** Their own certificates do not matter for how they encrypt to us: ours says what it takes. */
    private static void weOpen(Tool tool, Certificate theirs, String what, byte[] content, boolean isEncrypted,
        boolean isSigned)
        throws Exception {
        var message = tool.seal(content, isEncrypted, isSigned);
        var packets = PacketList.of(Armour.binary(message, Set.of(Armour.Kind.MESSAGE)));
        if (isEncrypted) assertTrue(packets.endsWith(", protected v1"), tool.name() + " writes " + packets);
        assertFalse(packets.contains("unprotected"), packets);
        var sink = new TestSink();
        var in = new ByteArrayInputStream(message);
        var now = Instant.now();
        var opened = isEncrypted ? PgpOpen.decrypt(in, List.of(US), List.of(theirs), now, MAX, sink)
            : PgpOpen.verify(in, List.of(theirs), now, MAX, sink);
        assertArrayEquals(content, sink.released(), what);
        assertEquals(isSigned ? List.of(Signed.State.GOOD) : List.of(),
            opened.signatures().stream().map(Signed::state).toList(), what);
    }

    private static void detached(Tool tool, Certificate theirs, byte[] content) throws Exception {
        tool.verifyDetached(content, PgpSeal.signature(new ByteArrayInputStream(content), US, NOW));
        var made = tool.signDetached(content);
        var signed = PgpOpen.verifyDetached(new ByteArrayInputStream(content), made, List.of(theirs), Instant.now());
        assertEquals(List.of(Signed.State.GOOD), signed.stream().map(Signed::state).toList());
    }

    private static void cleartext(Tool tool, Certificate theirs) throws Exception {
        var text = "Perché no? - so.\n- a dash\n\n-- \nFrom Anna\n";
        var sink = new TestSink();
        var opened = PgpOpen.verifyCleartext(Octets.of(tool.signCleartext(text.getBytes(StandardCharsets.UTF_8))),
            List.of(theirs), Instant.now(), MAX, sink);
        assertEquals(List.of(Signed.State.GOOD), opened.signatures().stream().map(Signed::state).toList());
        // some take the end of the last line for text, some do not
        assertEquals(text.replace(" \n", "\n").strip(),
            new String(sink.released(), StandardCharsets.UTF_8).replace("\r", "").strip());
    }

    private static byte[] octets(int size) {
        var octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }
}
