package sigillo.main.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import sigillo.admin.Request;
import sigillo.base.Address;

/** Changes of a list of senders. */
final class Lists {
    @Option(names = "--allow", paramLabel = "WHO", description = "Mail that is shown to be of this address or domain goes to the inbox.")
    private List<String> allow = List.of();

    @Option(names = "--block", paramLabel = "WHO", description = "Mail of this address or domain goes to Junk.")
    private List<String> block = List.of();

    @Option(names = "--refuse", paramLabel = "WHO", description = "Mail of this address or domain is refused.")
    private List<String> refuse = List.of();

    @Option(names = "--unlist", paramLabel = "WHO", description = "Nothing is said of this address or domain any more.")
    private List<String> unlist = List.of();

    Request.FilterWishes request(Optional<Address> address, Optional<String> junkFrom) {
        return new Request.FilterWishes(address, junkFrom, allow, block, refuse, unlist);
    }
}
