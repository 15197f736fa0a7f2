package sigillo.net;

import javax.net.ssl.SSLParameters;

/**
 * TLS 1.2 and 1.3 (RFC 8996 ends the older ones); only suites with forward secrecy and authenticated encryption
 * (RFC 9325 section 4.2): no CBC, no RSA key exchange.
 */
final class TlsPolicy {
    private TlsPolicy() {}

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"};

    static SSLParameters parameters() {
        var parameters = new SSLParameters(SUITES, VERSIONS);
        parameters.setUseCipherSuitesOrder(true);
        return parameters;
    }
}
