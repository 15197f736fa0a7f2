package sigillo.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Keyword;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Octets;
import sigillo.directory.Recipients;
import sigillo.directory.Suspected;
import sigillo.filter.Assessment;
import sigillo.filter.Filter;
import sigillo.filter.Judgement;
import sigillo.sieve.Action;
import sigillo.smtp.Envelope;
import sigillo.smtp.ReversePath;
import sigillo.store.StoreException;
import sigillo.trace.TraceId;
import sigillo.trace.Traces;

/** Final delivery: puts a message into an account's inbox or Junk. Any thread may call; blocks for the store. */
final class Filing {
    /**
     * {@code message} has its Received lines; {@code recipient} is the address to which it came; {@code suspicion}: why
     * it goes into Junk, {@code assessment}: what the filter thinks of it, whoever it is for, {@code judgement}: what that
     * comes to in the account that it is for; {@code submitter}: the address that signed in to send it.
     */
    record Mail(Envelope envelope, Address recipient, Octets message, TraceId trace, Optional<String> suspicion,
                Optional<Assessment> assessment, Optional<Judgement> judgement, Optional<String> submitter) {
        Mail(Envelope envelope, Address recipient, Octets message, TraceId trace, Optional<String> suspicion, Optional<Assessment> assessment) {
            this(envelope, recipient, message, trace, suspicion, assessment, Optional.empty(), Optional.empty());
        }

        /** {@code address}: of who had signed in to send it. */
        Mail submittedBy(Optional<String> address) { return new Mail(envelope, recipient, message, trace, suspicion, assessment, judgement, address); }

        ReversePath from() { return envelope.from(); }

        Mail suspected(String why) { return new Mail(envelope, recipient, message, trace, Optional.of(why), assessment, judgement, submitter); }

        /** What is suspected already goes to Junk whatever the filter thinks. */
        Mail judged(Judgement judged) {
            return new Mail(envelope, recipient, message, trace, suspicion.or(judged::suspicion), assessment, Optional.of(judged), submitter);
        }
    }

    /** What its owner finds it by, where there is no mailbox of that role yet. */
    private static final String JUNK = "Junk";

    private final Recipients recipients;
    private final Accounts accounts;
    private final Fullness fullness;
    private final Traces traces;
    private final InstantSource clock;
    private final Complaints complaints;
    private final Keeping keeping = new Keeping();
    private volatile Landed landed = Landed.NOBODY;
    private volatile Optional<OwnersRules> rules = Optional.empty();
    private volatile Optional<Filter> filter = Optional.empty();

    Filing(Recipients recipients, Accounts accounts, Fullness fullness, Traces traces, InstantSource clock) {
        this.recipients = recipients;
        this.accounts = accounts;
        this.fullness = fullness;
        this.traces = traces;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger(Filing.class.getName()), clock);
    }

    void filtering(Filter judge) { filter = Optional.of(judge); }

    void obeying(OwnersRules obeyed) { rules = Optional.of(obeyed); }

    void wrapping(Wrapping by) { keeping.wrapping(by); }

    void telling(Landed told) { landed = told; }

    /** {@code deliveryKey}: see {@link Deposit}. Never throws: what is wrong with one account is no other's. */
    Filed file(AccountId account, Mail mail, Optional<String> deliveryKey) {
        try {
            var filed = judgedAndKept(account, mail, deliveryKey);
            if (filed instanceof Filed.Kept) tell(account, mail);
            return filed;
        } catch (RuntimeException | Error fault) {
            return isGone(account) ? new Filed.Gone() : trouble(account, mail, fault);
        }
    }

    /** It is kept: who would be told now that it was not would send it again. */
    private void tell(AccountId account, Mail mail) {
        try {
            landed.in(account, mail.recipient(), mail.from(), mail.suspicion().isPresent(), mail.message());
        } catch (RuntimeException | Error fault) {
            complaints.add("message " + mail.trace() + " was kept, and what follows from that failed", fault);
        }
    }

    /** Only asked when something went wrong: each delivery would read one row more. */
    private boolean isGone(AccountId account) {
        try {
            return !accounts.exists(account);
        } catch (StoreException alsoBroken) {
            return false;
        }
    }

    private Filed trouble(AccountId account, Mail mail, Throwable fault) {
        var trouble = fault instanceof StoreException store ? store
            : new StoreException("account " + account + " is damaged", fault);
        complaints.add("message " + mail.trace() + " could not be kept", trouble);
        return new Filed.Trouble(trouble);
    }

    /** What came through the queue was accepted: it cannot be refused any more, only put into Junk. */
    private Filed judgedAndKept(AccountId id, Mail mail, Optional<String> deliveryKey) {
        boolean mayRefuse = deliveryKey.isEmpty();
        var judgement = mail.assessment().flatMap(found -> filter.map(one -> one.judge(id, found, mail.from().sender(), mayRefuse)));
        var refused = judgement.filter(one -> one.place() == Judgement.Place.REFUSED);
        if (refused.isPresent()) return new Filed.Refused(refused.get().refusal());
        return deposit(id, judgement.map(mail::judged).orElse(mail), deliveryKey);
    }

    private Filed deposit(AccountId id, Mail mail, Optional<String> deliveryKey) {
        var account = accounts.open(id);
        // What is suspected goes to Junk, whatever a script says: nobody is answered, and nothing sent on, for a
        // forger.
        var obeyed = mail.suspicion().isPresent() ? Optional.<Filed>empty()
            : rules.flatMap(ruled -> obey(ruled, account, mail, deliveryKey));
        if (obeyed.isPresent()) return obeyed.get();
        var inbox = account.inbox();
        boolean isMarked = mail.suspicion().isPresent() && recipients.suspected(id) == Suspected.INBOX;
        var mailbox = mail.suspicion().filter(_ -> !isMarked).flatMap(_ -> junk(account)).orElse(inbox);
        return switch (keeping.keep(account, deposit(mailbox, mail, isMarked ? Set.of(Keyword.JUNK) : Set.of(),
            deliveryKey))) {
            case Deposited.Kept _ -> {
                var where = isMarked ? "the inbox, marked as junk" : mailbox.equals(inbox) ? "the inbox" : "Junk";
                var suspicion = mail.suspicion().filter(_ -> isMarked || !mailbox.equals(inbox));
                traces.tell(Steps.filed(mail.trace(), clock.instant(), mail.recipient(), where, suspicion));
                yield new Filed.Kept();
            }
            case Deposited.AlreadyThere() -> new Filed.Kept();
            case Deposited.OverQuota(var since) -> new Filed.Full(fullness.reply(since));
            case Deposited.OverLimit _ -> new Filed.Full(Filed.MAILBOX_FULL);
            case Deposited.NoSuchMailbox _ -> throw new StoreException("the inbox of " + id + " is gone", null);
        };
    }

    /** Empty: there is no script that has an opinion. */
    private Optional<Filed> obey(OwnersRules ruled, Account account, Mail mail, Optional<String> deliveryKey) {
        if (!ruled.hasScript(account.id())) return Optional.empty();
        try {
            return ruled.turns().take(account.id(), () -> {
                var said = ruled.ask(account.id(), new RuledMailboxes(account), mail);
                if (said.isEmpty()) return Optional.empty();
                return Optional.of(obey(ruled, said.get(), account, mail, deliveryKey));
            });
        } catch (IOException e) {
            throw new StoreException("a message to be filed cannot be read", e);
        }
    }

    private Filed obey(OwnersRules ruled, OwnersRules.Said said, Account account, Mail mail,
        Optional<String> deliveryKey)
            throws IOException {
        var refusal = said.actions().stream().filter(Action.Reject.class::isInstance).findFirst();
        if (refusal.isPresent()) {
            ruled.send(account, mail, said);
            return new Filed.Refused(Ruled.refusal(((Action.Reject) refusal.get()).reason()));
        }
        var placed = new Ruled(account, mail, said, finalLines(mail), deliveryKey, clock.instant());
        placed.troubles().forEach(sentence -> ruled.tell(account.id(), sentence));
        for (var kept : keeping.keep(account, placed.deposits())) {
            switch (kept) {
                case Deposited.Kept _, Deposited.AlreadyThere() -> { }
                case Deposited.OverQuota(var since) -> { return new Filed.Full(fullness.reply(since)); }
                case Deposited.OverLimit _ -> { return new Filed.Full(Filed.MAILBOX_FULL); }
                case Deposited.NoSuchMailbox _ -> throw new StoreException(
                    "a mailbox of " + account.id() + " went", null);
            }
        }
        boolean isKept = !placed.deposits().isEmpty() && deliveryKey.isEmpty();
        if (isKept) sendWhatIsKept(ruled, account, mail, said);
        else ruled.send(account, mail, said);
        traces.tell(Steps.filed(mail.trace(), clock.instant(), mail.recipient(), placed.where(), Optional.empty()));
        return new Filed.Kept();
    }

    /**
     * It came without a key by which a second attempt is known: whoever heard of trouble now would send it again, and its
     * owner would have it twice. So he hears of it. What comes by the queue has such a key, and is tried again.
     */
    private void sendWhatIsKept(OwnersRules ruled, Account account, Mail mail, OwnersRules.Said said) {
        try {
            ruled.send(account, mail, said);
        } catch (IOException | RuntimeException fault) {
            complaints.add("message " + mail.trace() + " was kept, and what its owner's rules send could not be sent", fault);
            ruled.tell(account.id(), "A mail is where your rules put it, but what they were to send for it could not be sent.");
        }
    }

    /**
     * Made where it is missing; one that is called so and has no role serves as well. Empty when it cannot be had: then
     * the inbox has the mail.
     */
    private static Optional<MailboxId> junk(Account account) {
        var there = account.mailboxId(Role.JUNK);
        if (there.isPresent()) return there;
        return switch (account.create(JUNK, Optional.of(Role.JUNK))) {
            case MailboxAnswer.Done(var made) -> Optional.of(made.id());
            case MailboxAnswer.Exists(var id) -> Optional.of(id);
            case MailboxAnswer.NoSuchMailbox _, MailboxAnswer.BadName _, MailboxAnswer.NotAllowed _,
                MailboxAnswer.HasChildren _, MailboxAnswer.OverLimit _ -> account.mailboxId(Role.JUNK);
        };
    }

    private Deposit deposit(MailboxId mailbox, Mail mail, Set<Keyword> keywords, Optional<String> deliveryKey) {
        var content = Octets.concat(List.of(Octets.of(finalLines(mail)), mail.message()));
        return new Deposit(content, List.of(mailbox), keywords, false, clock.instant(), deliveryKey);
    }

    /**
     * RFC 5321 section 4.4: Return-Path at final delivery. Such a line of others stays where it is, below ours: the RFC
     * lets us remove it, but what was received is kept to the octet, and readers take the topmost.
     */
    private static byte[] finalLines(Mail mail) {
        var judged = mail.judgement().map(one -> one.fields(mail.suspicion().isPresent())).orElse("");
        var lines = "Return-Path: " + mail.from() + "\r\n" + deliveredTo(mail.recipient()) + judged;
        return lines.getBytes(StandardCharsets.UTF_8);
    }

    /** By this line we know a message that comes back. */
    static String deliveredTo(Address recipient) { return "Delivered-To: " + recipient + "\r\n"; }
}
