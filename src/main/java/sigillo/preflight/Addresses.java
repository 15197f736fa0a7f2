package sigillo.preflight;

/** What checks of public addresses say alike. */
final class Addresses {
    static final Words DNS_STEP = new Words("Look whether the DNS servers of this machine answer (/etc/resolv.conf), then check again.",
        "Controllare che i server DNS di questa macchina rispondano (/etc/resolv.conf), poi controllare di nuovo.");

    private Addresses() {}

    static Result none(String name) {
        return Result.unknown(name, new Words("No public address of this machine is known.", "Non si conosce un indirizzo pubblico di questa macchina."),
            new Words("Check again with --address and the public address by which others reach it.", "Controllare di nuovo con --address e l'indirizzo pubblico con cui la raggiungono gli altri."));
    }
}
