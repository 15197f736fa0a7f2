package sigillo.smtpd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.delivery.Incoming;
import sigillo.directory.Recipients.Resolved;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;
import sigillo.login.Dialogue;
import sigillo.login.SignIn;
import sigillo.smtp.ForwardPath;
import sigillo.smtp.LineFramer.Frame;
import sigillo.smtp.MailParameters;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpCommand;
import sigillo.smtp.SmtpLimits;
import sigillo.smtp.SmtpParser;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spooled;
import sigillo.trace.TraceId;

/**
 * One SMTP conversation: a line in, the next step out. It holds no socket; {@link SmtpConnection} carries out the
 * steps, and a test plays a transcript against it. It may block, where directory or delivery do. What they throw, the
 * connection catches and hands to {@link #failed}. One thread.
 */
final class SmtpSession {

    /** Where the conversation stands; what a state knows lives in it and nowhere else. */
    private sealed interface State {
        /** Nothing was said yet, or TLS has just begun: RFC 3207 section 4.2. */
        record Greeted() implements State {}

        record Ready(Hello hello) implements State {}

        record SigningIn(Hello hello, Dialogue dialogue) implements State {}

        record Mailing(Hello hello, Transaction mail) implements State {}

        /** Between chunks, or while a message is read. */
        record Receiving(Hello hello, Transaction mail) implements State {}
    }

    private record Hello(String name, boolean extended) {}

    private final SmtpRole role;
    private final SmtpSettings settings;
    private final SmtpHouse house;
    private final InetAddress client;
    private final boolean hasCertificate;
    private final Offer offer;
    private final MailRules rules;
    private final Tally tally;
    private final EnvelopeRoom room;

    private State state = new State.Greeted();
    private Optional<String> tls;
    private final Supplier<Optional<Bytes>> binding;
    private Optional<User> user = Optional.empty();
    private Optional<Unlocked> way = Optional.empty();
    private int repliesOwed = 1;
    private int roomTaken;

    SmtpSession(SmtpRole role, SmtpSettings settings, SmtpHouse house, AddressBudget budget,
            InetAddress client, boolean hasCertificate, Optional<String> tls, Supplier<Optional<Bytes>> binding) {
        this.role = role;
        this.settings = settings;
        this.house = house;
        this.client = client;
        this.hasCertificate = hasCertificate;
        this.tls = tls;
        this.binding = binding;
        this.offer = new Offer(role, settings);
        this.rules = new MailRules(settings, offer, house);
        this.tally = new Tally(settings, budget, client);
        this.room = budget.envelopes();
    }

    /** RFC 5321 section 4.3.1: the greeting; a {@link Step.Bye} when the client is not welcome now. */
    Step greeting(boolean spokeFirst) {
        if (!tally.mayConnect()) return Step.Bye.one(Replies.TOO_MUCH);
        if (spokeFirst && role == SmtpRole.MX) return Step.Bye.one(Replies.EARLY_TALKER);
        var name = settings.hostName().name();
        return say(SmtpReply.of(220, "", name + (role == SmtpRole.LMTP ? " LMTP" : " ESMTP")));
    }

    boolean isGreeted() { return !(state instanceof State.Greeted); }

    /** True while octets of an unfinished message must be kept. */
    boolean isReceiving() { return state instanceof State.Receiving; }

    /** In octets, for the next line. */
    int lineOctetsMax() {
        boolean mayBeLong = state instanceof State.SigningIn || canSignIn();
        return mayBeLong ? SmtpLimits.AUTH_OCTETS_MAX : SmtpLimits.COMMAND_OCTETS_MAX;
    }

    /** How long to wait before the reply: errors come slower and slower, up to ten times the first pause. */
    Duration pause() { return tally.pause(); }

    Tally tally() { return tally; }

    /** For the log. */
    String helo() { return hello().map(Hello::name).orElse("-"); }

    Optional<User> user() { return user; }

    Step on(Frame line) {
        repliesOwed = 1;
        return tally.judge(switch (line) {
            case Frame.Line(var text) when state instanceof State.SigningIn(var hello, var dialogue) ->
                response(hello, dialogue, text);
            case Frame.Line(var text) -> switch (SmtpParser.parse(text)) {
                case SmtpParser.Outcome.Ok(var command) -> on(command);
                case SmtpParser.Outcome.Bad(var reply) -> refused(text, reply);
            };
            case Frame.TooLong() -> unreadable(state instanceof State.SigningIn ? Replies.AUTH_TOO_LONG : Replies.LINE_TOO_LONG);
            case Frame.BareLineEnd() -> unreadable(Replies.BARE_LINE_END);
            case Frame.NotUtf8() -> unreadable(Replies.NOT_UTF8);
            case Frame.Endless() -> Step.Bye.one(Replies.LINE_TOO_LONG);
            case Frame.More() -> throw new IllegalArgumentException("not a line yet");
        });
    }

    /** After a BDAT that cannot be read nobody knows where the octets end that follow it. */
    private static Step refused(String line, SmtpReply reply) {
        return line.regionMatches(true, 0, "BDAT", 0, 4) ? Step.Bye.one(reply) : say(reply);
    }

    private Step unreadable(SmtpReply reply) {
        if (state instanceof State.SigningIn(var hello, _)) enter(new State.Ready(hello));
        return say(reply);
    }

    private Step on(SmtpCommand command) {
        return switch (command) {
            case SmtpCommand.Ehlo(var name) -> hello(name, true, role != SmtpRole.LMTP);
            case SmtpCommand.Helo(var name) -> hello(name, false, role != SmtpRole.LMTP);
            case SmtpCommand.Lhlo(var name) -> hello(name, true, role == SmtpRole.LMTP);
            case SmtpCommand.Mail(var from, var parameters) -> mail(from, parameters);
            case SmtpCommand.Rcpt(var to, var parameters) -> rcpt(to, new Recipient(
                address(to), parameters.notifyOn(), parameters.originalRecipient()));
            case SmtpCommand.Data() -> data();
            case SmtpCommand.Bdat(long octets, boolean last) -> bdat(octets, last);
            case SmtpCommand.Rset() -> reset();
            case SmtpCommand.Noop() -> say(Replies.OK);
            case SmtpCommand.Quit() -> Step.Bye.one(Replies.BYE);
            case SmtpCommand.Help() -> say(Replies.HELP);
            case SmtpCommand.Vrfy() -> say(Replies.NOT_VERIFIED);
            case SmtpCommand.Expn() -> say(Replies.NOT_IMPLEMENTED);
            case SmtpCommand.StartTls() -> startTls();
            case SmtpCommand.Auth(var mechanism, var initial) -> auth(mechanism, initial);
        };
    }

    /** RFC 5321 section 4.1.4: a second EHLO resets like RSET. RFC 2033 section 4.1: LMTP has its own. */
    private Step hello(String name, boolean extended, boolean isRight) {
        if (!isRight) return say(Replies.WRONG_GREETING);
        enter(new State.Ready(new Hello(name, extended)));
        if (!extended) return say(SmtpReply.of(250, "", settings.hostName().name()));
        return say(offer.reply(tls.isPresent(), canStartTls(), canSignIn() ? house.signIn().mechanisms(binding.get().isPresent()) : List.of(), house.clock().instant()));
    }

    private void enter(State next) {
        if (state instanceof State.SigningIn(_, var dialogue) && !(next instanceof State.SigningIn)) dialogue.close();
        state = next;
        if (next instanceof State.Mailing || next instanceof State.Receiving) return;
        room.give(roomTaken);
        roomTaken = 0;
    }

    /** The conversation is over, however it ended. */
    void close() { enter(new State.Greeted()); }

    private Optional<Hello> hello() {
        return switch (state) {
            case State.Greeted() -> Optional.empty();
            case State.Ready(var hello) -> Optional.of(hello);
            case State.SigningIn(var hello, _) -> Optional.of(hello);
            case State.Mailing(var hello, _) -> Optional.of(hello);
            case State.Receiving(var hello, _) -> Optional.of(hello);
        };
    }

    private Step reset() {
        hello().ifPresent(hello -> enter(new State.Ready(hello)));
        return say(Replies.OK);
    }

    private boolean canStartTls() { return hasCertificate && tls.isEmpty(); }

    private Step startTls() {
        if (!hasCertificate) return say(Replies.NOT_IMPLEMENTED);
        boolean isBetweenMails = state instanceof State.Ready || state instanceof State.Greeted;
        if (!canStartTls() || !isBetweenMails || user.isPresent()) return say(Replies.BAD_SEQUENCE);
        return new Step.StartTls(Replies.TLS_GO);
    }

    /** RFC 3207 section 4.2: what was said in clear is forgotten. */
    void secured(String facts) {
        tls = Optional.of(facts);
        enter(new State.Greeted());
    }

    private boolean canSignIn() {
        return role == SmtpRole.SUBMISSION && user.isEmpty() && (tls.isPresent() || settings.plaintextAuth());
    }

    private Step auth(String mechanism, Optional<String> initial) {
        if (role != SmtpRole.SUBMISSION) return say(Replies.NOT_IMPLEMENTED);
        // RFC 4954 section 4: once, and not in a transaction.
        if (!(state instanceof State.Ready(var hello)) || user.isPresent()) return outOfOrder();
        if (!canSignIn()) return say(Replies.AUTH_NEEDS_TLS);
        var dialogue = Dialogue.begin(house.signIn(), mechanism, binding.get(), SignIn.Service.SMTP, Optional.of(client));
        if (dialogue.isEmpty()) return say(Replies.NO_SUCH_MECHANISM);
        enter(new State.SigningIn(hello, dialogue.get()));
        return initial.map(text -> response(hello, dialogue.get(), AuthLines.initial(text)))
            .orElseGet(() -> say(AuthLines.challenge(dialogue.get().opening())));
    }

    private Step response(Hello hello, Dialogue dialogue, String line) {
        var turn = AuthLines.message(line).map(dialogue::on);
        if (turn.isPresent() && turn.get() instanceof Dialogue.Turn.Ask(var challenge)) return say(AuthLines.challenge(challenge));
        enter(new State.Ready(hello));
        if (AuthLines.isCancelled(line)) return say(Replies.CANCELLED);
        return say(turn.map(this::reply).orElse(Replies.NOT_BASE64));
    }

    private SmtpReply reply(Dialogue.Turn turn) {
        return switch (turn) {
            case Dialogue.Turn.Ask(var challenge) -> AuthLines.challenge(challenge);
            case Dialogue.Turn.Malformed _ -> Replies.NOT_BASE64;
            case Dialogue.Turn.Answered(var answer) -> reply(answer);
        };
    }

    private SmtpReply reply(SignIn.Answer answer) {
        return switch (answer) {
            case SignIn.Answer.Welcome(var welcome, var unlocked, _) -> {
                unlocked.close(); // who sends needs nothing of what he keeps
                user = Optional.of(welcome);
                way = Optional.of(unlocked);
                yield Replies.SIGNED_IN;
            }
            case SignIn.Answer.Refused() -> Replies.WRONG_CREDENTIALS;
            case SignIn.Answer.OutOfScope() -> Replies.NOT_FOR_SENDING;
            case SignIn.Answer.AppPasswordNeeded() -> Replies.APP_PASSWORD_NEEDED;
            case SignIn.Answer.Slowed _ -> Replies.SLOWED;
        };
    }

    private Step mail(ReversePath from, MailParameters parameters) {
        if (!(state instanceof State.Ready(var hello))) return outOfOrder();
        if (role == SmtpRole.SUBMISSION && user.isEmpty())
            return say(canSignIn() ? Replies.SIGN_IN_FIRST : Replies.TLS_FIRST);
        if (isSignedOut()) return Step.Bye.one(Replies.SIGNED_OUT);
        var refusal = rules.refusal(from, parameters, user, tls.isPresent());
        if (refusal.isPresent()) {
            tell(TraceId.fresh(), "MAIL", from.sender().stream().toList(), refusal.get());
            return say(refusal.get());
        }
        if (!tally.mayMail()) return Step.Bye.one(Replies.TOO_MANY_MAILS);
        enter(new State.Mailing(hello, Transaction.begin(from, parameters, rules.holdUntil(parameters))));
        return say(Replies.SENDER_OK);
    }

    /** What a client came in by may be taken away while it is here: it sends nothing more. */
    private boolean isSignedOut() { return way.isPresent() && !way.get().stands(); }

    /** RFC 5321 section 4.5.1: a postmaster without a domain is ours. */
    private Address address(ForwardPath to) {
        return switch (to) {
            case ForwardPath.To(var address) -> address;
            case ForwardPath.Postmaster() -> new Address("postmaster", settings.hostName());
        };
    }

    private Step rcpt(ForwardPath path, Recipient recipient) {
        if (!(state instanceof State.Mailing(_, var mail))) return outOfOrder();
        if (mail.recipients().size() >= settings.recipientsMax()) return say(Replies.TOO_MANY_RECIPIENTS);
        var reply = unwanted(recipient.address()).orElseGet(() -> reply(path, recipient.address(), mail));
        if (!reply.isPositive()) return refusedRecipient(mail, recipient, reply);
        boolean isStrangers = isStrangers();
        if (isStrangers && !mail.recipients().isEmpty() && !mayBeBeside(mail, recipient)) return say(Replies.ALONE);
        if (isStrangers && house.recipients().isCaught(recipient.address()) && !tally.mayBeCaught(mail.from().sender(), recipient.address())) {
            return refusedRecipient(mail, recipient, Replies.TOO_MANY_NAMES);
        }
        if (role != SmtpRole.LMTP && mail.has(recipient)) return say(reply);
        int cost = Transaction.cost(recipient);
        if (!room.take(cost)) return say(Replies.FULL);
        roomTaken += cost;
        mail.recipients().add(recipient);
        return say(reply);
    }

    private boolean isStrangers() { return role == SmtpRole.MX && user.isEmpty(); }

    /** What is refused when the message is there has one answer for all: nobody gets a notification whose address was forged. */
    private boolean mayBeBeside(Transaction mail, Recipient recipient) {
        if (mail.has(recipient)) return true;
        var recipients = house.recipients();
        return !recipients.isClosed(mail.recipients().getFirst().address()) && !recipients.isClosed(recipient.address());
    }

    private Optional<SmtpReply> unwanted(Address to) {
        return user.filter(_ -> role == SmtpRole.SUBMISSION).flatMap(who -> house.submit().refusal(who, to));
    }

    private Step refusedRecipient(Transaction mail, Recipient recipient, SmtpReply reply) {
        tell(mail.trace(), "RCPT", concerned(mail, Stream.of(recipient)), reply);
        turnedAway(mail, Stream.of(recipient), reply);
        return reply.code() == 550 ? tally.refusedRecipient(reply) : say(reply);
    }

    private SmtpReply reply(ForwardPath path, Address address, Transaction mail) {
        if (address.needsUtf8() && !mail.parameters().smtpUtf8()) return Replies.NEEDS_SMTPUTF8;
        return switch (house.recipients().resolve(address)) {
            case Resolved.Local local -> noRoom(local, mail).orElse(Replies.RECIPIENT_OK);
            case Resolved.Several _, Resolved.Elsewhere _, Resolved.Handled _ -> Replies.RECIPIENT_OK;
            case Resolved.Back _ -> mail.from().sender().isPresent() ? Replies.NOTIFICATIONS_ONLY : Replies.RECIPIENT_OK;
            case Resolved.Unknown() -> Replies.unknown(path);
            case Resolved.Disabled() -> Replies.DISABLED;
            case Resolved.Closed() -> Replies.ONLY_SOME;
            // RFC 5321 section 3.6.2: we relay for those who signed in, and for no one else.
            case Resolved.NotLocal() -> user.isPresent() ? Replies.RECIPIENT_OK : Replies.RELAY_DENIED;
        };
    }

    /** RFC 1870 section 6.1: by what was said of the size. Who submits is told by a notification, as for others. */
    private Optional<SmtpReply> noRoom(Resolved.Local local, Transaction mail) {
        if (role == SmtpRole.SUBMISSION) return Optional.empty();
        return house.deliver().noRoom(local, mail.parameters().size().orElse(1));
    }

    private Step data() {
        if (!(state instanceof State.Mailing(var hello, var mail))) return outOfOrder();
        if (mail.recipients().isEmpty()) return say(Replies.NO_RECIPIENT);
        if (mail.isBinary()) return say(Replies.BINARY_NEEDS_BDAT); // RFC 3030 section 3
        enter(new State.Receiving(hello, mail));
        return new Step.ReadMessage(Replies.GO_AHEAD);
    }

    /** RFC 3030 section 2: the octets come in any case, and must not be taken for commands. */
    private Step bdat(long octets, boolean last) {
        if (octets > settings.messageOctetsMax()) return endless();
        if (state instanceof State.Mailing(var hello, var mail) && !mail.recipients().isEmpty())
            enter(new State.Receiving(hello, mail));
        if (state instanceof State.Receiving) return new Step.ReadChunk(octets, last);
        return new Step.SkipChunk(octets, state instanceof State.Mailing ? Replies.NO_RECIPIENT : Replies.BAD_SEQUENCE);
    }

    private Step endless() {
        switch (state) {
            case State.Mailing(_, var mail) -> tellAll(mail, Replies.TOO_LARGE);
            case State.Receiving(_, var mail) -> tellAll(mail, Replies.TOO_LARGE);
            case State.Greeted(), State.Ready _, State.SigningIn _ -> { }
        }
        return Step.Bye.one(Replies.TOO_LARGE);
    }

    /**
     * The answer to a message or chunk. The transaction is over, except after a chunk that others follow. After a bare
     * line end the whole conversation is: what another server passed on may end elsewhere for it than for us, and what
     * follows may be anyone's.
     */
    Step received(Taken taken) {
        if (!(state instanceof State.Receiving(var hello, var mail)))
            throw new IllegalStateException("nothing was asked for");
        if (taken instanceof Taken.Chunk(long octets)) return say(Replies.chunkTaken(octets));
        enter(new State.Ready(hello));
        repliesOwed = role == SmtpRole.LMTP ? mail.recipients().size() : 1;
        return switch (taken) {
            case Taken.Whole _ when isSignedOut() -> new Step.Bye(refusedByAll(mail, Replies.SIGNED_OUT));
            case Taken.Whole(var message) -> tally.handedOver(new Step.Say(handOver(hello, mail, message)));
            case Taken.TooLarge() -> new Step.Say(refusedByAll(mail, Replies.TOO_LARGE));
            case Taken.Endless() -> new Step.Bye(refusedByAll(mail, Replies.TOO_LARGE));
            case Taken.BareLineEnd() -> new Step.Bye(refusedByAll(mail, Replies.BARE_IN_MESSAGE));
            case Taken.NoRoom() -> new Step.Say(refusedByAll(mail, Replies.FULL));
            case Taken.Broken _ -> new Step.Say(refusedByAll(mail, Replies.FAILED));
            case Taken.Chunk _ -> throw new IllegalStateException("answered above");
        };
    }

    private List<SmtpReply> refusedByAll(Transaction mail, SmtpReply reply) {
        tellAll(mail, reply);
        return forAll(reply);
    }

    private void tellAll(Transaction mail, SmtpReply reply) {
        tell(mail.trace(), "the message", concerned(mail, mail.recipients().stream()), reply);
        turnedAway(mail, mail.recipients().stream(), reply);
    }

    /** Addresses of nobody here are left out: they are guessed by the thousand. */
    private void turnedAway(Transaction mail, Stream<Recipient> to, SmtpReply reply) {
        if (role == SmtpRole.SUBMISSION || user.isPresent()) return;
        var ours = to.map(Recipient::address).filter(this::isOurs).toList();
        house.refusals().turnedAway(new RefusalStories.Who(user, helo(), client), mail.from().sender(), ours, reply);
    }

    private boolean isOurs(Address address) {
        return switch (house.recipients().resolve(address)) {
            case Resolved.Local _, Resolved.Several _ -> true;
            case Resolved.Elsewhere _, Resolved.Back _, Resolved.Unknown _, Resolved.Disabled _, Resolved.Closed _, Resolved.Handled _, Resolved.NotLocal _ -> false;
        };
    }

    private static List<Address> concerned(Transaction mail, Stream<Recipient> to) {
        return Stream.concat(mail.from().sender().stream(), to.map(Recipient::address)).toList();
    }

    private void tell(TraceId trace, String at, List<Address> concerned, SmtpReply reply) {
        house.refusals().tell(trace, at, new RefusalStories.Who(user, helo(), client), concerned, reply);
    }

    private List<SmtpReply> handOver(Hello hello, Transaction mail, Spooled message) {
        var signedIn = user.map(known -> known.address().toString());
        var origin = new Origin(Optional.of(client), hello.name(), protocol(hello, mail), tls, signedIn);
        var envelope = mail.envelope();
        var trace = mail.trace();
        return switch (role) {
            case MX -> taken(mail, new Incoming(envelope, origin, message, trace));
            case LMTP -> house.deliver().toEach(new Incoming(envelope, origin, message, trace));
            case SUBMISSION -> List.of(house.submit().submit(user.orElseThrow(), origin, envelope, message, trace));
        };
    }

    private List<SmtpReply> taken(Transaction mail, Incoming incoming) {
        var names = mail.recipients().stream().map(Recipient::address).filter(_ -> isStrangers()).filter(house.recipients()::isCaught);
        return tally.taking(mail.from().sender(), names, () -> house.deliver().toAll(incoming)).map(List::of)
            .orElseGet(() -> refusedByAll(mail, Replies.TOO_MANY_NAMES));
    }

    /** RFC 3848 section 1, RFC 6531 section 4.3: as it stands after {@code with} in the Received line. */
    private String protocol(Hello hello, Transaction mail) {
        if (!hello.extended()) return "SMTP";
        boolean isUtf8 = mail.parameters().smtpUtf8();
        var base = role == SmtpRole.LMTP ? "LMTP" : isUtf8 ? "SMTP" : "ESMTP";
        return (isUtf8 ? "UTF8" : "") + base + (tls.isPresent() ? "S" : "") + (user.isPresent() ? "A" : "");
    }

    /** What the connection caught while we were asked. */
    Step failed(RuntimeException fault) {
        if (state instanceof State.SigningIn(var hello, _)) enter(new State.Ready(hello));
        return toAll(Replies.fault(fault));
    }

    private Step outOfOrder() { return say(isGreeted() ? Replies.BAD_SEQUENCE : Replies.GREET_FIRST); }

    private Step toAll(SmtpReply reply) { return new Step.Say(forAll(reply)); }

    private List<SmtpReply> forAll(SmtpReply reply) { return Collections.nCopies(repliesOwed, reply); }

    private static Step say(SmtpReply reply) { return Step.Say.one(reply); }
}
