package sigillo.sealing;

import java.security.GeneralSecurityException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a tag of 16 octets (NIST SP 800-38D). Who calls sees to it that no key has the same nonce twice.
 *
 * <p>Making one of the JDK's ciphers costs more than opening a page of text, so they are used again. A cipher remembers
 * the last key that it was given, for sealing and for opening apart; so one does either, and gets a key of zeros before
 * it is put back. Whoever has one uses it on one thread.
 */
final class Gcm implements AutoCloseable {
    static final int NONCE_OCTETS = 12;
    static final int TAG_OCTETS = 16;
    /** As many as may be at work at the same time on a large machine; beyond it they are made anew. */
    private static final int FREE_MAX = 64;
    private static final AesKey NO_KEY = new AesKey(Secret.take(new byte[Secret.OCTETS]));
    private static final GCMParameterSpec NO_NONCE = new GCMParameterSpec(8 * TAG_OCTETS, new byte[NONCE_OCTETS]);

    /** The JDK's cipher wipes the copy that it asks for; one of its own keys would leave another behind. */
    private record AesKey(Secret secret) implements SecretKey {
        private static final long serialVersionUID = 1;

        @Override public String getAlgorithm() { return "AES"; }

        @Override public String getFormat() { return "RAW"; }

        @Override public byte[] getEncoded() { return secret.toArray(); }
    }

    private enum Use {
        SEAL(Cipher.ENCRYPT_MODE), OPEN(Cipher.DECRYPT_MODE);

        private final int mode;
        private final ArrayBlockingQueue<Cipher> free = new ArrayBlockingQueue<>(FREE_MAX);

        Use(int mode) { this.mode = mode; }
    }

    private final Use use;
    private final Cipher cipher;

    private Gcm(Use use, Cipher cipher) {
        this.use = use;
        this.cipher = cipher;
    }

    /** One that opens; closing it gives it back. */
    static Gcm opening() { return take(Use.OPEN); }

    private static Gcm take(Use use) {
        var free = use.free.poll();
        if (free != null) return new Gcm(use, free);
        try {
            return new Gcm(use, Cipher.getInstance("AES/GCM/NoPadding"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has AES-GCM", impossible);
        }
    }

    static byte[] seal(Secret key, byte[] nonce, byte[] bound, byte[] clear, int count) {
        try (var gcm = take(Use.SEAL)) {
            return gcm.begun(key, nonce, bound).doFinal(clear, 0, count);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("sealing failed", impossible);
        }
    }

    /** Throws {@link SealBroken} with {@code what} in its sentence when one octet is another. */
    static byte[] open(Secret key, byte[] nonce, byte[] bound, byte[] sealed, String what) throws SealBroken {
        var clear = new byte[Math.max(0, sealed.length - TAG_OCTETS)];
        try (var gcm = opening()) {
            gcm.open(key, nonce, bound, sealed, 0, sealed.length, clear, 0, () -> what);
        }
        return clear;
    }

    /** The same of {@code count} octets at {@code from} into an array that has place for them. */
    void open(
            Secret key, byte[] nonce, byte[] bound, byte[] sealed, int from, int count, byte[] into, int at,
            Supplier<String> what) throws SealBroken {
        try {
            begun(key, nonce, bound).doFinal(sealed, from, count, into, at);
        } catch (AEADBadTagException broken) {
            throw new SealBroken("the seal of " + what.get() + " is broken");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("opening failed", impossible);
        }
    }

    private Cipher begun(Secret key, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        cipher.init(use.mode, new AesKey(key), new GCMParameterSpec(8 * TAG_OCTETS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }

    @Override public void close() {
        try {
            cipher.init(use.mode, NO_KEY, NO_NONCE);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a cipher takes a key", impossible);
        }
        use.free.offer(cipher);
    }
}
