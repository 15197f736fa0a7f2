package sigillo.sieved;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.directory.User;
import sigillo.managesieve.CommandLimits;
import sigillo.managesieve.CommandParser;
import sigillo.managesieve.Frame;
import sigillo.managesieve.Framer;
import sigillo.managesieve.SaslAnswer;
import sigillo.managesieve.SieveReply;
import sigillo.managesieve.SieveWriter;
import sigillo.net.Answered;
import sigillo.net.DeadlinePassed;
import sigillo.net.NoRoom;
import sigillo.net.Stopping;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.net.WireOutput;
import sigillo.sieve.SieveLimits;

/**
 * The loop of one conversation: reads a command, asks the session, carries out the step. Commands are answered in the order in
 * which they came; replies to what came in one segment go out together, because nothing is flushed before more input is needed.
 */
final class SieveConnection {
    private static final System.Logger LOG = System.getLogger("sigillo.sieved");
    private static final CommandLimits OWNER = CommandLimits.owner(SieveLimits.SCRIPT_OCTETS_MAX);
    /** A command is held as it came, as what is in it, and as what is written or compiled of it. */
    private static final int HELD_TIMES = 3;

    private final SieveDoor door;
    private final SieveDoorLimits limits;
    private final Wire wire;
    private final Optional<Tls> tls;
    private final SieveWriter out;
    private long strangerSince = System.nanoTime();
    private Framer framer;
    private SieveSession session;
    private Optional<User> user = Optional.empty();
    private int commands;
    private int strangerCommands;
    private int badCommands;
    private boolean isOver;

    /** {@code tls} for STARTTLS; empty when there is none. */
    SieveConnection(SieveDoor door, Wire wire, Optional<Tls> tls) {
        this.door = door;
        this.limits = door.limits();
        this.wire = wire;
        this.tls = tls;
        this.out = new SieveWriter(new WireOutput(wire));
        begin();
    }

    /** From here on nothing that was said before counts: also after STARTTLS, RFC 5804 section 2.2. */
    private void begin() {
        framer = new Framer();
        var transport = new SieveSession.Transport(wire.client(), wire.tls().isPresent(), tls.isPresent(), wire.channelBinding().map(Bytes::wrap));
        session = new SieveSession(door, transport, out);
    }

    void run() throws IOException {
        var end = "left";
        try {
            session.greet();
            while (!isOver && nextCommand() instanceof Frame frame) carryOut(answer(frame));
            out.flush();
            if (isOver) end = "ended";
        } catch (DeadlinePassed quiet) {
            end = "timed out";
            bye(Replies.QUIET);
        } catch (NoRoom full) {
            end = "no room";
            bye(Replies.NO_ROOM);
        } catch (Stopping stopping) {
            end = "stopping";
            bye(Replies.STOPPING);
        } finally {
            session.close();
            log(end);
        }
    }

    /** One line a conversation: who, how much, how it ended. Never what was said. */
    private void log(String end) {
        var facts = wire.tls().map(Object::toString).orElse("clear");
        LOG.log(Level.INFO, () -> wire.conversation() + " " + wire.client().getHostAddress() + " user " + user.map(User::named).orElse("-")
            + " " + facts + ": " + commands + " commands, " + wire.octetsIn() + " octets in, " + wire.octetsOut() + " out, " + end);
    }

    // ---- what was read ----

    /** Null when the client has closed. */
    private Frame nextCommand() throws IOException {
        var wait = session.isSignedIn() ? limits.idleMax() : strangersRest();
        if (!wire.awaitCommand(wait)) return null;
        wire.within(wait.compareTo(limits.commandMax()) < 0 ? wait : limits.commandMax());
        while (true) {
            var frame = framer.next(wire.input(), commandLimits());
            wire.hold(HELD_TIMES * held(frame));
            if (!(frame instanceof Frame.More)) return frame;
            if (!wire.fill()) return null;
        }
    }

    private int held(Frame frame) { return frame instanceof Frame.Command(var octets) ? octets.length() : framer.kept(); }

    private CommandLimits commandLimits() {
        if (session.isSignedIn()) return OWNER;
        return session.maySignIn() ? CommandLimits.SIGNING_IN : CommandLimits.STRANGER;
    }

    /** What is left for who has not signed in; hardly anything when it is over. */
    private Duration strangersRest() {
        var rest = limits.strangerMax().minusNanos(System.nanoTime() - strangerSince);
        return rest.isPositive() ? rest : Duration.ofMillis(1);
    }

    private Step answer(Frame frame) throws IOException {
        commands++;
        if (!session.isSignedIn() && ++strangerCommands > limits.strangerCommandsMax()) return new Step.Bye(Replies.TOO_MANY_COMMANDS);
        return switch (frame) {
            case Frame.Command command -> command(command);
            case Frame.Bad(var fault) -> bad(session.bad(fault));
            case Frame.Hopeless(var why) -> new Step.Bye(SieveReply.bye(why));
            case Frame.More() -> throw new IllegalArgumentException("not a command yet");
        };
    }

    private Step command(Frame.Command frame) throws IOException {
        return switch (CommandParser.parse(frame)) {
            case CommandParser.Outcome.Bad(var why) -> bad(SieveReply.no(why));
            case CommandParser.Outcome.Ok(var command) -> {
                badCommands = 0;
                yield safely(() -> session.on(command));
            }
        };
    }

    private Step bad(SieveReply reply) {
        return ++badCommands >= limits.badCommandsMax() ? new Step.Bye(Replies.TOO_MANY_WRONG) : new Step.Say(reply);
    }

    // ---- what is done ----

    /** The one place where what fails on our side becomes an answer; unless half a response is out already. */
    private Step safely(Answered.Work<Step> work) throws IOException {
        return Answered.orFault(work, trouble -> new Step.Say(Replies.fault(wire.conversation(), trouble)),
            out::isBetweenResponses);
    }

    private void carryOut(Step step) throws IOException {
        noteWho();
        switch (step) {
            case Step.Say(var reply) -> out.reply(reply);
            case Step.Said() -> { }
            case Step.Later(var delay, var then) -> {
                pause(delay);
                carryOut(then);
            }
            case Step.Ask(var challenge, var answered) -> carryOut(ask(challenge, answered));
            case Step.Secure(var reply) -> secure(reply);
            case Step.Bye(var reply) -> bye(reply);
        }
    }

    /** A stranger, once more after UNAUTHENTICATE, has his time anew. */
    private void noteWho() throws NoRoom {
        var now = session.user();
        if (user.isEmpty() && now.isPresent()) wire.signedIn();
        if (now.isPresent()) {
            strangerSince = System.nanoTime();
            strangerCommands = 0;
            user = now;
        }
    }

    /** What is no answer ends the exchange, which hears of it as if the client had given up. */
    private Step ask(Bytes challenge, Function<SaslAnswer, Step> answered) throws IOException {
        out.challenge(challenge);
        var frame = nextCommand();
        return switch (frame) {
            case null -> throw new EOFException("closed while signing in");
            case Frame.Command command -> safely(() -> answered.apply(CommandParser.answer(command)));
            case Frame.Bad(var fault) -> {
                answered.apply(new SaslAnswer.Cancelled());
                yield bad(session.bad(fault));
            }
            case Frame.Hopeless(var why) -> {
                answered.apply(new SaslAnswer.Cancelled());
                yield new Step.Bye(SieveReply.bye(why));
            }
            case Frame.More() -> throw new IllegalArgumentException("not a command yet");
        };
    }

    /**
     * What came behind the command in the clear is the client's TLS hello or thrown away. RFC 5804 section 2.2: then our
     * capabilities are said anew.
     */
    private void secure(SieveReply reply) throws IOException {
        out.reply(reply);
        wire.startTls(tls.orElseThrow(), limits.handshakeMax());
        session.close();
        begin();
        session.greet();
    }

    private void pause(Duration delay) throws IOException {
        out.flush();
        try {
            Thread.sleep(delay);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private void bye(SieveReply reply) throws IOException {
        isOver = true;
        session.close();
        if (out.isBetweenResponses()) out.reply(reply);
        out.flush();
    }
}
