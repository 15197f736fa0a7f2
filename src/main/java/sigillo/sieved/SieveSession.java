package sigillo.sieved;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn;
import sigillo.managesieve.Frame;
import sigillo.managesieve.SieveCommand;
import sigillo.managesieve.SieveReply;
import sigillo.managesieve.SieveReply.Code;
import sigillo.managesieve.SieveWriter;
import sigillo.sasl.Mechanism;

/**
 * The state of one conversation: RFC 5804 section 2. A command in, the next {@link Step} out; of a response with several lines,
 * all is written by then. Knows no wire; transcripts are played against it. One thread.
 */
final class SieveSession implements AutoCloseable {

    /** What the transport is; a new session begins when it changes. */
    record Transport(InetAddress address, boolean tls, boolean tlsPossible, Optional<Bytes> binding) {}

    private sealed interface State {
        record Stranger() implements State {}

        record SignedIn(User user, Unlocked unlocked, OwnScripts scripts) implements State {}
    }

    private final SieveDoor door;
    private final Transport transport;
    private final SieveWriter out;
    private final boolean isLoginPossible;
    private final Authentication authentication;
    private State state = new State.Stranger();

    SieveSession(SieveDoor door, Transport transport, SieveWriter out) {
        this.door = door;
        this.transport = transport;
        this.out = out;
        this.isLoginPossible = transport.tls() || door.settings().loginWithoutTls();
        this.authentication = new Authentication(door, transport.address(), isLoginPossible, transport.binding(), this::welcome);
    }

    boolean isSignedIn() { return state instanceof State.SignedIn; }

    /** Whether a command may hold what SASL says. */
    boolean maySignIn() { return isLoginPossible && !isSignedIn(); }

    Optional<User> user() { return state instanceof State.SignedIn(var user, _, _) ? Optional.of(user) : Optional.empty(); }

    /** The connection has ended, or is about to. */
    @Override public void close() {
        authentication.close();
        signOut();
    }

    private void signOut() {
        if (state instanceof State.SignedIn(_, var unlocked, _)) unlocked.close();
        state = new State.Stranger();
    }

    /** RFC 5804 sections 1.7 and 2.2: what we can, unasked, at the beginning and within TLS. */
    void greet() throws IOException { capabilities(transport.tls() ? Replies.SECURED : Replies.READY); }

    Step on(SieveCommand command) throws IOException {
        return switch (command) { // in any state
            case SieveCommand.Capability() -> capabilities(Replies.DONE);
            case SieveCommand.Noop(var tag) -> say(tag.map(text -> Replies.DONE.with(Code.tag(text))).orElse(Replies.DONE));
            case SieveCommand.Logout() -> new Step.Bye(Replies.BYE);
            default -> state instanceof State.SignedIn at ? signedIn(command, at) : stranger(command);
        };
    }

    /** What was no command. RFC 5804 section 1.3: a script that is too large has a word of its own. */
    SieveReply bad(Frame.Fault fault) {
        return fault == Frame.Fault.TOO_LARGE && isSignedIn() ? Replies.TOO_LARGE : SieveReply.no(fault.why());
    }

    private Step stranger(SieveCommand command) {
        return switch (command) {
            case SieveCommand.Authenticate authenticate -> authentication.authenticate(authenticate);
            case SieveCommand.StartTls() -> transport.tls() || !transport.tlsPossible() ? say(Replies.NO_TLS)
                : new Step.Secure(Replies.BEGIN_TLS);
            default -> say(Replies.SIGN_IN_FIRST);
        };
    }

    /** {@code last}: what the mechanism says to the end. */
    private Step welcome(SignIn.Answer.Welcome welcome, Optional<Bytes> last) {
        var user = welcome.user();
        state = new State.SignedIn(user, welcome.unlocked(), new OwnScripts(door, user.account(), out));
        return say(last.map(word -> Replies.SIGNED_IN.with(Code.sasl(word))).orElse(Replies.SIGNED_IN));
    }

    private Step signedIn(SieveCommand command, State.SignedIn at) throws IOException {
        if (!at.unlocked().stands()) return new Step.Bye(Replies.SIGNED_OUT);
        var scripts = at.scripts();
        return switch (command) {
            case SieveCommand.HaveSpace(var name, long size) -> say(scripts.haveSpace(name, size));
            case SieveCommand.PutScript(var name, var script) -> say(scripts.put(name, script.unsafeArray()));
            case SieveCommand.CheckScript(var script) -> say(scripts.check(script.unsafeArray()));
            case SieveCommand.ListScripts() -> say(scripts.list());
            case SieveCommand.GetScript(var name) -> say(scripts.get(name));
            case SieveCommand.SetActive(var name) -> say(scripts.activate(name));
            case SieveCommand.DeleteScript(var name) -> say(scripts.delete(name));
            case SieveCommand.RenameScript(var from, var to) -> say(scripts.rename(from, to));
            case SieveCommand.Unauthenticate() -> {
                signOut();
                yield say(Replies.DONE);
            }
            case SieveCommand.Authenticate _, SieveCommand.StartTls _ -> say(Replies.SIGNED_IN_ALREADY);
            case SieveCommand.Capability _, SieveCommand.Noop _, SieveCommand.Logout _ ->
                throw new IllegalStateException("was answered before");
        };
    }

    private Step capabilities(SieveReply end) throws IOException {
        boolean canStartTls = !transport.tls() && transport.tlsPossible() && !isSignedIn();
        Capabilities.write(out, canStartTls, mechanisms(), user().map(User::address));
        out.reply(end);
        return new Step.Said();
    }

    private List<Mechanism> mechanisms() {
        return maySignIn() ? door.signIn().mechanisms(transport.binding().isPresent()) : List.of();
    }

    private static Step say(SieveReply reply) { return new Step.Say(reply); }
}
