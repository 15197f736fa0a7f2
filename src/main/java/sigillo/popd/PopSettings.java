package sigillo.popd;

/**
 * What an operator may set.
 *
 * @param loginWithoutTls whether passwords are taken in the clear: for a demo on loopback and nothing else
 */
public record PopSettings(boolean loginWithoutTls, PopLimits limits) {
    public static final PopSettings DEFAULT = new PopSettings(false, PopLimits.DEFAULT);
}
