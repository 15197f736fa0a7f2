package sigillo.preflight;

/** What checks of public addresses say alike. */
final class Addresses {
    static final Words DNS_STEP = new Words("Look whether the DNS servers of this machine answer (/etc/resolv.conf), then check again.",
        "Controllare che i server DNS di questa macchina rispondano (/etc/resolv.conf), poi controllare di nuovo.");

    private Addresses() {}

    static Result none(String name) {
        return Result.unknown(name, new Words("No public address of this machine is known.", "Non si conosce un indirizzo pubblico di questa macchina."),
            new Words("Behind a router give its public address: sigillo check --address, at a terminal. A server that runs takes it from A and AAAA of its host name.",
                "Dietro un router darne l'indirizzo pubblico: sigillo check --address, al terminale. Un server in funzione lo prende da A e AAAA del suo nome."));
    }
}
