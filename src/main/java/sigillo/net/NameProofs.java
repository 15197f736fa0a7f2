package sigillo.net;

import java.util.Optional;

/**
 * What is shown to an authority that asks, by TLS, whether this server is the one of a name: RFC 8737 section 3. Asked in
 * handshakes of nobody else. Any thread.
 */
public interface NameProofs {
    /** RFC 8737 section 4. */
    String PROTOCOL = "acme-tls/1";

    NameProofs NONE = _ -> Optional.empty();

    /** Always the same certificate while the proof is wanted. {@code host}: as it was asked for, whatever it is. */
    Optional<Certificate> of(String host);
}
