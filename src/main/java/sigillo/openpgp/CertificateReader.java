package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** Packets become certificates: RFC 9580 section 10.1. What the primary key has not signed falls out. */
final class CertificateReader {
    static final BcPGPContentVerifierBuilderProvider VERIFIERS = new BcPGPContentVerifierBuilderProvider();

    /** A secret key is read too, so that it is refused as what it is. */
    private static final Set<Armour.Kind> KINDS = Set.of(Armour.Kind.PUBLIC_KEY, Armour.Kind.SECRET_KEY);

    private final List<Certificate> done = new ArrayList<>();
    private KeyPart primary;
    private final List<KeyPart> subkeys = new ArrayList<>();
    private final List<UserIdPart> userIds = new ArrayList<>();
    /** What signatures are on; one of the two, or neither when it is left out. */
    private KeyPart key;
    private UserIdPart userId;
    /** Subkeys of which it was asked whether they want to be one. */
    private final List<KeyPart> signing = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int signatures;

    private CertificateReader() {}

    static List<Certificate> read(byte[] binaryOrArmoured) throws OpenPgpBroken {
        if (binaryOrArmoured.length > Limits.CERTIFICATE_OCTETS_MAX) throw new OpenPgpBroken(Refusal.TOO_LARGE);
        if (binaryOrArmoured.length == 0) throw new OpenPgpBroken(Refusal.NOT_OPENPGP);
        try {
            return new CertificateReader().readBinary(Armour.binary(binaryOrArmoured, KINDS));
        } catch (OpenPgpBroken e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Certificate> readBinary(byte[] binary) throws IOException {
        var packets = new PacketReader(new ByteArrayInputStream(binary), Limits.CERTIFICATE_PACKETS_MAX);
        for (int tag; (tag = packets.next()) >= 0; ) {
            switch (tag) {
                case Packet.PUBLIC_KEY -> begin(packets.body(Limits.SMALL_PACKET_OCTETS_MAX));
                case Packet.SECRET_KEY, Packet.SECRET_SUBKEY -> throw new OpenPgpBroken(Refusal.SECRET_KEY);
                case Packet.MARKER, Packet.TRUST, Packet.PADDING -> { }
                default -> within(tag, packets);
            }
        }
        end();
        if (done.isEmpty()) throw new OpenPgpBroken(Refusal.NO_CERTIFICATE);
        return done;
    }

    private void within(int tag, PacketReader packets) throws IOException {
        if (primary == null) throw new OpenPgpBroken(Refusal.NO_CERTIFICATE);
        switch (tag) {
            case Packet.PUBLIC_SUBKEY -> subkey(packets.body(Limits.CERTIFICATE_OCTETS_MAX));
            case Packet.USER_ID -> userId(packets.body(Limits.CERTIFICATE_OCTETS_MAX));
            case Packet.SIGNATURE -> signature(packets.body(Limits.CERTIFICATE_OCTETS_MAX));
            default -> {
                key = null;
                userId = null;
            }
        }
    }

    private void begin(byte[] body) throws IOException {
        end();
        var packet = new Packet(Packet.PUBLIC_KEY, body);
        var parsed = key(packet);
        if (parsed == null || !isKnown(parsed)) throw new OpenPgpBroken(Refusal.UNKNOWN_KEY);
        primary = part(parsed, packet);
        key = primary;
        userId = null;
    }

    /** A version and an algorithm that can sign; whether it is strong enough is asked later. */
    private static boolean isKnown(PGPPublicKey key) {
        boolean isKnownVersion = key.getVersion() == 4 || key.getVersion() == 6;
        return isKnownVersion && switch (key.getAlgorithm()) {
            case PublicKeyPacket.RSA_GENERAL, KeyPolicy.RSA_SIGN_ONLY, PublicKeyPacket.DSA, PublicKeyPacket.ECDSA,
                 PublicKeyPacket.EDDSA_LEGACY, PublicKeyPacket.Ed25519, PublicKeyPacket.Ed448 -> true;
            default -> false;
        };
    }

    private static KeyPart part(PGPPublicKey key, Packet packet) {
        return new KeyPart(key, packet, new ArrayList<>(), new ArrayList<>());
    }

    /** Subkeys of unknown kinds, as those against quantum computers, are no reason to refuse the certificate. */
    private void subkey(byte[] body) throws OpenPgpBroken {
        key = null;
        userId = null;
        var packet = new Packet(Packet.PUBLIC_SUBKEY, body);
        var parsed = body.length > Limits.SMALL_PACKET_OCTETS_MAX ? null : key(packet);
        if (parsed == null || parsed.getVersion() != primary.key().getVersion()) return;
        if (subkeys.size() == Limits.SUBKEYS_MAX) throw new OpenPgpBroken(Refusal.TOO_MANY_KEYS);
        key = part(parsed, packet);
        subkeys.add(key);
    }

    private void userId(byte[] body) throws OpenPgpBroken {
        key = null;
        userId = null;
        if (body.length > Limits.USER_ID_OCTETS_MAX) return;
        if (userIds.size() == Limits.USER_IDS_MAX) throw new OpenPgpBroken(Refusal.TOO_MANY_USER_IDS);
        userId = new UserIdPart(new Packet(Packet.USER_ID, body), UserId.of(body), new ArrayList<>(),
            new ArrayList<>());
        userIds.add(userId);
    }

    private void signature(byte[] body) throws OpenPgpBroken {
        if (key == null && userId == null || body.length > Limits.SMALL_PACKET_OCTETS_MAX) return;
        var signature = parsedSignature(body);
        if (signature == null || !isOwn(signature) || !SelfSignature.isSound(signature)) return;
        if (!seen.add(identity(signature))) return;
        if (++signatures > Limits.SELF_SIGNATURES_MAX) throw new OpenPgpBroken(Refusal.TOO_MANY_SIGNATURES);
        var list = listFor(signature.getSignatureType());
        if (list != null && isValid(signature)) list.add(selfSignature(signature, body));
    }

    /** Where a signature of this type belongs, by what it is on: RFC 9580 section 5.2.1. Null: nowhere. */
    private List<SelfSignature> listFor(int type) {
        return switch (type) {
            case PGPSignature.DIRECT_KEY -> key == primary ? primary.bindings() : null;
            case PGPSignature.KEY_REVOCATION -> key == primary ? primary.revocations() : null;
            case PGPSignature.SUBKEY_BINDING -> key != null && key != primary ? key.bindings() : null;
            case PGPSignature.SUBKEY_REVOCATION -> key != null && key != primary ? key.revocations() : null;
            case PGPSignature.DEFAULT_CERTIFICATION, PGPSignature.NO_CERTIFICATION, PGPSignature.CASUAL_CERTIFICATION,
                 PGPSignature.POSITIVE_CERTIFICATION -> userId != null ? userId.certifications() : null;
            case PGPSignature.CERTIFICATION_REVOCATION -> userId != null ? userId.revocations() : null;
            default -> null;
        };
    }

    private boolean isValid(PGPSignature signature) {
        try {
            signature.init(VERIFIERS, primary.key());
            if (userId != null) return signature.verifyCertification(userId.packet().body(), primary.key());
            return key == primary ? signature.verifyCertification(primary.key())
                : signature.verifyCertification(primary.key(), key.key());
        } catch (PGPException | RuntimeException _) {
            return false;
        }
    }

    private SelfSignature selfSignature(PGPSignature signature, byte[] body) {
        var created = signature.getCreationTime().toInstant();
        var one = new SelfSignature(signature, body, created, false);
        boolean isToSign = one.type() == PGPSignature.SUBKEY_BINDING && one.keyFlags() >= 0 && one.maySign();
        boolean isWilling = isToSign && hasRoomForBack() && hasBackSignature(signature);
        return isWilling ? new SelfSignature(signature, body, created, true) : one;
    }

    /** Large RSA keys are tried for being composite when they are first used, at some 0.3 s. */
    private boolean hasRoomForBack() {
        if (signing.contains(key)) return true;
        if (signing.size() == Limits.SIGNING_SUBKEYS_MAX) return false;
        signing.add(key);
        return true;
    }

    /** RFC 9580 section 5.2.1.9. It may be in either area: it proves itself. */
    private boolean hasBackSignature(PGPSignature binding) {
        try {
            for (var area : List.of(binding.getHashedSubPackets(), binding.getUnhashedSubPackets())) {
                int tried = 0;
                for (var back : area.getEmbeddedSignatures()) {
                    if (++tried > Limits.BACK_SIGNATURES_MAX) break;
                    boolean isBack = back.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING;
                    if (!isBack || !SelfSignature.isSound(back)) continue;
                    back.init(VERIFIERS, key.key());
                    if (back.verifyCertification(primary.key(), key.key())) return true;
                }
            }
        } catch (PGPException | RuntimeException _) {
            return false;
        }
        return false;
    }

    private boolean isOwn(PGPSignature signature) {
        var issuers = signature.getKeyIdentifiers();
        return issuers.isEmpty() || issuers.stream().anyMatch(one -> one.matches(primary.key().getKeyIdentifier()));
    }

    /** What is signed, without the area that anybody may fill: copies of one signature count as one. */
    private String identity(PGPSignature signature) throws OpenPgpBroken {
        try {
            var hex = HexFormat.of();
            var on = userId != null ? userId.packet().body() : key.packet().body();
            return hex.formatHex(Digests.sha256(on, signature.getSignatureTrailer(), signature.getSignature()));
        } catch (PGPException | RuntimeException e) {
            throw new OpenPgpBroken(Refusal.MALFORMED, e);
        }
    }

    private void end() throws OpenPgpBroken {
        if (primary == null) return;
        subkeys.removeIf(one -> one.bindings().isEmpty());
        userIds.removeIf(one -> one.certifications().isEmpty());
        boolean isSigned = !primary.bindings().isEmpty() || !primary.revocations().isEmpty() || !userIds.isEmpty();
        if (!isSigned) throw new OpenPgpBroken(Refusal.NOT_SELF_SIGNED);
        done.add(new Certificate(primary, userIds, subkeys));
        primary = null;
        subkeys.clear();
        userIds.clear();
        seen.clear();
        signing.clear();
    }

    /** Null when BouncyCastle cannot read it, or it is larger than any that one uses. */
    private static PGPPublicKey key(Packet packet) {
        try {
            var read = new BCPGInputStream(new ByteArrayInputStream(packet.encoded())).readPacket();
            return read instanceof PublicKeyPacket key && KeyPolicy.isBounded(key)
                ? new PGPPublicKey(key, new BcKeyFingerprintCalculator()) : null;
        } catch (IOException | PGPException | RuntimeException _) {
            return null;
        }
    }

    /** Null when BouncyCastle cannot read it. */
    static PGPSignature parsedSignature(byte[] body) {
        try {
            var octets = new Packet(Packet.SIGNATURE, body).encoded();
            var signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(octets)));
            boolean isKnown = signature.getVersion() == 4 || signature.getVersion() == 6;
            return isKnown && signature.getCreationTime() != null ? signature : null;
        } catch (IOException | PGPException | RuntimeException _) {
            return null;
        }
    }
}
