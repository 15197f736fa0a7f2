package sigillo.imapd;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.ZipException;
import sigillo.base.Bytes;
import sigillo.imap.CommandParser;
import sigillo.imap.CommandParser.Outcome;
import sigillo.imap.Found;
import sigillo.imap.Frame;
import sigillo.imap.ImapWriter;
import sigillo.imap.SaslAnswer;
import sigillo.imap.Status;
import sigillo.imap.TakesMessages;
import sigillo.net.Answered;
import sigillo.net.DeadlinePassed;
import sigillo.net.NoRoom;
import sigillo.net.Stopping;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.net.WireOutput;

/**
 * The loop of one conversation: reads a command, asks the session, carries out the step. Commands are answered in the
 * order in which they came; replies to what came in one segment go out together, because nothing is flushed before more
 * input is needed.
 */
final class ImapConnection {
    /** RFC 5530 section 3: it is not the client's fault, and it may come again. */
    static final Status NO_ROOM = new Status(Status.Kind.BYE, "UNAVAILABLE", "There is no room for more connections now");

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
    private boolean isAtHome;
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
        } catch (ZipException broken) {
            session.misused(Extension.COMPRESS);
            bye("That is not DEFLATE");
        } catch (NoRoom full) {
            bye(NO_ROOM);
        } catch (Stopping stopping) {
            bye("The server is stopping");
        } finally {
            session.close();
        }
    }

    private void converse() throws IOException {
        // RFC 9051 section 5.4: the timer starts anew with each command
        while (!over && isAwaited()) {
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

    /** False when the client has closed. */
    private boolean isAwaited() throws IOException {
        if (!session.isNotified() || wire.input().hasRemaining()) {
            return reader.await(session.isSignedIn() ? limits.idleMax() : limits.strangerIdleMax());
        }
        out.flush();
        var watch = IdleWatch.betweenCommands(session, out, wire, limits.stillHereEvery());
        try {
            return reader.awaitUnflushed(limits.idleMax());
        } finally {
            watch.stop();
        }
    }

    // ---- what was read ----

    private void command(Frame frame) throws IOException {
        if (!session.isSignedIn() && ++strangerCommands > limits.strangerCommandsMax()) {
            bye("Too many commands");
            return;
        }
        switch (CommandParser.parse(frame, out.names())) {
            case Outcome.Bad(var tag, var why) -> {
                session.isBad(frame.toString());
                tagged(tag, Status.bad(why));
            }
            case Outcome.Ok(var tag, var command) -> {
                var step = safely(() -> session.on(tag, command));
                if (step instanceof Step.Done(var status) && status.kind() == Status.Kind.BAD) session.isBad(frame.toString());
                carryOut(tag, step);
            }
        }
    }

    private void bad(Found.Fault fault, Frame head) throws IOException {
        var status = refusal.filter(_ -> fault == Found.Fault.REFUSED).orElse(Status.bad(fault.why()));
        refusal = Optional.empty();
        tagged(CommandParser.tag(head), status);
    }

    private void literal(Found.Literal literal) throws IOException {
        if (!session.isSignedIn()) ofStranger(literal);
        else if (CommandParser.withMessages(literal.sofar(), out.names()).isPresent()) withMessages(literal);
        else small(literal);
    }

    /** A stranger may keep no message, so that his command is not read before it is whole. */
    private void ofStranger(Found.Literal literal) throws IOException {
        if (CommandParser.takesMessages(literal.sofar())) {
            refusal = Optional.of(ImapSession.STRANGER);
            reader.refuse();
        } else {
            small(literal);
        }
    }

    /** False when it was refused. */
    private boolean small(Found.Literal literal) throws IOException {
        if (!literal.fits()) {
            reader.refuse();
            return false;
        }
        reader.accept();
        if (literal.sync()) out.proceed("Go ahead");
        return true;
    }

    /** From the first message of a command to its end. */
    private void withMessages(Found.Literal first) throws IOException {
        try (var intakes = new Intakes(wire, door.spool(), session.intakePlace())) {
            Found found = first;
            while (found instanceof Found.Literal literal) {
                if (!taken(literal, intakes)) return; // it is thrown away, and answered when its end has come
                reader.within();
                found = reader.command();
            }
            ended(found, intakes);
        }
    }

    private boolean taken(Found.Literal literal, Intakes intakes) throws IOException {
        var command = CommandParser.withMessages(literal.sofar(), out.names());
        if (command.isEmpty()) return small(literal);
        refusal = refusal(command.get());
        if (refusal.isEmpty() && !intakes.hasRoom(literal.size())) refusal = Optional.of(MessageIntake.NO_ROOM);
        if (refusal.isPresent()) {
            reader.refuse();
            return false;
        }
        reader.leave();
        if (literal.sync()) out.proceed("Go ahead");
        out.flush();
        wire.pace(limits.messageGrace(), limits.messageOctetsPerSecond());
        intakes.take(literal.size());
        return true;
    }

    private Optional<Status> refusal(TakesMessages command) throws IOException {
        var step = safely(() -> new Step.Done(session.refusal(command).orElse(Status.ok("Go ahead"))));
        return step instanceof Step.Done(var status) && !status.isOk() ? Optional.of(status) : Optional.empty();
    }

    /** What follows the messages, and the command as a whole. */
    private void ended(Found found, Intakes intakes) throws IOException {
        switch (found) {
            case Found.More() -> throw new EOFException("closed in the middle of a command");
            case Found.Whole(var frame) -> {
                if (CommandParser.parse(frame, out.names()) instanceof Outcome.Ok(var tag, TakesMessages whole)) {
                    carryOut(tag, safely(() -> keep(whole, intakes)));
                } else {
                    command(frame);
                }
            }
            case Found.Bad(var fault, var head) -> bad(fault, head);
            case Found.Hopeless(), Found.Literal _ -> bye("That was too much");
        }
    }

    private Step keep(TakesMessages whole, Intakes intakes) throws IOException {
        var trouble = intakes.trouble();
        return trouble.isPresent() ? new Step.Done(trouble.get()) : session.keep(whole, intakes.messages());
    }

    // ---- what is done ----

    /** The one place where what fails on our side becomes an answer; unless half a line is out already. */
    private Step safely(Answered.Work<Step> work) throws IOException {
        return Answered.orFault(work, trouble -> new Step.Done(Trouble.status(wire.conversation(), trouble)),
            out::isBetweenLines);
    }

    private void carryOut(String tag, Step step) throws IOException {
        if (session.isSignedIn() && !isAtHome) {
            wire.signedIn();
            isAtHome = true;
        }
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
            case Step.Compress(var status) -> {
                tagged(tag, status);
                out.flush();
                wire.compress();
            }
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

    /** Who has signed in is not cut off for what he says; but when it is wrong again and again he waits for the answers. */
    private void tagged(String tag, Status status) throws IOException {
        boolean isOneTooMany = status.kind() == Status.Kind.BAD && badCommands >= limits.badCommandsMax();
        if (isOneTooMany) {
            out.flush();
            pause(limits.failedLoginDelay());
        }
        out.status(tag, status);
        badCommands = status.kind() == Status.Kind.BAD ? badCommands + 1 : 0;
        if (badCommands >= limits.badCommandsMax() && !session.isSignedIn()) bye("Too many commands were wrong");
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
            session.misused(Extension.IDLE);
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

    private void bye(String why) throws IOException { bye(Status.bye(why)); }

    private void bye(Status why) throws IOException {
        over = true;
        if (!out.isBetweenLines()) return;
        out.status("*", why);
        out.flush();
    }
}
