package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Octets;
import sigillo.openpgp.Armour;
import sigillo.openpgp.KeyMaking;
import sigillo.openpgp.PgpSeal;
import sigillo.openpgp.SecretKeys;
import sigillo.peers.SigilloPeer;
import sigillo.peers.Thunderbird;
import sigillo.peers.ThunderbirdOpenPgp;
import sigillo.pgpmime.EncryptedMessage;
import sigillo.pgpmime.HeaderPolicy;
import sigillo.pgpmime.ProtectedMessage;

/**
 * Carla of the demo is at level L2 and reads with Debian's Thunderbird: an app password, and the key that was exported
 * for her. What others sent her in clear, and what one sent end to end, stands before her in its window, with subject
 * and files; the server has neither.
 */
@Tag("gate")
class ThunderbirdAtLevelTwoTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    @TempDir Path folder;

    @Test void readsWithTheExportedKey() throws Exception {
        assumeTrue(Thunderbird.isThere(), "thunderbird is not installed");
        try (var sigillo = SigilloPeer.demo(folder.resolve("demo"), "--with-keys")) {
            var key = Files.readString(sigillo.folder().resolve("keys/carla.asc"));
            deliver(sigillo, "paul", clear(sigillo));
            deliver(sigillo, "quentin", endToEnd(sigillo, key));
            var account = new Thunderbird.Account(sigillo.address("carla"), sigillo.appPassword("carla"),
                sigillo.port("imaps"), sigillo.port("submissions"));
            try (var program = new Thunderbird(Files.createDirectories(folder.resolve("thunderbird")), account,
                sigillo.ca())) {
                var openPgp = new ThunderbirdOpenPgp(program);
                openPgp.importKey(key, sigillo.password("carla"));
                var paul = openPgp.show("paul@client.test");
                assertEquals("Grüße from the hills", paul.get("subject").asString(), paul.toString());
                assertTrue(paul.get("text").asString().contains("The goats are well – all nine."), paul.toString());
                assertEquals("[\"goats.csv\"]", paul.get("files").toString());
                assertTrue(paul.get("isEncrypted").asBoolean(), paul.toString());
                var quentin = openPgp.show("quentin@client.test");
                assertEquals("Quinces", quentin.get("subject").asString(), quentin.toString());
                assertTrue(quentin.get("text").asString().contains("They are ripe on Tuesday."), quentin.toString());
                assertTrue(quentin.get("isEncrypted").asBoolean() && quentin.get("isSigned").asBoolean(),
                    quentin.toString());
            }
        }
    }

    private static byte[] clear(SigilloPeer sigillo) {
        return ("From: Paul <paul@client.test>\nTo: " + sigillo.address("carla")
            + "\nMessage-ID: <goats@client.test>\nDate: Mon, 30 Nov 2026 10:00:00 +0000\n"
            + """
            Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= from the hills
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=bb

            --bb
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            The goats are well =E2=80=93 all nine.
            --bb
            Content-Type: text/csv
            Content-Disposition: attachment; filename=goats.csv

            name,age
            --bb--
            """).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Signed, with a key that nobody here knows, and encrypted to hers by its sender. */
    private static byte[] endToEnd(SigilloPeer sigillo, String armoured) throws Exception {
        var text = ("From: Quentin <quentin@client.test>\nTo: " + sigillo.address("carla")
            + "\nSubject: Quinces\nMessage-ID: <quinces@client.test>\n"
            + "Date: Mon, 30 Nov 2026 11:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nThey are ripe on Tuesday.\n").replace("\n", "\r\n");
        var message = ProtectedMessage.of(Octets.of(text.getBytes(StandardCharsets.US_ASCII)), HeaderPolicy.BASELINE,
            new byte[0], RANDOM);
        var out = new ByteArrayOutputStream();
        try (var hers = SecretKeys.read(armoured.getBytes(StandardCharsets.US_ASCII),
            sigillo.password("carla").toCharArray());
             var his = KeyMaking.make("Quentin <quentin@client.test>", Instant.now().minusSeconds(60),
                 Optional.empty())) {
            EncryptedMessage.write(message, (plain, to) -> {
                try (var armour = Armour.writer(to, Armour.Kind.MESSAGE)) {
                    PgpSeal.encrypt(plain, List.of(hers.certificate()), Optional.of(his), Instant.now(), armour);
                }
            }, RANDOM, out);
        }
        return out.toByteArray();
    }

    /** By SMTP, as another server. */
    private static void deliver(SigilloPeer sigillo, String from, byte[] message) throws IOException {
        assertFalse(new String(message, StandardCharsets.US_ASCII).contains("\n\n"));
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            assertTrue(smtp.send(from + "@client.test", sigillo.address("carla"), message).startsWith("250"));
        }
    }
}
