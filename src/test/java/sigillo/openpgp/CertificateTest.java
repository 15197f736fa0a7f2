package sigillo.openpgp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.bcpg.sig.NotationData;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPairGeneratorProvider;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;

/** Certificates of people who mean harm, of others whom they flood, and of tomorrow. */
class CertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant MADE = NOW.minus(Duration.ofDays(100));
    private static final PGPKeyPair KEY = pair();
    private static final PGPKeyPair OTHER = pair();
    private static final PGPKeyPair SUBKEY = subkey(true);
    private static final byte[] UID = new Packet(Packet.USER_ID, "anna@mx.example".getBytes()).encoded();

    private final byte[] primary = new Packet(Packet.PUBLIC_KEY, body(KEY)).encoded();
    private final byte[] encryption = new Packet(Packet.PUBLIC_SUBKEY, body(SUBKEY)).encoded();
    private final byte[] certified = onUserId(KEY, NOW, HashAlgorithmTags.SHA512, _ -> { });
    private final byte[] bound = onSubkey(KEY, SUBKEY, KeyFlags.ENCRYPT_COMMS, null);
    private final byte[] whole = Crafted.joined(primary, UID, certified, encryption, bound);

    @Test void theOneFromWhichTheOthersComeIsGood() throws Exception {
        assertEquals(Certificate.State.GOOD, read(whole).state(NOW));
        assertEquals(List.of("anna@mx.example"), read(whole).userIds(NOW).stream().map(UserId::text).toList());
    }

    /** Each costs whoever signs nothing: key servers once had certificates with 150,000 of them. */
    @Test void whatOthersSignFallsOut() throws Exception {
        var flood = new ByteArrayOutputStream();
        var others = onUserId(OTHER, NOW, HashAlgorithmTags.SHA512, _ -> { });
        while (flood.size() < 900_000) flood.writeBytes(others);
        var flooded = Crafted.joined(primary, UID, flood.toByteArray(), certified, encryption, bound);
        assertEquals(read(whole), read(flooded));
        var tooMuch = Crafted.joined(primary, UID, flood.toByteArray(), flood.toByteArray(), certified);
        assertEquals(Refusal.TOO_LARGE, refusal(tooMuch));
    }

    /** Copies of a good signature with other octets where anybody may write are one signature. */
    @Test void copiesFallOut() throws Exception {
        var body = PacketList.packets(certified).getFirst().body();
        int hashed = (body[4] & 0xFF) << 8 | body[5] & 0xFF;
        int at = 6 + hashed;
        var copies = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            int unhashed = (body[at] & 0xFF) << 8 | body[at + 1] & 0xFF;
            var more = new byte[] {5, 100, (byte) i, 0, 0, 0};
            var length = new byte[] {(byte) (unhashed + more.length >> 8), (byte) (unhashed + more.length)};
            copies.writeBytes(new Packet(Packet.SIGNATURE, Crafted.joined(Arrays.copyOf(body, at), length, more,
                Arrays.copyOfRange(body, at + 2, body.length))).encoded());
        }
        var read = read(Crafted.joined(primary, UID, copies.toByteArray(), encryption, bound));
        assertEquals(Certificate.State.GOOD, read.state(NOW));
        assertTrue(read.octets().length < whole.length + 20, "of " + read.octets().length);
    }

    /** Whoever says to be the owner makes us verify; so it has an end. */
    @Test void signaturesThatSayTheyAreOwnAreCounted() throws Exception {
        var flood = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            var body = PacketList.packets(certified).getFirst().body();
            body[body.length - 1 - i % 30] ^= (byte) (1 + i);
            flood.writeBytes(new Packet(Packet.SIGNATURE, body).encoded());
        }
        assertEquals(Refusal.TOO_MANY_SIGNATURES,
            refusal(Crafted.joined(primary, UID, flood.toByteArray(), certified)));
    }

    @Test void packetsKeysAndUserIdsAreCounted() throws Exception {
        assertEquals(Refusal.TOO_MANY_KEYS,
            refusal(Crafted.joined(primary, repeated(Crafted.joined(encryption, bound), 33))));
        assertEquals(Refusal.TOO_MANY_USER_IDS,
            refusal(Crafted.joined(primary, repeated(Crafted.joined(UID, certified), 65))));
        assertEquals(Refusal.TOO_MANY_PACKETS,
            refusal(Crafted.joined(primary, repeated(new byte[] {(byte) 0xCC, 0}, 9_000))));
        assertEquals(Refusal.SEVERAL_CERTIFICATES, refusal(Crafted.joined(whole, whole)));
        assertEquals(Refusal.NO_CERTIFICATE, refusal(UID));
        assertEquals(Refusal.NOT_OPENPGP, refusal(new byte[0]));
        assertEquals(Refusal.NOT_SELF_SIGNED, refusal(primary));
        assertEquals(Refusal.NOT_SELF_SIGNED, refusal(Crafted.joined(primary, UID, encryption, bound)));
    }

    /** One use of it would take minutes. */
    @Test void aKeyThatIsTooLargeIsNotUsed() throws Exception {
        var one = new byte[8_191];
        Arrays.fill(one, (byte) 0xFF);
        var length = new byte[] {(byte) 0xFF, (byte) 0xF8};
        var body = Crafted.joined(new byte[] {4, 0, 0, 0, 1, 1}, length, one, length, one);
        assertEquals(Refusal.TOO_LARGE,
            refusal(Crafted.joined(new Packet(Packet.PUBLIC_KEY, body).encoded(), UID, certified)));
        var some = Arrays.copyOf(one, 4_000);
        var less = new byte[] {(byte) 0x7D, 0};
        body = Crafted.joined(new byte[] {4, 0, 0, 0, 1, 1}, less, some, less, some);
        assertEquals(Refusal.UNKNOWN_KEY,
            refusal(Crafted.joined(new Packet(Packet.PUBLIC_KEY, body).encoded(), UID, certified)));
        var asSubkey = new Packet(Packet.PUBLIC_SUBKEY, body).encoded();
        assertEquals(read(whole), read(Crafted.joined(whole, asSubkey, bound)));
    }

    /** Of tomorrow: keys against quantum computers, version 7, a user attribute, a packet that nobody knows yet. */
    @Test void whatIsNotKnownIsNoReasonToRefuse() throws Exception {
        var pqc = body(SUBKEY).clone();
        pqc[5] = 35;
        var version7 = body(SUBKEY).clone();
        version7[0] = 7;
        var future = Crafted.joined(whole, new Packet(Packet.PUBLIC_SUBKEY, pqc).encoded(), bound,
            new Packet(Packet.PUBLIC_SUBKEY, version7).encoded(), bound, new Packet(Packet.USER_ATTRIBUTE, new byte[50])
                .encoded(),
            certified, new Packet(42, new byte[5]).encoded());
        assertEquals(read(whole), read(future));
        version7[0] = 7;
        assertEquals(Refusal.UNKNOWN_KEY,
            refusal(Crafted.joined(new Packet(Packet.PUBLIC_KEY, version7).encoded(), UID, certified)));
    }

    /** Else Eve could put Anna's signing subkey to her own certificate, and be who signed what Anna signed. */
    @Test void aSigningSubkeyMustWantToBeOne() throws Exception {
        var signing = subkey(false);
        var packet = new Packet(Packet.PUBLIC_SUBKEY, body(signing)).encoded();
        var stolen = read(Crafted.joined(whole, packet, onSubkey(KEY, signing, KeyFlags.SIGN_DATA, null)));
        assertEquals(List.of(), stolen.verifyingKeys(signing.getKeyID(), NOW));
        var wrong = read(Crafted.joined(whole, packet, onSubkey(KEY, signing, KeyFlags.SIGN_DATA, OTHER)));
        assertEquals(List.of(), wrong.verifyingKeys(signing.getKeyID(), NOW));
        var willing = read(Crafted.joined(whole, packet, onSubkey(KEY, signing, KeyFlags.SIGN_DATA, signing)));
        assertEquals(1, willing.verifyingKeys(signing.getKeyID(), NOW).size());
        var encrypting = read(Crafted.joined(whole, packet, onSubkey(KEY, signing, KeyFlags.AUTHENTICATION, signing)));
        assertEquals(List.of(), encrypting.verifyingKeys(signing.getKeyID(), NOW));
    }

    @Test void aSubkeyOfAnotherIsNotTaken() throws Exception {
        var read = read(Crafted.joined(primary, UID, certified, encryption,
            onSubkey(OTHER, SUBKEY, KeyFlags.ENCRYPT_COMMS, null)));
        assertEquals(Certificate.State.ENCRYPTS_NOT, read.state(NOW));
        assertEquals(0, read.subkeys().size());
    }

    @Test void digestsAreGoodOnlySoLong() throws Exception {
        var before = Instant.parse("2022-12-31T23:59:59Z");
        for (var one : List.of(HashAlgorithmTags.MD5, HashAlgorithmTags.RIPEMD160)) {
            assertEquals(Refusal.NOT_SELF_SIGNED,
                refusal(Crafted.joined(primary, UID, onUserId(KEY, before, one, _ -> { }))));
        }
        var sha1 = onUserId(KEY, before, HashAlgorithmTags.SHA1, _ -> { });
        assertEquals(1, read(Crafted.joined(primary, UID, sha1)).userIds(NOW).size());
        var later = onUserId(KEY, before.plusSeconds(1), HashAlgorithmTags.SHA1, _ -> { });
        assertEquals(Refusal.NOT_SELF_SIGNED, refusal(Crafted.joined(primary, UID, later)));
    }

    @Test void whatIsCriticalAndNotKnownMakesASignatureVoid() throws Exception {
        var notation = onUserId(KEY, NOW, HashAlgorithmTags.SHA512, hashed ->
            hashed.addCustomSubpacket(new NotationData(true, true, "x@mx.example", "y")));
        assertEquals(Refusal.NOT_SELF_SIGNED, refusal(Crafted.joined(primary, UID, notation)));
        var mild = onUserId(KEY, NOW, HashAlgorithmTags.SHA512, hashed ->
            hashed.addCustomSubpacket(new NotationData(false, true, "x@mx.example", "y")));
        assertEquals(1, read(Crafted.joined(primary, UID, mild)).userIds(NOW).size());
    }

    @Test void revocations() throws Exception {
        for (var one : List.of(new Revoked(0, false), new Revoked(2, false), new Revoked(1, true),
            new Revoked(3, true))) {
            var read = read(Crafted.joined(primary, revocation(one.reason), UID, certified, encryption, bound));
            assertEquals(Certificate.State.REVOKED, read.state(NOW), one.toString());
            boolean wasGood = read.state(NOW.minus(Duration.ofDays(10))) == Certificate.State.GOOD;
            assertEquals(one.wasGoodBefore, wasGood, one.toString());
        }
    }

    record Revoked(int reason, boolean wasGoodBefore) {}

    @Test void aUserIdIsTakenBackAndGivenAgain() throws Exception {
        var address = Address.of("anna@mx.example");
        var back = onUserId(PGPSignature.CERTIFICATION_REVOCATION, NOW);
        assertFalse(read(Crafted.joined(primary, UID, back, certified)).isFor(address, NOW));
        var again = onUserId(KEY, NOW.plusSeconds(60), HashAlgorithmTags.SHA512, _ -> { });
        assertTrue(read(Crafted.joined(primary, UID, back, certified, again)).isFor(address, NOW.plusSeconds(60)));
    }

    @Test void addressesInUserIds() {
        record Case(String text, String address) {}
        for (var one : List.of(new Case("Anna <anna@mx.example>", "anna@mx.example"),
            new Case("anna@mx.example", "anna@mx.example"),
            new Case("<anna@mx.example>", "anna@mx.example"),
                new Case("bob@mx.example <eve@mx.example>", "eve@mx.example"),
            new Case("Anna (work) <anna@mx.example>", "anna@mx.example"), new Case("<anna@mx.example> <x", null),
            new Case("anna@mx.example and more", null), new Case("", null), new Case("Anna", null))) {
            var read = UserId.of(one.text.getBytes(StandardCharsets.UTF_8));
            assertEquals(Optional.ofNullable(one.address), read.address().map(Address::toString), one.text);
        }
        assertEquals(Optional.empty(),
            UserId.of(new byte[] {(byte) 0xFF, '<', 'a', '@', 'b', '.', 'c', 'o', '>'}).address());
    }

    /**
     * Bruseghini, Huigens, Paterson 2022: what protects a secret half does not protect the public half that stands
     * before it.
     */
    @Test void anOverwrittenKeyIsRefused() throws Exception {
        try (var anna = KeyMaking.make("anna@mx.example", MADE, Optional.empty());
             var eve = KeyMaking.make("anna@mx.example", MADE, Optional.empty())) {
            for (var passphrase : List.of("", "secret")) {
                var of = passphrase.isEmpty() ? anna.plain() : anna.export(passphrase.toCharArray());
                var mixed = new ArrayList<byte[]>();
                var eves = PacketList.packets(eve.certificate().octets());
                var annas = PacketList.packets(of);
                for (int i = 0; i < eves.size(); i++) mixed.add(overwritten(eves.get(i), annas.get(i)));
                assertEquals(Refusal.KEY_MISMATCH, PgpSealTest.refusal(() ->
                    SecretKeys.read(Crafted.joined(mixed.toArray(byte[][]::new)), passphrase.toCharArray())),
                        passphrase);
            }
        }
    }

    /** Eve's public packet as a secret one, with what follows the public half of Anna's. */
    private static byte[] overwritten(Packet eves, Packet annas) {
        boolean isKey = annas.tag() == Packet.SECRET_KEY || annas.tag() == Packet.SECRET_SUBKEY;
        if (!isKey) return eves.encoded();
        int half = eves.body().length;
        return new Packet(annas.tag(),
            Crafted.joined(eves.body(), Arrays.copyOfRange(annas.body(), half, annas.body().length))).encoded();
    }

    @Test void aSecretThatIsStretchedAtWhatCostItLikesIsRefused() throws Exception {
        try (var anna = KeyMaking.make("anna@mx.example", MADE, Optional.empty())) {
            var packets = PacketList.packets(anna.plain());
            int half = PacketList.packets(anna.certificate().octets()).getFirst().body().length;
            // RFC 9580 section 3.7.1.4: Argon2 with 255 passes, 255 lanes and 2^31 KiB
            var argon = new byte[] {(byte) 253, 9, 2, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, (byte) 255,
                (byte) 255, 31};
            var dear = new Packet(Packet.SECRET_KEY,
                Crafted.joined(Arrays.copyOf(packets.getFirst().body(), half), argon, new byte[60]));
            var all = new ByteArrayOutputStream();
            dear.writeTo(all);
            packets.stream().skip(1).forEach(one -> one.writeTo(all));
            assertEquals(Refusal.PASSPHRASE_STRETCHING,
                PgpSealTest.refusal(() -> SecretKeys.read(all.toByteArray(), "x".toCharArray())));
        }
    }

    @Test void whatIsOfAnotherTimeIsNotSignedWith() throws Exception {
        try (var anna = KeyMaking.make("anna@mx.example", NOW, Optional.empty())) {
            var text = new ByteArrayInputStream(new byte[1]);
            assertEquals(Refusal.CANNOT_SIGN,
                PgpSealTest.refusal(() -> PgpSeal.signature(text, anna, NOW.minus(Duration.ofDays(1)))));
        }
    }

    private static Certificate read(byte[] octets) throws OpenPgpBroken { return Certificate.read(octets); }

    private static Refusal refusal(byte[] octets) { return PgpSealTest.refusal(() -> Certificate.read(octets)); }

    private static byte[] repeated(byte[] one, int times) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) all.writeBytes(one);
        return all.toByteArray();
    }

    private static byte[] onUserId(PGPKeyPair by, Instant at, int hash, Consumer<PGPSignatureSubpacketGenerator> more) {
        try {
            var generator = signer(by, PGPSignature.POSITIVE_CERTIFICATION, at, hash, hashed -> {
                hashed.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
                more.accept(hashed);
            });
            return generator.generateCertification("anna@mx.example", KEY.getPublicKey()).getEncoded();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] onUserId(int type, Instant at) throws Exception {
        return signer(KEY, type, at, HashAlgorithmTags.SHA512, _ -> { })
            .generateCertification("anna@mx.example", KEY.getPublicKey()).getEncoded();
    }

    private static byte[] onSubkey(PGPKeyPair by, PGPKeyPair subkey, int flags, PGPKeyPair back) {
        try {
            var embedded = back == null ? null
                : signer(back, PGPSignature.PRIMARYKEY_BINDING, MADE, HashAlgorithmTags.SHA512, _ -> { })
                .generateCertification(KEY.getPublicKey(), subkey.getPublicKey());
            return signer(by, PGPSignature.SUBKEY_BINDING, MADE, HashAlgorithmTags.SHA512, hashed -> {
                hashed.setKeyFlags(true, flags);
                embed(hashed, embedded);
            }).generateCertification(KEY.getPublicKey(), subkey.getPublicKey()).getEncoded();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void embed(PGPSignatureSubpacketGenerator hashed, PGPSignature embedded) {
        try {
            if (embedded != null) hashed.addEmbeddedSignature(true, embedded);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] revocation(int reason) throws Exception {
        return signer(KEY, PGPSignature.KEY_REVOCATION, NOW.minus(Duration.ofDays(5)), HashAlgorithmTags.SHA512,
            hashed -> hashed.setRevocationReason(false, (byte) reason, "")).generateCertification(KEY.getPublicKey())
                .getEncoded();
    }

    private static PGPSignatureGenerator signer(PGPKeyPair by, int type, Instant at, int hash,
        Consumer<PGPSignatureSubpacketGenerator> more) throws Exception {
        var key = by.getPublicKey();
        var generator = new PGPSignatureGenerator(new BcPGPContentSignerBuilder(key.getAlgorithm(), hash), key);
        generator.init(type, by.getPrivateKey());
        var hashed = new PGPSignatureSubpacketGenerator();
        hashed.setSignatureCreationTime(true, Date.from(at));
        hashed.setIssuerFingerprint(false, key);
        more.accept(hashed);
        assertTrue(hashed.hasSubpacket(SignatureSubpacketTags.CREATION_TIME));
        generator.setHashedSubpackets(hashed.generate());
        return generator;
    }

    private static PGPKeyPair pair() {
        try {
            return new BcPGPKeyPairGeneratorProvider().get(4, Date.from(MADE)).generateLegacyEd25519KeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static PGPKeyPair subkey(boolean isForEncryption) {
        try {
            var pairs = new BcPGPKeyPairGeneratorProvider().get(4, Date.from(MADE));
            return (isForEncryption ? pairs.generateLegacyX25519KeyPair() : pairs.generateLegacyEd25519KeyPair())
                .asSubkey(new BcKeyFingerprintCalculator());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] body(PGPKeyPair pair) {
        try {
            return pair.getPublicKey().getPublicKeyPacket().getEncodedContents();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
