package sigillo.popd;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.account.Role;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn;
import sigillo.net.WireOutput;
import sigillo.pop.PopCommand;
import sigillo.pop.PopReply;
import sigillo.pop.PopWriter;
import sigillo.sasl.Mechanism;
import sigillo.store.StoreException;

/**
 * The state of one conversation: RFC 1939 sections 4 to 6. A command in, the next {@link Step} out; of a response with several
 * lines, all is written by then. Knows no wire; transcripts are played against it. One thread.
 */
final class PopSession implements AutoCloseable {

    /** What the transport is; a new session begins when it changes. */
    record Transport(InetAddress address, boolean tls, boolean tlsPossible, Optional<Bytes> binding) {}

    private sealed interface State {
        record Authorization() implements State {}

        /** Signed in; the lock of the maildrop is held. */
        record Transaction(User user, Unlocked unlocked, Account account, OpenDrop drop) implements State {}

        record Over() implements State {}
    }

    private final PopDoor door;
    private final Transport transport;
    private final PopWriter out;
    private final Peer peer;
    private final boolean isLoginPossible;
    private final Authentication authentication;
    private State state = new State.Authorization();

    /** {@code peer} is cut when the user's way in is taken away. */
    PopSession(PopDoor door, Transport transport, PopWriter out, Peer peer) {
        this.door = door;
        this.transport = transport;
        this.out = out;
        this.peer = peer;
        this.isLoginPossible = transport.tls() || door.settings().loginWithoutTls();
        this.authentication = new Authentication(door, transport.address(), isLoginPossible, transport.binding(), this::welcome);
    }

    boolean isSignedIn() { return state instanceof State.Transaction; }

    /** Whether a line may hold what SASL says. */
    boolean maySignIn() { return isLoginPossible && !isSignedIn(); }

    Optional<User> user() { return state instanceof State.Transaction(var user, _, _, _) ? Optional.of(user) : Optional.empty(); }

    /** The connection has ended, or is about to: nothing is deleted. */
    @Override public void close() {
        authentication.close();
        if (state instanceof State.Transaction(var user, var unlocked, _, _)) {
            state = new State.Over();
            unlocked.close();
            door.locks().leave(user.account());
        }
    }

    Step on(PopCommand command) throws IOException {
        if (!(command instanceof PopCommand.Pass)) authentication.forgetName();
        if (command instanceof PopCommand.Capa) return capabilities();
        return switch (state) {
            case State.Authorization() -> stranger(command);
            case State.Transaction transaction -> signedIn(command, transaction);
            case State.Over() -> throw new IllegalStateException("it is over");
        };
    }

    /** A line that was none. */
    void notUnderstood() { authentication.forgetName(); }

    // ---- AUTHORIZATION: RFC 1939 section 4 ----

    private Step stranger(PopCommand command) throws IOException {
        return switch (command) {
            case PopCommand.User user -> say(authentication.user(user));
            case PopCommand.Pass pass -> authentication.pass(pass);
            case PopCommand.Auth auth -> authentication.auth(auth);
            case PopCommand.AuthList() -> mechanismsListed();
            case PopCommand.Stls() -> transport.tls() || !transport.tlsPossible() ? say(Replies.NO_TLS)
                : new Step.Secure(Replies.BEGIN_TLS);
            case PopCommand.Quit() -> new Step.Bye(Replies.BYE);
            case PopCommand.Capa _, PopCommand.Stat _, PopCommand.List _, PopCommand.Retr _, PopCommand.Dele _, PopCommand.Noop _,
                PopCommand.Rset _, PopCommand.Top _, PopCommand.Uidl _ -> say(Replies.SIGN_IN_FIRST);
        };
    }

    private Step welcome(SignIn.Answer.Welcome welcome) {
        var user = welcome.user();
        if (!door.locks().enter(user.account(), peer, door.limits().lockWait(), door.limits().quietMax())) {
            welcome.unlocked().close();
            return say(Replies.IN_USE);
        }
        try {
            var account = door.accounts().open(user.account());
            var drop = new OpenDrop(account, account.mailboxId(Role.INBOX).orElseThrow());
            state = new State.Transaction(user, welcome.unlocked(), account, drop);
        } finally {
            if (!isSignedIn()) {
                welcome.unlocked().close();
                door.locks().leave(user.account());
            }
        }
        welcome.unlocked().whenEnded(peer::cut);
        return say(PopReply.ok("Signed in"));
    }

    // ---- TRANSACTION: RFC 1939 section 5 ----

    private Step signedIn(PopCommand command, State.Transaction at) throws IOException {
        var drop = at.drop();
        return switch (command) {
            case PopCommand.Stat() -> say(PopReply.ok(drop.count() + " " + drop.octets()));
            case PopCommand.List(var message) -> message.isPresent() ? listing(message, drop) : listing(drop);
            case PopCommand.Uidl(var message) -> message.isPresent() ? name(message, drop) : names(drop);
            case PopCommand.Retr(int message) -> sent(at, message, Long.MAX_VALUE);
            case PopCommand.Top(int message, int lines) -> sent(at, message, lines);
            case PopCommand.Dele(int message) -> deleted(message, drop);
            case PopCommand.Noop() -> say(PopReply.ok("Nothing done"));
            case PopCommand.Rset() -> {
                drop.undeleteAll();
                yield say(PopReply.ok(drop.count() + " messages"));
            }
            case PopCommand.Quit() -> quit(at);
            case PopCommand.Capa _, PopCommand.User _, PopCommand.Pass _, PopCommand.Auth _, PopCommand.AuthList _,
                PopCommand.Stls _ -> say(Replies.SIGNED_IN_ALREADY);
        };
    }

    /** Why a number leads to nothing; empty when there is such a message. RFC 1939 section 5: also none that is deleted. */
    private static Optional<PopReply> refusal(int message, OpenDrop drop) {
        if (!drop.has(message)) return Optional.of(Replies.NO_MESSAGE);
        return drop.isDeleted(message) ? Optional.of(Replies.DELETED) : Optional.empty();
    }

    private static Step listing(OptionalInt message, OpenDrop drop) {
        int number = message.getAsInt();
        return say(refusal(number, drop).orElseGet(() -> PopReply.ok(number + " " + drop.size(number))));
    }

    private Step listing(OpenDrop drop) throws IOException {
        out.begin(PopReply.ok(drop.count() + " messages"));
        for (var numbers = drop.numbers().iterator(); numbers.hasNext(); ) {
            int number = numbers.nextInt();
            out.line(number + " " + drop.size(number));
        }
        return said();
    }

    private static Step name(OptionalInt message, OpenDrop drop) {
        int number = message.getAsInt();
        return say(refusal(number, drop).orElseGet(() -> PopReply.ok(number + " " + drop.name(number))));
    }

    private Step names(OpenDrop drop) throws IOException {
        out.begin(PopReply.ok(drop.count() + " messages"));
        drop.names((number, name) -> out.line(number + " " + name));
        return said();
    }

    /** RETR and TOP. */
    private Step sent(State.Transaction at, int message, long bodyLines) throws IOException {
        var refusal = refusal(message, at.drop());
        if (refusal.isPresent()) return say(refusal.get());
        var email = at.drop().email(message);
        if (email.isEmpty()) return say(Replies.GONE);
        if (door.broken().has(at.user().account(), email.get())) return say(Replies.UNREADABLE);
        var content = at.account().content(email.get());
        if (content.isEmpty()) return say(Replies.GONE);
        boolean isWhole = bodyLines == Long.MAX_VALUE;
        var ok = PopReply.ok(isWhole ? at.drop().size(message) + " octets" : "Its beginning");
        send(at, email.get(), ok, content.get(), bodyLines);
        return new Step.Said();
    }

    private void send(State.Transaction at, EmailId email, PopReply ok, Octets content, long bodyLines) throws IOException {
        try {
            out.top(ok, content, bodyLines);
        } catch (WireOutput.Gone gone) {
            throw gone;
        } catch (IOException | StoreException unreadable) {
            if (!out.isBetweenResponses()) door.broken().add(at.user().account(), email);
            throw unreadable;
        }
    }

    private static Step deleted(int message, OpenDrop drop) {
        var refusal = refusal(message, drop);
        if (refusal.isEmpty()) drop.delete(message);
        return say(refusal.orElseGet(() -> PopReply.ok("Deleted at QUIT")));
    }

    // ---- UPDATE: RFC 1939 section 6 ----

    /** The lock is given back before the client hears of it and comes again. */
    private Step quit(State.Transaction at) {
        try {
            if (at.drop().deletedFrom(1, 1).isEmpty()) return new Step.Bye(Replies.BYE);
            if (!at.unlocked().stands()) return new Step.Bye(Replies.SIGNED_OUT);
            boolean isAllDone = new Update(at.account(), at.drop(), door.deletes().apply(at.user().account()), door.limits().updatePiece())
                .run();
            return new Step.Bye(isAllDone ? Replies.BYE : Replies.NOT_ALL_DELETED);
        } catch (RuntimeException failed) {
            Replies.fault("UPDATE of account " + at.user().account(), failed);
            return new Step.Bye(Replies.NOT_ALL_DELETED);
        } finally {
            close();
        }
    }

    // ---- any time ----

    private Step capabilities() throws IOException {
        return lines("What this server can", isSignedIn() ? Capabilities.clients()
            : Capabilities.strangers(!transport.tls() && transport.tlsPossible(), mechanisms()));
    }

    private Step mechanismsListed() throws IOException {
        return isLoginPossible ? lines("Mechanisms", mechanisms().stream().map(Mechanism::text).toList()) : say(Replies.TLS_FIRST);
    }

    private Step lines(String what, List<String> lines) throws IOException {
        out.begin(PopReply.ok(what));
        for (var line : lines) out.line(line);
        return said();
    }

    private List<Mechanism> mechanisms() {
        return isLoginPossible ? door.signIn().mechanisms(transport.binding().isPresent()) : List.of();
    }

    private Step said() throws IOException {
        out.end();
        return new Step.Said();
    }

    private static Step say(PopReply reply) { return new Step.Say(reply); }
}
