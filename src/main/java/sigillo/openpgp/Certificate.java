package sigillo.openpgp;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.openpgp.PGPPublicKey;
import sigillo.base.Address;

/**
 * Somebody's public keys: a transferable public key (RFC 9580 section 10.1) of which only that is kept which its own
 * primary key has signed. What others have signed on it, photographs, and subkeys of kinds that we do not know (those
 * of tomorrow) are left out; so nobody makes it large but its owner.
 *
 * <p>What it may be used for depends on the time, which is given to each question: a key may expire, be revoked, or be
 * of tomorrow. For something that was signed it is the time of the signature. Immutable; reading one costs a
 * verification a signature, some 0.5 ms in all, so who uses it often keeps it.
 */
public final class Certificate {

    /** What is the matter with it, the worst first. */
    public enum State {
        REVOKED, EXPIRED,
        /** Its primary key was made after the time that was asked for. */
        NOT_YET,
        /** Its primary key is of an algorithm or a size that does not count any more. */
        WEAK,
        /** Good, but without a subkey to which one could encrypt. */
        ENCRYPTS_NOT, GOOD
    }

    private final KeyPart primary;
    private final List<UserIdPart> userIds;
    private final List<KeyPart> subkeys;

    Certificate(KeyPart primary, List<UserIdPart> userIds, List<KeyPart> subkeys) {
        this.primary = primary;
        this.userIds = List.copyOf(userIds);
        this.subkeys = List.copyOf(subkeys);
    }

    /** Reads exactly one, of at most {@link Limits#CERTIFICATE_OCTETS_MAX}. */
    public static Certificate read(byte[] binaryOrArmoured) throws OpenPgpBroken {
        var all = readAll(binaryOrArmoured);
        if (all.size() > 1) throw new OpenPgpBroken(Refusal.SEVERAL_CERTIFICATES);
        return all.getFirst();
    }

    /** Reads a keyring, as some servers give for one address; those that are not taken make that all are refused. */
    public static List<Certificate> readAll(byte[] binaryOrArmoured) throws OpenPgpBroken {
        return CertificateReader.read(binaryOrArmoured);
    }

    /** Binary; what was left out when it was read is not in it. */
    public byte[] octets() { return encoded(userIds, subkeys); }

    public byte[] armoured() { return Armour.of(Armour.Kind.PUBLIC_KEY, octets()); }

    /** Of the primary key, in capitals; 40 digits of version 4, 64 of version 6. */
    public String fingerprint() { return hex(primary.key().getFingerprint()); }

    public Instant created() { return primary.created(); }

    public State state(Instant at) {
        if (primary.isRevoked(at)) return State.REVOKED;
        if (primary.isExpired(expirySeconds(at), at)) return State.EXPIRED;
        if (primary.isFromTheFuture(at)) return State.NOT_YET;
        if (!KeyPolicy.canVerify(primary.material())) return State.WEAK;
        return encryptionSubkey(at).isPresent() || primaryEncrypts(at) ? State.GOOD : State.ENCRYPTS_NOT;
    }

    /** When the primary key ends; empty: never. */
    public Optional<Instant> expires(Instant at) {
        long seconds = expirySeconds(at);
        return seconds == 0 ? Optional.empty() : Optional.of(created().plusSeconds(seconds));
    }

    public boolean encrypts(Instant at) { return state(at) == State.GOOD; }

    /** Those that the owner has not taken back, the one that he calls his first one first. */
    public List<UserId> userIds(Instant at) { return inForce(at).map(UserIdPart::userId).toList(); }

    /** Whether the owner says that this is his address; local parts are compared without regard to case. */
    public boolean isFor(Address address, Instant at) { return inForce(at).anyMatch(one -> hasAddress(one, address)); }

    /**
     * The least that serves for {@code address}: the primary key, the user IDs with it, and the subkey that one
     * encrypts to, each with its newest signatures. For header fields of Autocrypt (Level 1, section 2.1.1), and for
     * WKD. Other subkeys that sign stay, since messages are signed by them. Empty when it cannot be used for that.
     */
    public Optional<Certificate> minimal(Address address, Instant at) {
        var named = userIds.stream().filter(one -> one.isInForce(at) && hasAddress(one, address))
            .map(one -> new UserIdPart(one.packet(), one.userId(), newest(one.certifications(), at), List.of()))
            .toList();
        if (named.isEmpty() || !encrypts(at)) return Optional.empty();
        var encrypting = encryptionSubkey(at);
        var kept = subkeys.stream().filter(one -> encrypting.filter(one::equals).isPresent() || one.signs(at))
            .map(one -> new KeyPart(one.key(), one.packet(), newest(one.bindings(), at), List.of())).toList();
        var first = new KeyPart(primary.key(), primary.packet(), newest(primary.bindings(), at), primary.revocations());
        return Optional.of(new Certificate(first, named, kept));
    }

    private static List<SelfSignature> newest(List<SelfSignature> all, Instant at) {
        return SelfSignature.newest(all, at).map(List::of).orElse(List.of());
    }

    /** To which one encrypts at this time: the newest subkey that is for it, as gpg takes it. */
    PGPPublicKey encryptionKey(Instant at) throws OpenPgpBroken {
        if (!encrypts(at)) throw new OpenPgpBroken(Refusal.CANNOT_ENCRYPT);
        return encryptionSubkey(at).orElse(primary).key();
    }

    private Optional<KeyPart> encryptionSubkey(Instant at) {
        return subkeys.stream().filter(one -> one.encrypts(at)).max(Comparator.comparing(KeyPart::created));
    }

    /** RSA keys of old, that sign and encrypt. */
    private boolean primaryEncrypts(Instant at) {
        return KeyPolicy.canEncrypt(primary.material())
            && primaryFlags(at).filter(SelfSignature::mayEncrypt).isPresent();
    }

    /** Those that may have signed at this time and have this key ID. Key IDs are not unique. */
    List<PGPPublicKey> verifyingKeys(long keyId, Instant at) {
        var state = state(at);
        if (state != State.GOOD && state != State.ENCRYPTS_NOT) return List.of();
        var found = new ArrayList<PGPPublicKey>();
        if (primary.key().getKeyID() == keyId && primarySigns(at)) found.add(primary.key());
        subkeys.stream().filter(one -> one.key().getKeyID() == keyId && one.signs(at))
            .forEach(one -> found.add(one.key()));
        return found;
    }

    /** Without key flags a primary key may sign, as before there were any. */
    private boolean primarySigns(Instant at) { return primaryFlags(at).map(SelfSignature::maySign).orElse(true); }

    /** Whether one of its keys has this ID, whatever it may be used for. */
    boolean hasKey(long keyId) { return keysOf(keyId).findAny().isPresent(); }

    /** Those with this ID, whatever they may be used for. */
    Stream<PGPPublicKey> keysOf(long keyId) {
        return Stream.concat(Stream.of(primary), subkeys.stream()).map(KeyPart::key)
            .filter(one -> one.getKeyID() == keyId);
    }

    KeyPart primary() { return primary; }

    List<KeyPart> subkeys() { return subkeys; }

    List<UserIdPart> userIdParts() { return userIds; }

    private static boolean hasAddress(UserIdPart one, Address address) {
        return one.userId().address().filter(own -> own.lookupKey().equals(address.lookupKey())).isPresent();
    }

    private Stream<UserIdPart> inForce(Instant at) {
        return userIds.stream().filter(one -> one.isInForce(at)).sorted(Comparator.comparing(one -> !isFirst(one, at)));
    }

    private static boolean isFirst(UserIdPart one, Instant at) {
        return SelfSignature.newest(one.certifications(), at).filter(SelfSignature::isPrimaryUserId).isPresent();
    }

    /**
     * What says something of the primary key: the newest signature on the first user ID and the newest on the key
     * itself. Programs renew either; so the newer of the two that speaks of a matter counts for it. RFC 9580 section
     * 5.2.3.10.
     */
    private Stream<SelfSignature> ofPrimary(Instant at) {
        var onUserId = inForce(at).findFirst().flatMap(one -> SelfSignature.newest(one.certifications(), at));
        var onKey = SelfSignature.newest(primary.bindings(), at);
        return Stream.concat(onUserId.stream(), onKey.stream())
            .sorted(Comparator.comparing(SelfSignature::created).reversed());
    }

    private Optional<SelfSignature> primaryFlags(Instant at) {
        return ofPrimary(at).filter(one -> one.keyFlags() >= 0).findFirst();
    }

    private long expirySeconds(Instant at) {
        return ofPrimary(at).filter(SelfSignature::saysExpiry).findFirst().map(SelfSignature::keyExpirySeconds)
            .orElse(0L);
    }

    private byte[] encoded(List<UserIdPart> userIds, List<KeyPart> subkeys) {
        var out = new ByteArrayOutputStream();
        write(primary, out);
        for (var one : userIds) {
            one.packet().writeTo(out);
            write(one.revocations(), out);
            write(one.certifications(), out);
        }
        subkeys.forEach(one -> write(one, out));
        return out.toByteArray();
    }

    private static void write(KeyPart one, ByteArrayOutputStream out) {
        one.packet().writeTo(out);
        write(one.revocations(), out);
        write(one.bindings(), out);
    }

    private static void write(List<SelfSignature> signatures, ByteArrayOutputStream out) {
        signatures.forEach(one -> new Packet(Packet.SIGNATURE, one.packet()).writeTo(out));
    }

    static String hex(byte[] octets) { return HexFormat.of().formatHex(octets).toUpperCase(Locale.ROOT); }

    /** By what is in it. */
    @Override public boolean equals(Object other) {
        return other instanceof Certificate one && java.util.Arrays.equals(octets(), one.octets());
    }

    @Override public int hashCode() { return fingerprint().hashCode(); }

    @Override public String toString() { return fingerprint(); }
}
