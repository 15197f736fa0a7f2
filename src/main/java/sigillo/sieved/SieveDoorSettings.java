package sigillo.sieved;

/**
 * What an operator may set.
 *
 * @param loginWithoutTls whether passwords are taken in the clear: for a demo on loopback and nothing else
 */
public record SieveDoorSettings(boolean loginWithoutTls, SieveDoorLimits limits) {
    public static final SieveDoorSettings DEFAULT = new SieveDoorSettings(false, SieveDoorLimits.DEFAULT);
}
