package sigillo.main.demo;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.account.Account;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Role;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.main.mail.Elsewhere;
import sigillo.queue.Carrier;
import sigillo.queue.Destination;
import sigillo.queue.Outcome;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;

/**
 * The world outside a demo: whatever is sent there is caught in one account, with its envelope on top. Nothing leaves the
 * machine.
 */
public final class Catcher implements Carrier, Elsewhere {
    private static final SmtpReply CAUGHT = SmtpReply.of(250, "2.0.0", "Caught, not sent");
    private static final String PEER = "catcher.invalid";

    private final Account account;
    private final InstantSource clock;
    private final Destination outside = new Destination("outside", this, false);

    public Catcher(Account account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    @Override public Destination of(ReversePath from, Address recipient) { return outside; }

    @Override public void close() { }

    @Override public List<Outcome> carry(Job job) {
        var inbox = account.mailboxId(Role.INBOX).orElseThrow();
        var caught = new Deposit(Octets.concat(List.of(Octets.of(envelope(job)), job.message())), List.of(inbox), Set.of(), false,
            clock.instant(), Optional.of("caught " + job.key() + " " + recipients(job)));
        var outcome = switch (account.deposit(caught)) {
            case Deposited.Kept _, Deposited.AlreadyThere _ -> new Outcome.Delivered(CAUGHT, PEER, false);
            case Deposited.NoSuchMailbox _ -> new Outcome.OurFault("the catcher's account has no inbox");
            case Deposited.OverQuota _ -> new Outcome.OurFault("the catcher's account holds as much as it may");
            case Deposited.OverLimit(var why) -> new Outcome.OurFault("the catcher's account: " + why);
        };
        return job.envelope().recipients().stream().<Outcome>map(_ -> outcome).toList();
    }

    private static byte[] envelope(Job job) {
        var to = job.envelope().recipients().stream().map(one -> "X-Envelope-To: <" + one.address() + ">\r\n").collect(Collectors.joining());
        return ("X-Envelope-From: " + job.envelope().from() + "\r\n" + to).getBytes(StandardCharsets.UTF_8);
    }

    private static String recipients(Job job) {
        return job.envelope().recipients().stream().map(Recipient::address).map(Object::toString).collect(Collectors.joining(" "));
    }
}
