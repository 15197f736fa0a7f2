package sigillo.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Recipients;
import sigillo.directory.User;
import sigillo.filter.Assessment;
import sigillo.message.Message;
import sigillo.queue.Enqueue;
import sigillo.queue.Outgoing;
import sigillo.rules.Rules;
import sigillo.rules.Vacation;
import sigillo.sieve.Action;
import sigillo.sieve.NoticeMail;
import sigillo.sieve.Outcome;
import sigillo.sieve.Sieve;
import sigillo.sieve.Surroundings;
import sigillo.sieve.VacationAnswer;
import sigillo.signing.Signer;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.Damaged;
import sigillo.store.StoreException;
import sigillo.trace.Traces;

/**
 * What the owner's active script says of a message, and what leaves by it: mail that is sent on, answers, notices.
 * What it
 * cannot do, and a script that fails, leave the mail in the inbox, and the owner is told. Any thread.
 */
public final class OwnersRules {
    /** Addresses that a message has behind it, each with rules or an alias; people have two or three. */
    private static final int SENT_ON_MAX = 10;

    /** Twice this at most is waited for a turn; whoever sends by SMTP waits ten minutes, RFC 5321 section 4.5.3.2.6. */
    private static final Duration TURN_MAX = Duration.ofSeconds(60);

    private static final String FULL =
        "so much is remembered for your rules that nothing more can be, until some of it is old enough to go.";
    private static final String NO_COPY = "A copy of what a rule sent could not be kept.";
    private static final Action KEEP = new Action.Keep(List.of(), true, Optional.empty());
    private static final String ADDRESS_BOOK = "urn:ietf:params:sieve:addrbook:default";

    private final Domain hostname;
    private final Rules rules;
    private final Recipients recipients;
    private final Enqueue queue;
    private final Forwarding forwarding;
    private final Signer signer;
    private final BiConsumer<AccountId, String> troubled;
    private final InstantSource clock;
    private final RuleAllowance allowance;
    private final Complaints complaints;
    private final RuleTurns turns = new RuleTurns(TURN_MAX);
    private final CompiledRules compiled = new CompiledRules();
    private final Keeping keeping = new Keeping();
    private volatile Predicate<AccountId> discreet = _ -> false;
    private volatile BiPredicate<AccountId, Address> correspondents = (_, _) -> false;

    /** {@code troubled}: hears of each trouble in a sentence; must be quick. {@code signer} signs what is ours. */
    public OwnersRules(Domain hostname, Rules rules, Recipients recipients, Enqueue queue, SendingOn sendingOn,
        Signer signer,
                       Traces traces, InstantSource clock, BiConsumer<AccountId, String> troubled) {
        this.hostname = hostname;
        this.rules = rules;
        this.recipients = recipients;
        this.queue = queue;
        this.forwarding = new Forwarding(sendingOn, traces, clock);
        this.signer = signer;
        this.troubled = troubled;
        this.clock = clock;
        this.allowance = new RuleAllowance(rules, clock);
        this.complaints = new Complaints(System.getLogger(OwnersRules.class.getName()), clock);
    }

    /** Whom an account has written to: its address book, as scripts see it. To be called before the first mail. */
    public void knowing(BiPredicate<AccountId, Address> hasWrittenTo) { correspondents = hasWrittenTo; }

    /** How copies of what leaves are kept. To be called before the first mail. */
    public void wrapping(Wrapping by) { keeping.wrapping(by); }

    /** Whose answers and notices do not repeat a subject that nobody but him is to read. To be called before the first mail. */
    public void discreet(Predicate<AccountId> accounts) { discreet = accounts; }

    RuleTurns turns() { return turns; }

    /** Whether anything is to be asked: a script, or what senders hear while the owner is away. */
    boolean hasScript(AccountId account) { return rules.hasActive(account) || away(account).isPresent(); }

    private Optional<Vacation> away(AccountId account) {
        try {
            return Optional.of(rules.vacation(account).vacation()).filter(one -> one.counts(clock.instant()));
        } catch (Damaged broken) {
            return Optional.empty();
        }
    }

    /** What is to become of a message. {@code around} is what the script saw. */
    record Said(List<Action> actions, Surroundings around) {}

    /** Empty: there is no script, or it failed. Throws {@link IOException} when the message cannot be read. */
    Optional<Said> ask(AccountId account, Surroundings.Mailboxes mailboxes, Filing.Mail mail) throws IOException {
        try {
            var script = rules.activeScript(account);
            var said = script.isEmpty() ? Optional.<Said>empty() : run(account, script.get(), mailboxes, mail);
            return withAnswer(account, said, mailboxes, mail);
        } catch (Damaged broken) {
            return failed(account, "it is damaged where it is kept");
        } catch (StoreException trouble) {
            throw trouble;
        } catch (RuntimeException | Error fault) { // ours; it must not keep the owner's mail away for good
            var what = fault.getClass().getSimpleName();
            return failed(account, "there is a fault in this server's reading of it, " + what);
        }
    }

    /**
     * While the owner is away: where no script answers, and the mail is kept or sent on. RFC 8621 section 8 beside the
     * scripts, of which it changes none.
     */
    private Optional<Said> withAnswer(AccountId account, Optional<Said> said, Surroundings.Mailboxes mailboxes,
            Filing.Mail mail) throws IOException {
        var away = away(account);
        if (away.isEmpty()) return said;
        var before = said.isPresent() ? said.get() : new Said(List.of(KEEP), around(account, mailboxes, mail));
        boolean isAnswered = before.actions.stream()
            .anyMatch(one -> one instanceof Action.Vacation || one instanceof Action.Reject);
        boolean isKept = before.actions.stream().anyMatch(one ->
            one instanceof Action.Keep || one instanceof Action.FileInto || one instanceof Action.Redirect);
        if (isAnswered || !isKept) return Optional.of(before);
        var actions = new ArrayList<>(before.actions);
        actions.add(AwayAnswer.of(away.get()));
        return Optional.of(new Said(actions, before.around));
    }

    private Optional<Said> run(AccountId account, Rules.Script script, Surroundings.Mailboxes mailboxes,
        Filing.Mail mail)
            throws IOException {
        return switch (compiled.compile(account, script.octets(), rules.includedOf(account))) {
            case Sieve.Compiled.Bad(var errors) -> failed(account, errors.getFirst().toString());
            case Sieve.Compiled.Ok(var checked) -> {
                var around = around(account, mailboxes, mail);
                yield switch (Sieve.run(checked, around)) {
                    case Outcome.Done(var actions) -> Optional.of(new Said(allowed(account, actions, around), around));
                    case Outcome.Failed(var error) -> failed(account, error.toString());
                };
            }
        };
    }

    /** What may not be sent on stays here. */
    private List<Action> allowed(AccountId account, List<Action> actions, Surroundings around) {
        var all = new ArrayList<Action>();
        Optional<Action> instead = Optional.empty();
        for (var action : actions) {
            var why = action instanceof Action.Redirect redirect ? hindrance(account, redirect, around)
                : Optional.<String>empty();
            if (why.isEmpty()) {
                all.add(action);
                continue;
            }
            tell(account, "A rule sends mail on, and it is in your inbox instead: " + why.get() + ".");
            instead = Optional.of(new Action.Keep(List.of(), true, ((Action.Redirect) action).edited()));
        }
        if (all.stream().noneMatch(Action.Keep.class::isInstance)) instead.ifPresent(all::add);
        return all;
    }

    /** RFC 5228 section 10: that mail goes neither in a circle nor to ever more, whatever scripts and headers say. */
    Optional<String> hindrance(AccountId account, Action.Redirect redirect, Surroundings around) {
        var to = Address.parse(redirect.address());
        if (redirect.isList() || to.isEmpty()) return Optional.of("there is no such address");
        if (recipients.resolve(to.get()) instanceof Recipients.Resolved.Local(var own, _, _) && own.equals(account)) {
            return Optional.of("the address is your own");
        }
        var before = around.message().header().all("delivered-to");
        boolean isCircle = before.size() > SENT_ON_MAX
            || before.stream().flatMap(field -> Address.parse(field.raw()).stream())
                .anyMatch(one -> isOwn(account, one));
        if (isCircle) return Optional.of("it was sent on to you by a rule of yours, or too often");
        return allowance.sends(account, 1) ? Optional.empty() : Optional.of("too much was sent on today");
    }

    private Optional<Said> failed(AccountId account, String why) {
        tell(account, "Your script of rules failed, and the mail is in your inbox: " + why + ".");
        return Optional.empty();
    }

    /** A letter that cannot be written hinders nothing. */
    void tell(AccountId account, String sentence) {
        try {
            troubled.accept(account, sentence);
        } catch (RuntimeException | Error fault) {
            complaints.add("account " + account + " could not be told of trouble with its rules", fault);
        }
    }

    /** Of a message that is here: nothing is known of its envelope, and no address of the account is the one that it came to. */
    Surroundings aroundHere(AccountId account, Surroundings.Mailboxes mailboxes, Octets message, Surroundings.Environment environment)
            throws IOException {
        Surroundings.Environment all = item -> environment.item(item).or(() -> environment(item));
        return new Surroundings(Message.parse(message), new Surroundings.Envelope("", "", Optional.empty()), mailboxes, all,
            key -> rules.remembers(account, "d" + key), lists(account), Surroundings.Scores.NONE, clock.instant(), ZoneOffset.UTC);
    }

    private Surroundings around(AccountId account, Surroundings.Mailboxes mailboxes,
        Filing.Mail mail) throws IOException {
        var envelope = new Surroundings.Envelope(mail.from().sender().map(Address::toString).orElse(""),
            mail.recipient().toString(), mail.submitter());
        return new Surroundings(Message.parse(mail.message()), envelope, mailboxes, this::environment,
            key -> rules.remembers(account, "d" + key), lists(account), scores(mail), clock
                .instant(),
            ZoneOffset.UTC);
    }

    /** RFC 6134 section 2.6: the default address book is of those to whom its owner has written; there is no other list. */
    private Surroundings.Lists lists(AccountId account) {
        return new Surroundings.Lists() {
            @Override public boolean exists(String list) { return list.equalsIgnoreCase(ADDRESS_BOOK); }

            @Override public boolean contains(String list, String value) {
                return exists(list) && Address.parse(value).filter(address -> correspondents.test(account, address)).isPresent();
            }
        };
    }

    /** RFC 5235: empty for mail that nobody judges. */
    private static Surroundings.Scores scores(Filing.Mail mail) {
        return new Surroundings.Scores(mail.judgement().map(one -> OptionalDouble.of(one.likelihood())).orElse(OptionalDouble.empty()),
            mail.assessment().map(Assessment::virus).orElse(OptionalInt.empty()));
    }

    /** RFC 5183 section 4.1. */
    private Optional<String> environment(String item) {
        return switch (item) {
            case "name" -> Optional.of("Sigillo");
            case "host" -> Optional.of(hostname.name());
            case "domain" -> Optional.of(hostname.name());
            case "location" -> Optional.of("MDA");
            case "phase" -> Optional.of("during");
            // RFC 6785 sections 4.2 and 4.5; of the other two nothing is said
            case "imap.user", "imap.email", "imap.cause", "imap.mailbox", "imap.changedflags" -> Optional.of("");
            default -> Optional.empty();
        };
    }

    /**
     * Once the message is where it is to be. What is sent on goes into the queue in one piece with answers and notices.
     * Throws {@link IOException} when it cannot be read, {@link sigillo.store.StoreException} when nothing was put
     * there.
     */
    void send(Account into, Filing.Mail mail, Said said) throws IOException {
        var account = into.id();
        var outgoing = new ArrayList<Outgoing>();
        var answered = new ArrayList<String>();
        var targets = new ArrayList<Address>();
        var copies = new ArrayList<Copy>();
        for (var action : said.actions) {
            switch (action) {
                case Action.Redirect redirect -> redirect(account, mail, redirect, said).ifPresent(one -> {
                    outgoing.add(one);
                    one.envelope().recipients().forEach(to -> targets.add(to.address()));
                });
                case Action.Vacation vacation -> answer(account, mail, vacation, said, answered).ifPresent(one -> {
                    outgoing.add(one);
                    vacation.copy().ifPresent(copy -> copies.add(new Copy(copy, one.message())));
                });
                case Action.Notice notice -> notice(account, mail, notice, said).ifPresent(one -> {
                    outgoing.add(one);
                    notice.copy().ifPresent(copy -> copies.add(new Copy(copy, one.message())));
                });
                case Action.Keep _, Action.FileInto _, Action.Reject _, Action.Remember _ -> { }
            }
        }
        if (!outgoing.isEmpty()) enqueue(account, outgoing, answered);
        targets.forEach(to -> forwarding.tell(Recipient.of(mail.recipient()), new Route.To(List.of(), List.of(to)),
            mail.trace()));
        copies.forEach(copy -> keep(into, copy));
        // RFC 7352 section 3: last, since who tries again after trouble must not find that he was here.
        for (var action : said.actions) {
            if (action instanceof Action.Remember(var key, var seconds)) remember(account, key, seconds);
        }
    }

    /** What has left must not leave again: that it is not remembered is no trouble that its sender hears of. */
    private void remember(AccountId account, String key, long seconds) {
        try {
            boolean isKept = rules.remember(account, "d" + key, seconds);
            if (!isKept) tell(account, "A rule that looks for duplicates may let the same mail through again: " + FULL);
        } catch (RuntimeException | Error fault) {
            complaints.add("what a rule of account " + account + " remembers could not be noted", fault);
        }
    }

    /** Who was to be answered is not remembered for an answer that the queue does not take. */
    private void enqueue(AccountId account, List<Outgoing> outgoing, List<String> answered) {
        try {
            queue.enqueue(outgoing);
        } catch (StoreException trouble) {
            try {
                answered.forEach(key -> rules.unremember(account, key));
            } catch (StoreException alsoBroken) {
                trouble.addSuppressed(alsoBroken);
            }
            throw trouble;
        }
    }

    private record Copy(Action.FileCopy where, Octets message) {}

    /** RFC 8580: of what was sent; that it cannot be kept does not undo the sending. */
    private void keep(Account account, Copy copy) {
        try {
            kept(account, copy);
        } catch (RuntimeException | Error fault) {
            complaints.add("a copy of what a rule of account " + account.id() + " sent could not be kept", fault);
            tell(account.id(), NO_COPY);
        }
    }

    private void kept(Account account, Copy copy) {
        var mailbox = Ruled.mailbox(account, copy.where.target());
        if (mailbox.isEmpty()) {
            tell(account.id(), "A rule keeps a copy in a folder that is not there, which was left out.");
            return;
        }
        var deposit = new Deposit(copy.message, List.of(mailbox.get()), Ruled.keywords(copy.where.flags()), false,
            clock.instant(),
            Optional.empty());
        if (!(keeping.keep(account, deposit) instanceof Deposited.Kept)) tell(account.id(), NO_COPY);
    }

    /** As by an alias: under a sender that leads back, sealed, and known when it comes back. RFC 5228 section 4.2. */
    private Optional<Outgoing> redirect(
        AccountId account, Filing.Mail mail, Action.Redirect redirect, Said said) throws IOException {
        var to = Address.parse(redirect.address());
        if (to.isEmpty()) return Optional.empty(); // does not come here: see hindrance
        var message = redirect.edited().isPresent() ? redirect.edited().get().of(said.around.message()) : mail
            .message();
        var alias = Recipient.of(mail.recipient());
        var route = new Route.To(List.of(), List.of(to.get()));
        return Optional.of(forwarding.outgoing(alias, route, mail.envelope(), message, mail.trace()));
    }

    /** RFC 5230 section 4.2: who was answered is not answered again for so long. */
    private Optional<Outgoing> answer(
        AccountId account, Filing.Mail mail, Action.Vacation vacation, Said said, List<String> answered)
            throws IOException {
        var asked = withOwnSender(account, discreet.test(account) ? Discreet.of(vacation) : vacation);
        var answer = VacationAnswer.of(asked, said.around, List.of(own(account, mail.recipient())), clock.instant().atOffset(
            ZoneOffset.UTC), id(mail, "v"));
        if (answer.isEmpty()) return Optional.empty();
        var key = "v" + vacation.handle() + "\0" + answer.get().to().lookupKey();
        if (rules.remembers(account, key)) return Optional.empty();
        if (!allowance.answers(account)) return unanswered(account, "enough people were answered today.");
        // Before it is sent: what cannot be remembered would be answered each time.
        if (!rules.remember(account, key, vacation.seconds())) return unanswered(account, FULL);
        answered.add(key);
        return Optional.of(outgoing(mail, new ReversePath.Null(), List.of(answer.get().to()), answer.get().octets()));
    }

    private Optional<Outgoing> unanswered(AccountId account, String why) {
        tell(account, "Not everybody who writes to you is told that you are away: " + why);
        return Optional.empty();
    }

    /**
     * RFC 3834 section 2: who has an address alone answers for it. Of a group each member would, of a catch-all whoever
     * guesses a name would hear that it is read; there only who named the account itself hears of it.
     */
    private Address own(AccountId account, Address recipient) {
        return switch (recipients.resolve(recipient)) {
            case Recipients.Resolved.Local local -> recipients.isCaught(recipient) ? local.mailbox() : recipient;
            case Recipients.Resolved.Several(var all) -> all.stream()
                .filter(one -> one instanceof Recipients.Resolved.Local local && local.account().equals(account))
                .map(one -> ((Recipients.Resolved.Local) one).mailbox()).findFirst().orElse(recipient);
            case Recipients.Resolved.Elsewhere _, Recipients.Resolved.Back _, Recipients.Resolved.Unknown _, Recipients.Resolved.Disabled _,
                Recipients.Resolved.Closed _, Recipients.Resolved.Handled _,
                Recipients.Resolved.NotLocal _ -> recipient;
        };
    }

    /** Nobody writes under an address that is not his. */
    private Action.Vacation withOwnSender(AccountId account, Action.Vacation asked) {
        if (asked.from().isEmpty() || isOwn(account, asked.from().get())) return asked;
        tell(account, "A rule answers under an address that is not yours; the answer is under the one that the mail came to.");
        return new Action.Vacation(asked.subject(), Optional.empty(), asked.addresses(), asked.isMime(), asked.reason(),
            asked.handle(), asked.seconds(), asked.copy());
    }

    private boolean isOwn(AccountId account, String from) {
        var addresses = sigillo.message.AddressList.parse(from).addresses();
        return addresses.size() == 1 && isOwn(account, addresses.getFirst());
    }

    private boolean isOwn(AccountId account, Address address) {
        return recipients.owns(new User(account, address), address);
    }

    private Optional<Outgoing> notice(
        AccountId account, Filing.Mail mail, Action.Notice wanted, Said said) throws IOException {
        var asked = discreet.test(account) ? Discreet.of(wanted) : wanted;
        boolean isOwn = asked.from().isEmpty() || isOwn(account, asked.from().get());
        var notice = isOwn ? asked : new Action.Notice(
            asked.to(), Optional.empty(), asked.importance(), asked.options(),
            asked.message(), asked.copy());
        var made = NoticeMail.of(notice, said.around, mail.recipient(), clock.instant().atOffset(ZoneOffset.UTC), id(
            mail, "n"));
        if (made.isEmpty()) return Optional.empty();
        if (!allowance.sends(account, made.get().to().size())) {
            tell(account, "Notices were left out: too much was sent by your rules today.");
            return Optional.empty();
        }
        var from = made.get().from().<ReversePath>map(ReversePath.From::new).orElse(new ReversePath.Null());
        return Optional.of(outgoing(mail, from, made.get().to(), made.get().octets()));
    }

    /** The same when the same mail is filed again. */
    private String id(Filing.Mail mail, String what) { return mail.trace().text() + "." + what + "@" + hostname
        .name(); }

    private Outgoing outgoing(Filing.Mail mail, ReversePath from, List<Address> to, byte[] octets) throws IOException {
        var envelope = Envelope.of(from, to.stream().map(Recipient::of).toList());
        return new Outgoing(envelope, signer.signed(Octets.of(octets)), mail.trace(), Optional.empty());
    }
}
