package sigillo.imapd;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.imap.AppendCommand;
import sigillo.imap.CommandParser;
import sigillo.imap.CommandParser.Outcome;
import sigillo.imap.Found;
import sigillo.imap.Frame;
import sigillo.imap.ImapWriter;
import sigillo.imap.SaslAnswer;
import sigillo.imap.Status;
import sigillo.net.DeadlinePassed;
import sigillo.net.Stopping;
import sigillo.net.Tls;
import sigillo.net.Wire;

/**
 * The loop of one conversation: reads a command, asks the session, carries out the step. Commands are answered in the
 * order in which they came; replies to what came in one segment go out together, because nothing is flushed before more
 * input is needed.
 */
final class ImapConnection {
    private final ImapDoor door;
    private final ImapLimits limits;
    private final Wire wire;
    private final Optional<Tls> tls;
    private final InstantSource clock;
    private final ImapWriter out;
    private final Peer peer;
    private CommandReader reader;
    private ImapSession session;
    private Optional<Status> refusal = Optional.empty(); // the answer to an APPEND whose message is being skipped
    private int strangerCommands;
    private int badCommands;
    private boolean over;

    /** {@code tls} for STARTTLS; empty when there is none. */
    ImapConnection(ImapDoor door, Wire wire, Optional<Tls> tls, InstantSource clock) {
        this.door = door;
        this.limits = door.limits();
        this.wire = wire;
        this.tls = tls;
        this.clock = clock;
        this.out = new ImapWriter(new WireOutput(wire));
        this.peer = peer(wire);
        begin();
    }

    private static Peer peer(Wire wire) {
        return new Peer() {
            @Override public void cut() { wire.cut(); }

            @Override public boolean hasEnded() { return wire.hasPeerEnded(); }
        };
    }

    /** From here on nothing that was said before counts: also after STARTTLS, RFC 9051 section 6.2.1. */
    private void begin() {
        reader = new CommandReader(wire, out, limits.commandMax());
        var transport = new ImapSession.Transport(wire.client(), wire.tls().isPresent(), tls.isPresent(), wire.channelBinding().map(Bytes::wrap));
        session = new ImapSession(door, transport, out, clock, peer);
    }

    void run() throws IOException {
        try {
            out.status("*", session.greeting());
            converse();
        } catch (DeadlinePassed quiet) {
            bye("You were quiet for too long");
        } catch (Stopping stopping) {
            bye("The server is stopping");
        } finally {
            session.close();
        }
    }

    private void converse() throws IOException {
        // RFC 9051 section 5.4: the timer starts anew with each command
        while (!over && reader.await(session.isSignedIn() ? limits.idleMax() : limits.strangerIdleMax())) {
            switch (reader.command()) {
                case Found.More() -> throw new EOFException("closed in the middle of a command");
                case Found.Whole(var frame) -> command(frame);
                case Found.Literal literal -> literal(literal);
                case Found.Bad(var fault, var head) -> bad(fault, head);
                case Found.Hopeless() -> bye("That was too much");
            }
        }
        out.flush();
    }

    // ---- what was read ----

    private void command(Frame frame) throws IOException {
        if (!session.isSignedIn() && ++strangerCommands > limits.strangerCommandsMax()) {
            bye("Too many commands");
            return;
        }
        switch (CommandParser.parse(frame, out.names())) {
            case Outcome.Bad(var tag, var why) -> tagged(tag, Status.bad(why));
            case Outcome.Ok(var tag, var command) -> carryOut(tag, safely(() -> session.on(tag, command)));
        }
    }

    private void bad(Found.Fault fault, Frame head) throws IOException {
        var status = refusal.filter(_ -> fault == Found.Fault.REFUSED).orElse(Status.bad(fault.why()));
        refusal = Optional.empty();
        tagged(CommandParser.tag(head), status);
    }

    private void literal(Found.Literal literal) throws IOException {
        var append = CommandParser.append(literal.sofar(), out.names());
        if (append.isPresent()) {
            append(append.get(), literal);
        } else if (literal.fits()) {
            reader.accept();
            if (literal.sync()) out.proceed("Go ahead");
        } else {
            reader.refuse();
        }
    }

    private void append(AppendCommand command, Found.Literal literal) throws IOException {
        refusal = refusal(command);
        if (refusal.isPresent()) {
            reader.refuse();
            return;
        }
        reader.leave();
        if (literal.sync()) out.proceed("Go ahead");
        out.flush();
        wire.pace(limits.messageGrace(), limits.messageOctetsPerSecond());
        try (var intake = MessageIntake.take(wire, door.spool(), literal.size())) {
            reader.within();
            ended(intake);
        }
    }

    private Optional<Status> refusal(AppendCommand command) throws IOException {
        var step = safely(() -> new Step.Done(session.refusal(command).orElse(Status.ok("Go ahead"))));
        return step instanceof Step.Done(var status) && !status.isOk() ? Optional.of(status) : Optional.empty();
    }

    /** What follows the message, and the command as a whole. */
    private void ended(MessageIntake intake) throws IOException {
        switch (reader.command()) {
            case Found.More() -> throw new EOFException("closed in the middle of a command");
            case Found.Whole(var frame) -> {
                if (CommandParser.parse(frame, out.names()) instanceof Outcome.Ok(var tag, AppendCommand append)) {
                    carryOut(tag, safely(() -> deposit(append, intake)));
                } else {
                    command(frame);
                }
            }
            case Found.Bad(var fault, var head) -> bad(fault, head);
            case Found.Hopeless(), Found.Literal _ -> bye("That was too much");
        }
    }

    private Step deposit(AppendCommand append, MessageIntake intake) throws IOException {
        var message = intake.message();
        return message.isPresent() ? session.append(append, message.get()) : new Step.Done(intake.trouble());
    }

    // ---- what is done ----

    private interface Work {
        Step run() throws IOException;
    }

    /** The one place where what fails on our side becomes an answer; unless half a line is out already. */
    private Step safely(Work work) throws IOException {
        try {
            return work.run();
        } catch (DeadlinePassed | Stopping | WireOutput.Gone ends) {
            throw ends;
        } catch (IOException | RuntimeException trouble) {
            var status = Trouble.status(wire.conversation(), trouble);
            if (!out.isBetweenLines()) throw new IOException("a response broke off", trouble);
            return new Step.Done(status);
        }
    }

    private void carryOut(String tag, Step step) throws IOException {
        switch (step) {
            case Step.Done(var status) -> tagged(tag, status);
            case Step.Later(var delay, var then) -> {
                pause(delay);
                carryOut(tag, then);
            }
            case Step.Ask(var challenge, var answered) -> {
                var answer = ask(challenge);
                carryOut(tag, safely(() -> answered.apply(answer)));
            }
            case Step.Secure(var status) -> secure(tag, status);
            case Step.Idle() -> idle(tag);
            case Step.Bye(var bye, var status) -> {
                session.close(); // before the client hears of it and comes back
                out.status("*", bye);
                out.status(tag, status);
                over = true;
            }
        }
        if (session.isSignedIn()) reader.trust();
    }

    private void tagged(String tag, Status status) throws IOException {
        out.status(tag, status);
        badCommands = status.kind() == Status.Kind.BAD ? badCommands + 1 : 0;
        if (badCommands >= limits.badCommandsMax()) bye("Too many commands were wrong");
    }

    private SaslAnswer ask(Bytes challenge) throws IOException {
        out.proceed(Base64.getEncoder().encodeToString(challenge.unsafeArray()));
        out.flush();
        return switch (reader.line()) {
            case Found.Whole(var frame) -> SaslAnswer.of(frame);
            case Found.Bad(var fault, _) -> new SaslAnswer.Unreadable(fault.why());
            case Found.More(), Found.Hopeless(), Found.Literal _ -> throw new EOFException("closed while signing in");
        };
    }

    /** What came behind the command in the clear is the client's TLS hello or thrown away: RFC 9051 section 6.2.1. */
    private void secure(String tag, Status status) throws IOException {
        out.status(tag, status);
        out.flush();
        wire.startTls(tls.orElseThrow(), limits.handshakeMax());
        session.close();
        begin();
    }

    private void idle(String tag) throws IOException {
        out.proceed("Idling");
        out.flush();
        var watch = IdleWatch.start(session, out, wire, limits.stillHereEvery());
        Found said;
        try {
            said = reader.awaitUnflushed(limits.idleMax()) ? reader.line() : new Found.More();
        } finally {
            watch.stop();
        }
        if (said instanceof Found.More) throw new EOFException("closed while idling");
        if (said instanceof Found.Whole(var frame) && frame.toString().equalsIgnoreCase("DONE")) {
            carryOut(tag, safely(session::idled));
        } else {
            tagged(tag, Status.bad("DONE was expected"));
        }
    }

    private static void pause(Duration delay) throws IOException {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void bye(String why) throws IOException {
        over = true;
        if (!out.isBetweenLines()) return;
        out.status("*", Status.bye(why));
        out.flush();
    }
}
