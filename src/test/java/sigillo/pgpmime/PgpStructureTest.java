package sigillo.pgpmime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.message.Message;

/** Only what covers the whole message speaks for it. RFC 3156 sections 4 and 5; what strangers frame is shown apart. */
class PgpStructureTest {
    private static final Path CORPORA = Path.of("../shared/corpora");
    private static final String ENCRYPTED = """
        Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=e

        --e
        Content-Type: application/pgp-encrypted

        Version: 1

        --e
        Content-Type: application/octet-stream

        -----BEGIN PGP MESSAGE-----
        --e--
        """;

    private static Message message(String text) throws IOException {
        return Message.parse(Octets.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static PgpStructure of(String text) throws IOException { return PgpStructure.of(message(text).root()); }

    @Test void theWholeMessageIsEncrypted() throws IOException {
        var whole = assertInstanceOf(PgpStructure.Encrypted.class, of(ENCRYPTED));
        assertEquals("2", whole.data().number().toString());
    }

    @Test void whatIsBuiltOtherwiseIsNotTheWhole() throws IOException {
        var another = "--e\nContent-Type: text/plain\n\nmore\n--e--\n";
        for (var other : List.of(ENCRYPTED.replace("--e--\n", another), ENCRYPTED.replace("pgp-encrypted\"", "x\""),
                ENCRYPTED.replace("application/octet-stream", "text/plain"))) {
            assertInstanceOf(PgpStructure.Within.class, of(other), "it promises, and is shown apart");
        }
    }

    @Test void aPartAmongOthersIsToldApart() throws IOException {
        var around = "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nlook:\n--m\n" + ENCRYPTED + "\n--m--\n";
        var within = assertInstanceOf(PgpStructure.Within.class, of(around));
        assertEquals(List.of("2"), within.parts().stream().map(part -> part.number().toString()).toList());
    }

    @Test void theWholeIsSigned() throws IOException {
        var signed = """
            Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary=s

            --s

            text
            --s
            Content-Type: application/pgp-signature

            -----BEGIN PGP SIGNATURE-----
            --s--
            """;
        assertEquals("1", assertInstanceOf(PgpStructure.Signed.class, of(signed)).content().number().toString());
    }

    record Armoured(String text, InlinePgp.Kind want) {}

    private static final String BLOCK = "-----BEGIN PGP MESSAGE-----\n\nwcBM\n-----END PGP MESSAGE-----\n";
    private static final String CLEAR = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhi\n"
        + "-----BEGIN PGP SIGNATURE-----\n\nwcBM\n-----END PGP SIGNATURE-----\n";

    @TestFactory Stream<DynamicTest> armourInText() {
        return Stream.of(
            new Armoured(BLOCK, InlinePgp.Kind.ENCRYPTED),
            new Armoured("\n \n" + BLOCK + "\n", InlinePgp.Kind.ENCRYPTED),
            new Armoured("Hello\n" + BLOCK, InlinePgp.Kind.MIXED),
            new Armoured(BLOCK + "-- \nme\n", InlinePgp.Kind.MIXED),
            new Armoured(BLOCK + BLOCK, InlinePgp.Kind.MIXED),
            new Armoured("-----BEGIN PGP MESSAGE-----\nwcBM\n", InlinePgp.Kind.MIXED),
            new Armoured("> " + BLOCK, InlinePgp.Kind.NONE),
            new Armoured("-----BEGIN PGP PUBLIC KEY BLOCK-----\nx\n-----END PGP PUBLIC KEY BLOCK-----\n",
                InlinePgp.Kind.NONE),
            new Armoured(CLEAR, InlinePgp.Kind.SIGNED), new Armoured("P.S.\n" + CLEAR, InlinePgp.Kind.MIXED),
            new Armoured("", InlinePgp.Kind.NONE), new Armoured("x".repeat(100_000), InlinePgp.Kind.NONE)
        ).map(one -> DynamicTest.dynamicTest(one.want + ": " + one.text.lines().findFirst().orElse("").substring(0,
            Math.min(40, one.text.lines().findFirst().orElse("").length())), () ->
            assertEquals(one.want, InlinePgp.of(message("Subject: x\n\n" + one.text)))));
    }

    @Test void armourInHtmlIsNone() throws IOException {
        assertEquals(InlinePgp.Kind.NONE, InlinePgp.of(message("Content-Type: text/html\n\n" + BLOCK)));
    }

    @Test void messagesThatAbuse() throws IOException {
        var folder = CORPORA.resolve("pgp-abuse");
        assumeTrue(Files.isDirectory(folder), "no corpora beside the project: " + folder);
        try (var files = Files.newDirectoryStream(folder, "*.eml")) {
            int count = 0;
            for (var file : files) {
                var message = Message.parse(Octets.of(Files.readAllBytes(file)));
                boolean isWhole = switch (PgpStructure.of(message.root())) {
                    case PgpStructure.Encrypted _, PgpStructure.Signed _ -> true;
                    case PgpStructure.Within _, PgpStructure.None _ -> false;
                };
                boolean isTold = file.getFileName().toString().startsWith("autocrypt");
                assertTrue(!isWhole || isTold, file + " takes a part for the whole");
                assertTrue(InlinePgp.of(message) != InlinePgp.Kind.ENCRYPTED, file + " is inline");
                count++;
            }
            assertTrue(count >= 5, "only " + count);
        }
    }

    @Test void messagesOfAutocrypt() throws IOException {
        var file = CORPORA.resolve("autocrypt/example-draft.eml");
        assumeTrue(Files.exists(file), "no corpora beside the project: " + file);
        assertInstanceOf(PgpStructure.Encrypted.class,
            PgpStructure.of(Message.parse(Octets.of(Files.readAllBytes(file))).root()));
    }
}
