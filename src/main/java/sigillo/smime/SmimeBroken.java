package sigillo.smime;

/** A signature that shows nothing, and why. */
final class SmimeBroken extends Exception {
    private static final long serialVersionUID = 1;
    private final SmimeFault fault;

    SmimeBroken(SmimeFault fault) {
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    SmimeFault fault() { return fault; }
}
