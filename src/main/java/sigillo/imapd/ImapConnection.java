package sigillo.imapd;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.imap.AppendCommand;
import sigillo.imap.AuthenticateCommand;
import sigillo.imap.CommandParser;
import sigillo.imap.CommandParser.Outcome;
import sigillo.imap.Found;
import sigillo.imap.Frame;
import sigillo.imap.FrameLimits;
import sigillo.imap.Framer;
import sigillo.imap.ImapWriter;
import sigillo.imap.Status;
import sigillo.net.DeadlinePassed;
import sigillo.net.Stopping;
import sigillo.net.Tls;
import sigillo.net.Wire;

/**
 * The loop of one conversation: reads a command, asks the session, carries out the step. The only one that touches the
 * wire, but for {@link IdleWatch}. Commands are answered in the order in which they came; replies to what came in one
 * segment go out together, because nothing is flushed before more input is needed.
 */
final class ImapConnection {
    private final ImapDoor door;
    private final ImapLimits limits;
    private final Wire wire;
    private final Optional<Tls> tls;
    private final InstantSource clock;
    private final ImapWriter out;
    private Framer framer;
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
        begin();
    }

    /** From here on nothing that was said before counts: also after STARTTLS, RFC 9051 section 6.2.1. */
    private void begin() {
        framer = new Framer(FrameLimits.STRANGER);
        var transport = new ImapSession.Transport(wire.client(), wire.tls().isPresent(), tls.isPresent());
        session = new ImapSession(door, transport, out, clock);
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
        while (!over && awaitInput()) {
            switch (next(false)) {
                case Found.More() -> throw new EOFException("closed in the middle of a command");
                case Found.Whole(var frame) -> command(frame);
                case Found.Literal literal -> literal(literal);
                case Found.Bad(var fault, var head) -> bad(fault, head);
                case Found.Hopeless() -> bye("That was too much");
            }
        }
        out.flush();
    }

    /** False when the client has closed. RFC 9051 section 5.4: the timer starts anew with each command. */
    private boolean awaitInput() throws IOException {
        if (!wire.input().hasRemaining()) out.flush();
        if (!wire.awaitCommand(session.isSignedIn() ? limits.idleMax() : limits.strangerIdleMax())) return false;
        wire.within(limits.commandMax());
        return true;
    }

    private Found next(boolean line) throws IOException {
        while (true) {
            var found = line ? framer.line(wire.input()) : framer.command(wire.input());
            if (!(found instanceof Found.More)) return found;
            out.flush();
            if (!wire.fill()) return found;
        }
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
            append((AppendCommand) append.get().command(), literal);
        } else if (literal.fits()) {
            framer.accept();
            if (literal.sync()) out.proceed("Go ahead");
        } else {
            framer.refuse();
        }
    }

    private void append(AppendCommand command, Found.Literal literal) throws IOException {
        if (safely(() -> new Step.Done(session.refusal(command).orElse(Status.ok("Go ahead")))) instanceof Step.Done(var answer) && !answer.isOk()) {
            refusal = Optional.of(answer);
            framer.refuse();
            return;
        }
        framer.leave();
        if (literal.sync()) out.proceed("Go ahead");
        out.flush();
        wire.pace(limits.messageGrace(), limits.messageOctetsPerSecond());
        try (var intake = MessageIntake.take(wire, door.spool(), literal.size())) {
            wire.within(limits.commandMax());
            ended(intake);
        }
    }

    /** What follows the message, and the command as a whole. */
    private void ended(MessageIntake intake) throws IOException {
        switch (next(false)) {
            case Found.More() -> throw new EOFException("closed in the middle of a command");
            case Found.Whole(var frame) when CommandParser.parse(frame, out.names()) instanceof Outcome.Ok(var tag, AppendCommand append) ->
                carryOut(tag, intake.message().isEmpty() ? new Step.Done(intake.trouble())
                    : safely(() -> session.append(append, intake.message().get())));
            case Found.Whole(var frame) -> command(frame);
            case Found.Bad(var fault, var head) -> bad(fault, head);
            case Found.Hopeless(), Found.Literal _ -> bye("That was too much");
        }
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
                out.status("*", bye);
                out.status(tag, status);
                over = true;
            }
        }
        if (session.isSignedIn()) framer.limits(FrameLimits.DEFAULT);
    }

    private void tagged(String tag, Status status) throws IOException {
        out.status(tag, status);
        badCommands = status.kind() == Status.Kind.BAD ? badCommands + 1 : 0;
        if (badCommands >= limits.badCommandsMax()) bye("Too many commands were wrong");
    }

    private Optional<Bytes> ask(Bytes challenge) throws IOException {
        out.proceed(Base64.getEncoder().encodeToString(challenge.unsafeArray()));
        // RFC 9051 section 6.2.2: a lone star cancels, and is not base64
        return next(true) instanceof Found.Whole(var frame) ? AuthenticateCommand.decode(frame.toString()) : Optional.empty();
    }

    /** What came behind the command in the clear is either the client's TLS hello or thrown away: RFC 9051 section 6.2.1. */
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
            said = wire.awaitCommand(limits.idleMax()) ? line() : new Found.More();
        } finally {
            watch.stop();
        }
        switch (said) {
            case Found.Whole(var frame) when frame.toString().equalsIgnoreCase("DONE") -> carryOut(tag, safely(session::idled));
            case Found.More() -> throw new EOFException("closed while idling");
            case Found.Whole _, Found.Bad _, Found.Literal _, Found.Hopeless _ -> tagged(tag, Status.bad("DONE was expected"));
        }
    }

    /** As {@link #next}, but the writer is another thread's. */
    private Found line() throws IOException {
        wire.within(limits.commandMax());
        while (true) {
            var found = framer.line(wire.input());
            if (!(found instanceof Found.More) || !wire.fill()) return found;
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
