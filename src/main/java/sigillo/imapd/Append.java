package sigillo.imapd;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.base.Octets;
import sigillo.imap.AppendCommand;
import sigillo.imap.Flag;
import sigillo.imap.Status;

/**
 * APPEND: RFC 9051 section 6.3.12, RFC 4315 section 3. The message is kept octet by octet as it came. Also one with
 * UTF-8 in its header from a client that has not enabled it, which RFC 6855 section 4 would refuse: whoever copies old
 * mail from server to server cannot help what is in it.
 */
final class Append {
    private final Client client;
    private final InstantSource clock;

    Append(Client client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Why the message need not be sent, asked before it is: RFC 7888 section 4. Empty when it may come. */
    Optional<Status> refusal(AppendCommand command) {
        if (client.account().mailbox(command.mailbox()).isEmpty()) return Optional.of(noSuchMailbox());
        // RFC 7889 section 4
        if (command.messageOctets() > client.door().settings().messageOctetsMax()) return Optional.of(tooBig());
        if (!client.account().usage().takes(command.messageOctets())) return Optional.of(overQuota());
        if (FlagNames.keywords(command.flags()).isPresent()) return Optional.empty();
        return Optional.of(Status.no("CANNOT", "No such keyword can be kept"));
    }

    Status run(AppendCommand command, Octets message) {
        var refusal = refusal(command);
        if (refusal.isPresent()) return refusal.get();
        var mailbox = client.account().mailbox(command.mailbox());
        if (mailbox.isEmpty()) return noSuchMailbox();
        var keywords = FlagNames.keywords(command.flags()).orElseThrow();
        var date = command.date().orElseGet(clock::instant);
        var deposit = new Deposit(message, List.of(mailbox.get().id()), keywords,
            command.flags().contains(Flag.DELETED), date, Optional.empty());
        return switch (client.account().deposit(deposit)) {
            case Deposited.Kept(var email) -> Status.ok(
                "APPENDUID " + mailbox.get().uidValidity() + " " + email.memberships().getFirst().uid(), "Appended");
            case Deposited.NoSuchMailbox _ -> noSuchMailbox();
            case Deposited.OverQuota _ -> overQuota();
            case Deposited.OverLimit(var why) -> Status.no("LIMIT", Texts.ascii(why));
            case Deposited.AlreadyThere() -> throw new IllegalStateException("no delivery key was given");
        };
    }

    /** RFC 5530 section 3. */
    private static Status overQuota() { return Status.no("OVERQUOTA", "The account holds as much as it may"); }

    static Status tooBig() { return Status.no("TOOBIG", "The message is too large"); }

    private static Status noSuchMailbox() { return Status.no("TRYCREATE", "There is no such mailbox"); }
}
