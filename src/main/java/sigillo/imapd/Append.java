package sigillo.imapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.MailboxId;
import sigillo.imap.AppendCommand;
import sigillo.imap.Flag;
import sigillo.imap.SequenceSet;
import sigillo.imap.Status;
import sigillo.imap.TakesMessages;
import sigillo.imapd.Parts.BadPart;

/**
 * APPEND: RFC 9051 section 6.3.12, RFC 4315 section 3, RFC 3502. A message is kept octet by octet as it came, but for binary
 * parts ({@link Parts}). Also one with UTF-8 in its header from a client that has not enabled it, which RFC 6855 section 4
 * would refuse: whoever copies old mail from server to server cannot help what is in it.
 */
final class Append {
    private final Client client;

    Append(Client client) { this.client = client; }

    /**
     * Why the next message need not be sent, asked before it is: RFC 7888 section 4. Empty when it may come. {@code freed}: octets
     * that go when the message is kept.
     */
    Optional<Status> refusal(TakesMessages command, long freed) {
        var append = command.append();
        if (client.account().mailbox(append.mailbox()).isEmpty()) return Optional.of(noSuchMailbox());
        long max = client.door().settings().messageOctetsMax();
        // RFC 7889 section 4; together they fill the spool until the last has come
        long all = command.messageOctets();
        if (all > togetherMax(client)) return Optional.of(tooBig());
        if (append.messages().stream().anyMatch(message -> message.octets() > max)) return Optional.of(tooBig());
        if (!client.account().usage().takes(all - freed)) return Optional.of(overQuota());
        boolean canBeKept = append.messages().stream().allMatch(m -> FlagNames.keywords(m.flags()).isPresent());
        return canBeKept ? Optional.empty() : Optional.of(Status.no("CANNOT", "No such keyword can be kept"));
    }

    /** Octets that the messages of one command may have together. */
    static long togetherMax(Client client) {
        return client.door().settings().messageOctetsMax() * client.door().limits().messagesTogetherMax();
    }

    Status run(AppendCommand command, Parts parts) throws IOException {
        var refusal = refusal(command, 0);
        if (refusal.isPresent()) return refusal.get();
        var mailbox = client.account().mailbox(command.mailbox());
        if (mailbox.isEmpty()) return noSuchMailbox();
        try (parts) {
            var deposits = new ArrayList<Deposit>();
            for (var message : command.messages()) deposits.add(deposit(message, mailbox.get().id(), parts));
            // With what URLs name, before anything is written; who writes at the same time is counted in the commit
            if (!client.account().usage().takes(parts.octets())) return overQuota();
            var answers = deposits.size() == 1
                ? List.of(client.account().deposit(deposits.getFirst())) : client.account().depositTogether(deposits);
            tell(mailbox.get().id(), answers);
            var status = status(answers, mailbox.get().uidValidity());
            var given = command.mailbox();
            if (status.isOk()) new Folders(client).tellNormalised(mailbox.get(), given, given); // RFC 9051 section 6.3.12
            return status;
        } catch (BadPart bad) {
            return bad.status();
        }
    }

    Deposit deposit(AppendCommand.Message message, MailboxId into, Parts parts) throws IOException, BadPart {
        var keywords = FlagNames.keywords(message.flags()).orElseThrow();
        return new Deposit(parts.message(message), List.of(into), keywords, message.flags().contains(Flag.DELETED),
            message.date().orElseGet(client.clock()::instant), Optional.empty());
    }

    /** RFC 6785 section 2.2.1. */
    private void tell(MailboxId into, List<Deposited> answers) {
        var uids = answers.stream().filter(Deposited.Kept.class::isInstance)
            .map(one -> ((Deposited.Kept) one).email().memberships().getFirst().uid()).toList();
        if (!uids.isEmpty()) Happened.in(client, into).ifPresent(one -> one.appended(uids));
    }

    private static Status status(List<Deposited> answers, long uidValidity) {
        var uids = new long[answers.size()];
        for (int i = 0; i < uids.length; i++) {
            if (!(answers.get(i) instanceof Deposited.Kept(var email))) return refused(answers.get(i));
            uids[i] = email.memberships().getFirst().uid();
        }
        return Status.ok("APPENDUID " + uidValidity + " " + SequenceSet.format(uids), "Appended");
    }

    static Status refused(Deposited answer) {
        return switch (answer) {
            case Deposited.NoSuchMailbox _ -> noSuchMailbox();
            case Deposited.OverQuota _ -> overQuota();
            case Deposited.OverLimit(var why) -> Status.no("LIMIT", Texts.ascii(why));
            case Deposited.Kept _, Deposited.AlreadyThere() -> throw new IllegalStateException("not refused: " + answer);
        };
    }

    /** RFC 5530 section 3. */
    private static Status overQuota() { return Status.no("OVERQUOTA", "The account holds as much as it may"); }

    static Status tooBig() { return Status.no("TOOBIG", "The message is too large"); }

    static Status noSuchMailbox() { return Status.no("TRYCREATE", "There is no such mailbox"); }
}
