package sigillo.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose releases are taken: public keys of Ed25519 (RFC 8032), each a SubjectPublicKeyInfo (RFC 8410) in Base64. A release brings those
 * that sign the ones after it, in a file that its own signature covers; so keys are changed by a release that names the next.
 */
public record ReleaseKeys(List<PublicKey> keys) {
    /** In the folder of a release: one key a line, and comments that begin with #. */
    public static final String NAME = "release-keys.txt";
    private static final int KEYS_MAX = 8;
    private static final int FILE_OCTETS_MAX = 8 * 1024;
    /** Of a file of signatures, so that one can be signed by the old key and the next. */
    private static final int SIGNATURES_MAX = 4;
    private static final int SIGNATURE_OCTETS = 64;
    private static final String ALGORITHM = "Ed25519";

    public ReleaseKeys { keys = List.copyOf(keys); }

    /** Those that the release in {@code folder} brings; none where there is no such file. Throws {@link IOException} with a sentence. */
    public static ReleaseKeys of(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        return Files.exists(file) ? parse(Bounded.read(file, FILE_OCTETS_MAX)) : new ReleaseKeys(List.of());
    }

    static ReleaseKeys parse(byte[] octets) throws IOException {
        var keys = new ArrayList<PublicKey>();
        for (var line : new String(octets, StandardCharsets.UTF_8).lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) continue;
            if (keys.size() == KEYS_MAX) throw new IOException(NAME + " has more than " + KEYS_MAX + " keys");
            keys.add(key(line).orElseThrow(() -> new IOException(NAME + " has a line that is no key of Ed25519")));
        }
        return new ReleaseKeys(keys);
    }

    /** With one more, where it is not known. */
    public ReleaseKeys and(String key) {
        var all = new ArrayList<>(keys);
        key(key).filter(one -> !all.contains(one)).ifPresent(all::add);
        return new ReleaseKeys(all);
    }

    /** An X.509 key of Ed25519 (RFC 8410 section 4) in base64; empty for what is none. */
    public static Optional<PublicKey> key(String base64) {
        try {
            return Optional.of(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<String> canonical(String base64) { return key(base64).map(ReleaseKeys::text); }

    public static String text(PublicKey key) { return Base64.getEncoder().encodeToString(key.getEncoded()); }

    /** As {@link #parse} reads it. */
    public byte[] encode() {
        return keys.stream().map(key -> text(key) + "\n").collect(Collectors.joining("", "# Whose releases may follow this one.\n", "")).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether one of the {@code signatures}, each a line of Base64, is one of these keys' over {@code octets}. */
    public boolean haveSigned(byte[] octets, byte[] signatures) {
        return new String(signatures, StandardCharsets.US_ASCII).lines().limit(SIGNATURES_MAX).map(ReleaseKeys::signature).flatMap(Optional::stream)
            .anyMatch(signature -> keys.stream().anyMatch(key -> isOf(key, octets, signature)));
    }

    private static Optional<byte[]> signature(String line) {
        try {
            var octets = Base64.getDecoder().decode(line.strip());
            return octets.length == SIGNATURE_OCTETS ? Optional.of(octets) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isOf(PublicKey key, byte[] octets, byte[] signature) {
        try {
            var check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(octets);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A line of a file of signatures. {@code privateKey}: PKCS #8 in Base64; it is wiped. Throws {@link IOException} with a sentence. */
    public static String sign(byte[] octets, byte[] privateKey) throws IOException {
        byte[] plain = null;
        try {
            plain = Base64.getMimeDecoder().decode(privateKey);
            PrivateKey key = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(plain));
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(octets);
            return Base64.getEncoder().encodeToString(signature.sign()) + "\n";
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the file of the key has no private key of Ed25519", e);
        } finally {
            Arrays.fill(privateKey, (byte) 0);
            if (plain != null) Arrays.fill(plain, (byte) 0);
        }
    }
}
