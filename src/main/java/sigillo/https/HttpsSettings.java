package sigillo.https;

/**
 * {@code port}: where servers listen, 443 outside of tests. {@code loopbackOnly}: connects to this machine and to no
 * other; else to addresses of the public Internet and to no others, since a stranger's DNS says where we connect.
 */
public record HttpsSettings(int port, boolean loopbackOnly) {
    public static final HttpsSettings DEFAULT = new HttpsSettings(443, false);
}
