package sigillo.openpgp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.corpora.Corpus;

/** Keys and messages that others have collected because a program once went wrong with them. */
@Tag("gate")
class CorporaTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final long MAX = 1 << 20;

    /** What comes of a certificate: its state, subkeys that are left, user IDs in force; or the refusal. */
    private static final String CERTIFICATES = """
        RFC9580/A.3.transferable-pubkey-v6.asc                  GOOD 1 []
        draft-ietf-openpgp-pqc/v4-eddsa-sample-pk.asc           ENCRYPTS_NOT 0 [PQC user (Test Key) <pqc-test-key@example.com>]
        draft-ietf-openpgp-pqc/v6-mldsa-87-sample-pk.asc        UNKNOWN_KEY
        draft-ietf-openpgp-pqc/v6-slhdsa-128s-sample-pk.asc     UNKNOWN_KEY
        test_forged_keys/dsa-eg-pub-forged-material.pgp         NOT_SELF_SIGNED
        test_forged_keys/dsa-eg-pub-forged-subkey.pgp           ENCRYPTS_NOT 0 [dsa-eg]
        test_forged_keys/ecc-25519-pub-forged-key.pgp           NOT_SELF_SIGNED
        test_forged_keys/ecc-25519-pub-forged-material.pgp      NOT_SELF_SIGNED
        test_forged_keys/ecc-p256-pub-expired-subkey.pgp        ENCRYPTS_NOT 1 [ecc-p256]
        test_forged_keys/ecc-p256-pub-forged-material.pgp       NOT_SELF_SIGNED
        test_forged_keys/ecc-p256-pub-forged-subkey.pgp         ENCRYPTS_NOT 0 [ecc-p256]
        test_forged_keys/ecc-p256-pub-no-binding.pgp            ENCRYPTS_NOT 0 [ecc-p256]
        test_forged_keys/ecc-p256-pub-no-cert-malf-binding.pgp  NOT_SELF_SIGNED
        test_forged_keys/rsa-rsa-pub-forged-material.pgp        NOT_SELF_SIGNED
        test_forged_keys/eddsa-2024-pub.pgp                     NOT_SELF_SIGNED
        test_key_edge_cases/alice-rev-no-reason.pgp             REVOKED 0 [Alice <alice@rnp>]
        test_key_edge_cases/key-25519-non-tweaked.asc           GOOD 1 [eddsa-25519-non-tweaked]
        test_key_edge_cases/key-binding-hash-alg.asc            WEAK 1 [ecdsa_ecdsa]
        test_key_edge_cases/key-create-expiry-32bit.asc         WEAK 0 [RSA (Encrypt or Sign) 1024-bit key <nickolay@localhost>]
        test_key_edge_cases/key-critical-notations.pgp          NOT_SELF_SIGNED
        test_key_edge_cases/key-eg-4096-pub.pgp                 ENCRYPTS_NOT 1 [ElGamal4096]
        test_key_edge_cases/key-empty-packets.pgp               UNKNOWN_KEY
        test_key_edge_cases/key-malf-sig.pgp                    NOT_SELF_SIGNED
        test_key_edge_cases/key-rsa-2001-pub.asc                GOOD 1 [rsa-key-2001]
        test_key_edge_cases/key-sub-0-expiry.pgp                GOOD 1 [testkey-0-expiration]
        test_key_edge_cases/pubring-malf-key0.pgp               UNKNOWN_KEY
        test_key_edge_cases/renee-new-expiration-pub.asc        GOOD 1 [renee@example.com]
        test_key_validity/alice-sign-sub-exp-pub.asc            EXPIRED 1 [Alice <alice@rnp>]
        test_key_validity/case1/pubring.gpg                     ENCRYPTS_NOT 0 [Alice <alice@rnp>]
        test_key_validity/case2/pubring.gpg                     NOT_SELF_SIGNED
        test_key_validity/case6/pubring.gpg                     REVOKED 1 [Alice <alice@rnp>]
        test_key_validity/case7/pubring.gpg                     ENCRYPTS_NOT 1 [Alice <alice@rnp>]
        test_key_validity/case10/pubring.gpg                    EXPIRED 1 [Alice <alice@rnp>]
        test_key_validity/case12/pubring.gpg                    GOOD 1 [Boris <boris@rnp>, Alice <alice@rnp>]
        test_key_validity/claus-pub.asc                         WEAK 0 [Claus <claus@rnp>]
        test_uid_validity/key-expired.pgp                       EXPIRED 1 [test1]
        test_uid_validity/key-uid-expired-sig.pgp               GOOD 1 []
        test_uid_validity/key-uid-prim-expired-sig.pgp          GOOD 1 [non_prim_uid]
        test_uid_validity/key-uids-with-invalid.pgp             GOOD 1 [userid-valid, userid-expired]
        test_partial_length/pubring.gpg.partial                 MALFORMED
        test_fuzz_keyimport/crash_25f06f13b48d58a5faf6c36fae7fcbd958359199  NOT_SELF_SIGNED
        test_stream_armor/duplicate_header_line.asc             EXPIRED 1 [Ribose Packaging <packages@ribose.com>]
        test_stream_armor/empty_header_line.asc                 EXPIRED 1 [Ribose Packaging <packages@ribose.com>]
        test_stream_armor/extra_line_before_trailer.asc         EXPIRED 1 [Ribose Packaging <packages@ribose.com>]
        test_stream_armor/long_header_line_1024.asc             EXPIRED 1 [Ribose Packaging <packages@ribose.com>]
        test_stream_armor/ecc-25519-pub-bad-crc.asc             ENCRYPTS_NOT 0 [ecc-25519]
        test_stream_armor/wrong_b64_trailer.asc                 ENCRYPTS_NOT 0 [ecc-25519]
        test_stream_armor/wrong_chars_base64_1.asc              ARMOUR_BROKEN
        test_stream_armor/wrong_chars_crc.asc                   ARMOUR_BROKEN
        test_stream_armor/wrong_chars_header.asc                NOT_OPENPGP
        test_stream_armor/wrong_header_line.asc                 ARMOUR_BROKEN
        """;

    /** What comes of a message that is not encrypted, with the corpus' own certificates. */
    private static final String MESSAGES = """
        test_messages/message.txt.signed                    140 [KEY_NOT_VALID]
        test_messages/message.txt.signed-2-2-onepass        140 [GOOD, GOOD]
        test_messages/message.txt.signed-2-2-onepass-v10    140 [GOOD, UNKNOWN_KIND]
        test_messages/message.txt.signed-class19            140 [UNKNOWN_KIND]
        test_messages/message.txt.signed-expired-key        140 [GOOD]
        test_messages/message.txt.signed-expired-sub        140 [GOOD]
        test_messages/message.txt.signed-no-z-malf          140 [UNKNOWN_KIND]
        test_messages/message.txt.signed-sm2                140 [UNKNOWN_KIND]
        test_messages/message.txt.signed-wrong-onepass-hash SIGNATURES_NOT_PAIRED
        test_messages/message.txt.signed.crit-notation      140 [UNKNOWN_KIND]
        test_messages/message.txt.signed.invsig             140 [BAD]
        test_messages/message.txt.signed.malfsig            140 [UNKNOWN_KIND]
        test_messages/message.txt.signed.md5                140 [WEAK]
        test_messages/message.txt.signed.nosig              SIGNATURES_NOT_PAIRED
        test_messages/message.txt.signed.unknown            140 [KEY_NOT_VALID]
        test_messages/message.txt.signed.v5-rsa             140 [UNKNOWN_KIND]
        test_messages/message.txt.literal                   NOT_SIGNED
        test_messages/message.compr.128-rounds              TOO_DEEP
        test_messages/message.zlib-quine                    TOO_DEEP
        test_messages/message.txt.encrypted                 ENCRYPTED
        test_messages/message.txt.enc-no-mdc                ENCRYPTED
        test_messages/message.txt.armor-wr-trail            ARMOUR_BROKEN
        test_partial_length/message.txt.partial-256         MALFORMED
        test_fuzz_dump/outofmemory-5570076898623488         COMPRESSION_BOMB
        test_fuzz_verify/timeout-5229070269153280           TRUNCATED
        """;

    record Case(Path file, String want) {}

    @TestFactory Stream<DynamicTest> certificates() {
        var root = Corpus.folder("openpgp-rnp");
        return cases(root, CERTIFICATES).map(one -> test(root, one, certificate(one.file)));
    }

    @TestFactory Stream<DynamicTest> messages() {
        var root = Corpus.folder("openpgp-rnp");
        var senders = senders(root);
        return cases(root, MESSAGES).map(one -> test(root, one, message(one.file, senders)));
    }

    private static DynamicTest test(Path root, Case one, String got) {
        return DynamicTest.dynamicTest(root.relativize(one.file).toString(), () -> assertEquals(one.want, got));
    }

    /** None of all files of all corpora gets anything but an answer, and none takes long. */
    @Test void whateverItIsThereIsAnAnswer() throws IOException {
        int files = 0;
        for (var name : List.of("openpgp-rnp", "openpgp-pgpainless", "autocrypt", "smime-openpgp-mimekit",
            "pgp-abuse")) {
            var root = Corpus.folder(name);
            var senders = senders(root);
            for (var file : files(root)) {
                var octets = Corpus.octets(file);
                var answers = certificate(file) + message(file, senders) + cleartext(octets, senders) + detached(octets,
                    senders);
                assertTrue(answers.length() > 4, file.toString());
                files++;
            }
        }
        assertTrue(files > 150, "they were found");
    }

    @Test void whatPgpainlessSignedIsGood() {
        var root = Corpus.folder("openpgp-pgpainless");
        assertEquals("15 [GOOD]", message(root.resolve("cryptie_signed.asc"), senders(root.resolve("keys"))));
    }

    /** They have expired since; what counts is the time that is asked for. */
    @Test void autocryptsOwnCertificatesWereGood() throws IOException {
        var root = Corpus.folder("autocrypt");
        var then = Instant.parse("2019-06-01T00:00:00Z");
        for (var name : List.of("alice", "bob", "carol")) {
            var one = Certificate.read(Corpus.octets(root.resolve(name + "@autocrypt.example.pub.asc")));
            assertEquals(Certificate.State.GOOD, one.state(then));
            assertEquals(Certificate.State.EXPIRED, one.state(NOW));
            assertTrue(one.isFor(sigillo.base.Address.of(name + "@autocrypt.example"), then));
        }
    }

    private static Stream<Case> cases(Path root, String table) {
        return table.lines().map(line -> line.split(" +", 2)).map(parts -> new Case(root.resolve(parts[0]), parts[1]));
    }

    private static List<Path> files(Path root) {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Certificate> senders(Path root) {
        var all = new ArrayList<Certificate>();
        for (var file : files(root)) {
            try {
                all.addAll(Certificate.readAll(Corpus.octets(file)));
            } catch (OpenPgpBroken _) {
                // is tested elsewhere
            }
        }
        return all;
    }

    private static String certificate(Path file) {
        try {
            var one = Certificate.readAll(Corpus.octets(file)).getFirst();
            var names = one.userIds(NOW).stream().map(UserId::text).toList();
            return one.state(NOW) + " " + one.subkeys().size() + " " + names;
        } catch (OpenPgpBroken e) {
            return e.refusal().name();
        }
    }

    private static String message(Path file, List<Certificate> senders) {
        return answer(() -> {
            var opened = PgpOpen.verify(new ByteArrayInputStream(Corpus.octets(file)), senders, NOW, MAX,
                new TestSink());
            return opened.octets() + " " + opened.signatures().stream().map(Signed::state).toList();
        });
    }

    private static String cleartext(byte[] octets, List<Certificate> senders) {
        return answer(() -> PgpOpen.verifyCleartext(Octets.of(octets), senders, NOW, MAX, new TestSink()).toString());
    }

    private static String detached(byte[] octets, List<Certificate> senders) {
        return answer(() -> PgpOpen.verifyDetached(new ByteArrayInputStream(new byte[0]), octets, senders,
            NOW).toString());
    }

    private interface Asked { String get() throws IOException; }

    private static String answer(Asked asked) {
        try {
            return asked.get();
        } catch (OpenPgpBroken e) {
            return e.refusal().name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
