package sigillo.openpgp;

import java.nio.file.Path;

/**
 * Another program that speaks OpenPGP, with a key of its own, a key of ours that was moved into it, and our
 * certificate.
 */
interface Tool extends AutoCloseable {
    String PASSPHRASE = "moved with care";

    /**
     * What it has to know.
     *
     * @param us whose messages it reads and writes to
     * @param moved a key of ours that somebody takes along into this program
     */
    record Known(Path folder, Certificate us, SecretKeys moved) {}

    String name();

    boolean isInstalled();

    /** Makes its own key, imports the moved one and our certificate. */
    void begin(Known known) throws Exception;

    /** Its own, as it exports it. */
    byte[] certificate() throws Exception;

    /** To us. {@code isEncrypted} or {@code isSigned} by its own key, or both. */
    byte[] seal(byte[] content, boolean isEncrypted, boolean isSigned) throws Exception;

    /**
     * Fails unless it takes the message without complaint and, if {@code isSigned}, says that our signature is good.
     */
    byte[] open(byte[] message, boolean isEncrypted, boolean isSigned) throws Exception;

    byte[] signDetached(byte[] content) throws Exception;

    /** Text that stays readable. */
    byte[] signCleartext(byte[] text) throws Exception;

    /** Fails unless it says that our signature is good. */
    void verifyDetached(byte[] content, byte[] signature) throws Exception;

    @Override default void close() {}
}
