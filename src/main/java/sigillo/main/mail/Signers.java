package sigillo.main.mail;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import sigillo.smime.Authorities;

/** Who is trusted to say whose a signature of mail is: the authorities of the JDK. */
public final class Signers {
    private static final System.Logger LOG = System.getLogger("sigillo.signers");

    private Signers() {}

    /** Nobody, with a line in the log, where they cannot be read: then no signature is shown as verified. */
    public static Authorities known() {
        try {
            return Authorities.ofJdk();
        } catch (IOException e) {
            LOG.log(Level.WARNING, e.getMessage(), e);
            return Authorities.of(List.of());
        }
    }
}
