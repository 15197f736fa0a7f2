package sigillo.web;

import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.preflight.Result;
import sigillo.setup.Progress;

/** What the pages of set-up have done. Any thread; what takes long is done besides, and looked at again. */
public interface SetupWork {
    Progress progress();

    /** Whether it is for somebody at all: an operator may have made the first account by other means. */
    boolean isOpen();

    /** What this machine is like; empty while it is looked at. The first call begins that. */
    Optional<List<Result>> check();

    /** What others see of a domain: where its mail goes, lists, its registry; empty while it is looked at. */
    Optional<List<Result>> check(Domain domain);

    /** The name of this host, where the configuration says it already. */
    Optional<Domain> host();

    /** Whether it is still to be said of whom certificates are ordered. */
    boolean asksForCertificate();

    /** Ports of the configuration that the server could not open now: another program has them, or its user may not. */
    List<Integer> closed();

    /** Ports that the server was to open when it began with what was decided, and could not: so it did not begin. */
    default List<Integer> missed() { return List.of(); }

    /** Writes down what was decided, and has it in force. Empty when that is so, or begins; else why not. */
    Optional<String> settle(Domain host, boolean isAgreed, Optional<Address> contact);

    /** What can be done once there is a host name; empty before. */
    Optional<SetupLater> later();
}
