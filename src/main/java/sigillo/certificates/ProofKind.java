package sigillo.certificates;

import java.util.Optional;
import java.util.stream.Stream;

/** How it is shown to an authority that a name is ours. */
public enum ProofKind {
    /** At port 80: RFC 8555 section 8.3. */
    HTTP_01("http-01"),
    /** At port 443, in a handshake: RFC 8737 section 3. */
    TLS_ALPN_01("tls-alpn-01"),
    /** In DNS: RFC 8555 section 8.4. */
    DNS_01("dns-01");

    private final String text;

    ProofKind(String text) { this.text = text; }

    /** As the protocol has it. */
    public String text() { return text; }

    public static Optional<ProofKind> of(String text) { return Stream.of(values()).filter(one -> one.text.equals(text)).findFirst(); }
}
