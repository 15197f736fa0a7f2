package sigillo.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sigillo.base.Address;
import sigillo.sealing.Randomness;

/**
 * Lets who chose a passkey at the first account make it where browsers allow that: at the server's name, once its
 * certificate is trusted. The passphrase that was made for the account waits in a file, sealed (AES-256-GCM) with a
 * secret that only the browser or the link of its owner has; for some days, or until the passkey is there. Any thread.
 * Decision 0069.
 */
public final class HandOver {
    /** DNS and the first certificate may take a day or two. */
    public static final Duration LASTS = Duration.ofDays(3);
    private static final int SECRET_OCTETS = 32;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;
    private static final int FILE_OCTETS_MAX = 10_000;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final Path file;
    private final InstantSource clock;
    private final Randomness randomness;

    /** {@code folder}: of the set-up; it need not be there. */
    public HandOver(Path folder, InstantSource clock, Randomness randomness) {
        this.file = folder.resolve("passkey");
        this.clock = clock;
        this.randomness = randomness;
    }

    /** Who signs in, and by what. */
    public record Left(Address address, String passphrase) {
        @Override public String toString() { return "what was left for " + address; }
    }

    /**
     * What was left before is gone. The secret, for the browser or a link. Durable. Throws
     * {@link UncheckedIOException}.
     */
    public synchronized String leave(Left left) {
        var secret = randomness.octets(SECRET_OCTETS);
        var nonce = randomness.octets(NONCE_OCTETS);
        var until = clock.instant().plus(LASTS).toString();
        try {
            DurableFile.folder(file.getParent());
            var sealed = crypt(Cipher.ENCRYPT_MODE, secret, nonce, bound(left.address.toString(), until),
                left.passphrase.getBytes(StandardCharsets.UTF_8));
            DurableFile.write(file, String.join("\n", left.address.toString(), until, TEXT.encodeToString(nonce),
                TEXT.encodeToString(sealed), ""));
            return TEXT.encodeToString(secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Whether something waits. */
    public synchronized boolean isThere() { return !lines().isEmpty(); }

    /** Empty for another's secret, and when nothing waits. */
    public synchronized Optional<Left> open(String secret) {
        var lines = lines();
        if (lines.isEmpty()) return Optional.empty();
        try {
            var clear = crypt(Cipher.DECRYPT_MODE, key(secret), decoded(lines.get(2)),
                bound(lines.get(0), lines.get(1)), decoded(lines.get(3)));
            return Address.parse(lines.getFirst())
                .map(address -> new Left(address, new String(clear, StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | IllegalArgumentException another) {
            return Optional.empty();
        }
    }

    /** The passkey is there, or is not wanted. */
    public synchronized void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Four; none where nothing waits, or not any more. */
    private List<String> lines() {
        try {
            if (!Files.exists(file) || Files.size(file) > FILE_OCTETS_MAX) return List.of();
            var lines = Files.readAllLines(file);
            if (lines.size() == 4 && clock.instant().isBefore(Instant.parse(lines.get(1)))) return lines;
            forget();
            return List.of();
        } catch (NoSuchFileException | DateTimeParseException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] key(String secret) {
        var octets = decoded(secret.length() > FILE_OCTETS_MAX ? "" : secret);
        if (octets.length != SECRET_OCTETS) throw new IllegalArgumentException("this is no secret of a hand-over");
        return octets;
    }

    private static byte[] decoded(String text) { return Base64.getUrlDecoder().decode(text); }

    private static byte[] bound(String address, String until) {
        return ("sigillo/v1/hand-over\n" + address + "\n" + until).getBytes(StandardCharsets.UTF_8);
    }

    /** A secret seals once, so that no nonce comes twice with it. */
    private static byte[] crypt(int mode, byte[] key, byte[] nonce, byte[] bound, byte[] text)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        return cipher.doFinal(text);
    }
}
