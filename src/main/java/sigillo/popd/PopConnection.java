package sigillo.popd;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.directory.User;
import sigillo.net.Answered;
import sigillo.net.DeadlinePassed;
import sigillo.net.NoRoom;
import sigillo.net.Stopping;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.net.WireOutput;
import sigillo.pop.PopFramer;
import sigillo.pop.PopFramer.Frame;
import sigillo.pop.PopLineLimits;
import sigillo.pop.PopParser;
import sigillo.pop.PopReply;
import sigillo.pop.PopWriter;

/**
 * The loop of one conversation: reads a line, asks the session, carries out the step. Commands are answered in the order in
 * which they came (RFC 2449 section 6.6); replies to what came in one segment go out together, because nothing is flushed
 * before more input is needed.
 */
final class PopConnection {
    private static final System.Logger LOG = System.getLogger("sigillo.popd");

    private final PopDoor door;
    private final PopLimits limits;
    private final Wire wire;
    private final Optional<Tls> tls;
    private final PopWriter out;
    private final long begunAt = System.nanoTime();
    private PopFramer framer;
    private PopSession session;
    private Optional<User> user = Optional.empty();
    private int commands;
    private int badCommands;
    private boolean isOver;
    private volatile long heardAt = System.nanoTime();
    private final Peer peer = peer();

    /** {@code tls} for STLS; empty when there is none. */
    PopConnection(PopDoor door, Wire wire, Optional<Tls> tls) {
        this.door = door;
        this.limits = door.limits();
        this.wire = wire;
        this.tls = tls;
        this.out = new PopWriter(new Noted(new WireOutput(wire)));
        begin();
    }

    /** From here on nothing that was said before counts: also after STLS, RFC 2595 section 4. */
    private void begin() {
        framer = new PopFramer();
        var transport = new PopSession.Transport(wire.client(), wire.tls().isPresent(), tls.isPresent(), wire.channelBinding().map(Bytes::wrap));
        session = new PopSession(door, transport, out, peer);
    }

    private Peer peer() {
        return new Peer() {
            @Override public void cut() { wire.cut(); }

            @Override public Duration quiet() { return Duration.ofNanos(System.nanoTime() - heardAt); }
        };
    }

    /** A long message is not silence as long as the client takes it. */
    private final class Noted extends FilterOutputStream {
        Noted(OutputStream to) { super(to); }

        @Override public void write(byte[] octets, int offset, int count) throws IOException {
            out.write(octets, offset, count);
            heardAt = System.nanoTime();
        }
    }

    void run() throws IOException {
        var end = "left";
        try {
            out.reply(Replies.READY);
            while (!isOver && nextLine() instanceof Frame line) carryOut(answer(line));
            out.flush();
            if (isOver) end = "ended";
        } catch (DeadlinePassed quiet) {
            end = "timed out"; // RFC 1939 section 3: without a word, and nothing is deleted
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
    private Frame nextLine() throws IOException {
        var wait = session.isSignedIn() ? limits.idleMax() : strangersRest();
        if (!wire.awaitCommand(wait)) return null;
        wire.within(wait.compareTo(limits.commandMax()) < 0 ? wait : limits.commandMax());
        while (true) {
            var frame = framer.next(wire.input(), session.maySignIn() ? PopLineLimits.AUTH_MAX : PopLineLimits.COMMAND_MAX);
            heardAt = System.nanoTime();
            if (!(frame instanceof Frame.More)) return frame;
            if (!wire.fill()) return null;
        }
    }

    /** What is left for who has not signed in; hardly anything when it is over. */
    private Duration strangersRest() {
        var rest = limits.strangerMax().minusNanos(System.nanoTime() - begunAt);
        return rest.isPositive() ? rest : Duration.ofMillis(1);
    }

    private Step answer(Frame line) throws IOException {
        commands++;
        if (!session.isSignedIn() && commands > limits.strangerCommandsMax()) return new Step.Bye(Replies.TOO_MANY_COMMANDS);
        return switch (line) {
            case Frame.Line(var text) -> command(text);
            case Frame.Bad(var fault) -> bad(fault.why());
            case Frame.Endless() -> new Step.Bye(Replies.TOO_MUCH);
            case Frame.More() -> throw new IllegalArgumentException("not a line yet");
        };
    }

    private Step command(String line) throws IOException {
        return switch (PopParser.parse(line)) {
            case PopParser.Outcome.Bad(var why) -> bad(why);
            case PopParser.Outcome.Ok(var command) -> {
                badCommands = 0;
                yield safely(() -> session.on(command));
            }
        };
    }

    private Step bad(String why) {
        session.notUnderstood();
        return ++badCommands >= limits.badCommandsMax() ? new Step.Bye(Replies.TOO_MANY_WRONG) : new Step.Say(PopReply.error(why));
    }

    // ---- what is done ----

    /** The one place where what fails on our side becomes an answer; unless half a response is out already. */
    private Step safely(Answered.Work<Step> work) throws IOException {
        return Answered.orFault(work, trouble -> new Step.Say(Replies.fault(wire.conversation(), trouble)),
            out::isBetweenResponses);
    }

    private void carryOut(Step step) throws IOException {
        if (user.isEmpty() && session.isSignedIn()) wire.signedIn();
        switch (step) {
            case Step.Say(var reply) -> out.reply(reply);
            case Step.Said() -> { }
            case Step.Later(var delay, var then) -> {
                pause(delay);
                carryOut(then);
            }
            case Step.Ask(var challenge, var answered) -> {
                var line = ask(challenge);
                carryOut(line instanceof Frame.Line(var text) ? safely(() -> answered.apply(text)) : unreadable(line, answered));
            }
            case Step.Secure(var reply) -> secure(reply);
            case Step.Bye(var reply) -> bye(reply);
        }
        if (user.isEmpty()) user = session.user();
    }

    private Frame ask(Bytes challenge) throws IOException {
        out.challenge(challenge);
        var line = nextLine();
        if (line == null) throw new java.io.EOFException("closed while signing in");
        return line;
    }

    /** The exchange is over: it hears of it as if the client had given up. */
    private Step unreadable(Frame line, java.util.function.Function<String, Step> answered) {
        answered.apply("*");
        return line instanceof Frame.Bad(var fault) ? bad(fault.why()) : new Step.Bye(Replies.TOO_MUCH);
    }

    /** What came behind the command in the clear is the client's TLS hello or thrown away: RFC 2595 section 4. */
    private void secure(PopReply reply) throws IOException {
        out.reply(reply);
        wire.startTls(tls.orElseThrow(), limits.handshakeMax());
        session.close();
        begin();
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

    private void bye(PopReply reply) throws IOException {
        isOver = true;
        session.close(); // before the client hears of it and comes again
        if (out.isBetweenResponses()) out.reply(reply);
        out.flush();
    }
}
