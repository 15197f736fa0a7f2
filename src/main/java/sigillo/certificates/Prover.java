package sigillo.certificates;

import java.io.IOException;
import java.security.KeyPair;
import java.util.function.Function;
import sigillo.net.Certificate;

/** Shows an authority what it looks for, in one of the ways, and takes it away again. */
public interface Prover {
    /**
     * {@code name}: in lower case, without an asterisk. {@code token}: of RFC 8555 section 8.1, and {@code authorization} the
     * key authorization; {@code digest}: of it, as DNS shows it; {@code certificate}: of it, as TLS shows it, by a key that
     * is given.
     */
    record Proof(String name, String token, String authorization, String digest, Function<KeyPair, Certificate> certificate) {}

    /** Returns once the authority may look. Throws {@link IOException} with a sentence when it cannot be shown. */
    void show(Proof proof) throws IOException, InterruptedException;

    void withdraw(Proof proof) throws IOException;
}
