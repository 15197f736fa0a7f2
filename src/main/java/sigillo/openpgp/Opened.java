package sigillo.openpgp;

import java.util.List;

/**
 * A message that was opened; its content was released.
 *
 * @param isEncrypted it was, and nobody has changed it since; by whom, only signatures say
 * @param octets of the content
 * @param signatures in the order in which they were made; empty: nobody has signed it
 */
public record Opened(boolean isEncrypted, long octets, List<Signed> signatures) {

    public Opened {
        signatures = List.copyOf(signatures);
    }
}
