package sigillo.imapd;

import java.io.IOException;
import java.util.OptionalLong;
import sigillo.imap.QuotaCommand;
import sigillo.imap.Status;

/**
 * How much the account holds of what it may hold, as the one quota root there is: RFC 9208. Only an operator sets it. Without a
 * limit there is no root: a QUOTA response names one resource at least, RFC 9208 section 7.
 */
final class Quota {
    /** RFC 9208 section 5.1: STORAGE is in units of 1024 octets. */
    private static final int UNIT = 1024;

    private final Client client;

    Quota(Client client) { this.client = client; }

    Status run(QuotaCommand command) throws IOException {
        return switch (command.kind()) {
            case SET -> Status.no("NOPERM", "Only the operator sets how much an account may hold"); // RFC 9208 section 4.1.3
            case GET -> {
                if (!command.name().isEmpty() || max().isEmpty()) yield Status.no("NONEXISTENT", "There is no such quota root");
                tell();
                yield Status.ok("Quota told");
            }
            case OF_MAILBOX -> {
                var mailbox = client.account().mailbox(command.name());
                if (mailbox.isEmpty()) yield Status.no("NONEXISTENT", "There is no such mailbox");
                client.out().raw("* QUOTAROOT ").mailbox(client.account().path(mailbox.get())).raw(max().isEmpty() ? "" : " \"\"").crlf();
                if (max().isPresent()) tell();
                yield Status.ok("Quota told");
            }
        };
    }

    private OptionalLong max() { return client.account().usage().octetsMax(); }

    /** RFC 9208 section 4.2.1. */
    private void tell() throws IOException {
        var usage = client.account().usage();
        client.out().raw("* QUOTA \"\" (STORAGE ").number((usage.octets() + UNIT - 1) / UNIT).raw(" ")
            .number(usage.octetsMax().orElse(usage.octets()) / UNIT).raw(")").crlf();
    }
}
