package sigillo.delivery;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Octets;
import sigillo.smtp.ReversePath;
import sigillo.store.StoreException;
import sigillo.trace.TraceId;
import sigillo.trace.Traces;

/** Final delivery: puts a message into the inbox of one account. Any thread may call; blocks for the store. */
final class Filing {
    /** {@code message} has its Received lines; {@code recipient} is the address to which it came. */
    record Mail(ReversePath from, Address recipient, Octets message, TraceId trace) {}

    private final Accounts accounts;
    private final Fullness fullness;
    private final Traces traces;
    private final InstantSource clock;
    private final Complaints complaints;

    Filing(Accounts accounts, Fullness fullness, Traces traces, InstantSource clock) {
        this.accounts = accounts;
        this.fullness = fullness;
        this.traces = traces;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger(Filing.class.getName()), clock);
    }

    /** {@code deliveryKey}: see {@link Deposit}. Never throws: what is wrong with one account is no other's. */
    Filed file(AccountId account, Mail mail, Optional<String> deliveryKey) {
        try {
            return accounts.exists(account) ? deposit(account, mail, deliveryKey) : new Filed.Gone();
        } catch (RuntimeException fault) {
            var trouble = fault instanceof StoreException store ? store
                : new StoreException("account " + account + " is damaged", fault);
            complaints.add("message " + mail.trace() + " could not be kept", trouble);
            return new Filed.Trouble(trouble);
        }
    }

    private Filed deposit(AccountId id, Mail mail, Optional<String> deliveryKey) {
        var account = accounts.open(id);
        var inbox = account.mailboxId(Role.INBOX)
            .orElseThrow(() -> new StoreException("account " + id + " has no inbox", null));
        return switch (account.deposit(deposit(inbox, mail, deliveryKey))) {
            case Deposited.Kept _ -> {
                traces.tell(Steps.filed(mail.trace(), clock.instant(), mail.recipient()));
                yield new Filed.Kept();
            }
            case Deposited.AlreadyThere() -> new Filed.Kept();
            case Deposited.OverQuota(var since) -> new Filed.Full(fullness.reply(since));
            case Deposited.OverLimit _ -> new Filed.Full(Filed.MAILBOX_FULL);
            case Deposited.NoSuchMailbox _ -> throw new StoreException("the inbox of " + id + " is gone", null);
        };
    }

    private Deposit deposit(MailboxId inbox, Mail mail, Optional<String> deliveryKey) {
        var content = Octets.concat(List.of(Octets.of(finalLines(mail)), mail.message()));
        return new Deposit(content, List.of(inbox), Set.of(), false, clock.instant(), deliveryKey);
    }

    /**
     * RFC 5321 section 4.4: Return-Path at final delivery. Such a line of others stays where it is, below ours: the RFC
     * lets us remove it, but what was received is kept to the octet, and readers take the topmost.
     */
    private static byte[] finalLines(Mail mail) {
        var lines = "Return-Path: " + mail.from() + "\r\n" + deliveredTo(mail.recipient());
        return lines.getBytes(StandardCharsets.UTF_8);
    }

    /** By this line we know a message that comes back. */
    static String deliveredTo(Address recipient) { return "Delivered-To: " + recipient + "\r\n"; }
}
