package sigillo.milterd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import sigillo.milter.MilterAnswer;
import sigillo.milter.MilterAnswerWriter;
import sigillo.milter.MilterCommandParser;
import sigillo.milter.MilterFramer;
import sigillo.net.DeadlinePassed;
import sigillo.net.NoRoom;
import sigillo.net.Stopping;
import sigillo.net.Wire;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spool;
import sigillo.spool.SpoolWriter;

/** The loop of one conversation: reads a packet, asks the session, carries out the step. */
final class MilterConnection {
    private static final System.Logger LOG = System.getLogger("sigillo.milterd");
    /** A server holds its connection as long as its own client is there: RFC 5321 section 4.5.3.2 lets that be ten minutes. */
    private static final Duration REST_MAX = Duration.ofMinutes(15);
    private static final SmtpReply TOO_LARGE = SmtpReply.of(552, "5.3.4", "The message is too large");
    private static final SmtpReply FAULT = SmtpReply.of(451, "4.3.0", "Mail cannot be checked just now, try again in some minutes");

    private final Wire wire;
    private final Spool spool;
    private final long octetsMax;
    private final Checking checking;
    private final MilterSession session = new MilterSession();
    private final MilterFramer framer = new MilterFramer();
    private SpoolWriter message;
    private boolean isTooLarge;
    private int messages;

    MilterConnection(Wire wire, Spool spool, long octetsMax, Checking checking) {
        this.wire = wire;
        this.spool = spool;
        this.octetsMax = octetsMax;
        this.checking = checking;
    }

    void run() throws IOException {
        var end = "left";
        try {
            end = converse();
        } catch (DeadlinePassed quiet) {
            end = "timed out";
        } catch (Stopping stopping) {
            end = "stopping";
        } catch (NoRoom full) {
            end = "no room";
        } finally {
            forget();
            var how = end;
            LOG.log(Level.INFO, () -> wire.conversation() + " " + wire.client().getHostAddress() + ": " + messages + " messages judged, " + how);
        }
    }

    private String converse() throws IOException {
        for (;;) {
            switch (framer.next(wire.input())) {
                case MilterFramer.Cut.More() -> {
                    if (!more()) return "left";
                }
                case MilterFramer.Cut.Broken(var why) -> {
                    return "said " + why;
                }
                case MilterFramer.Cut.Whole(var frame) -> {
                    switch (MilterCommandParser.parse(frame)) {
                        case MilterCommandParser.Outcome.Bad(var why) -> {
                            return "said " + why;
                        }
                        case MilterCommandParser.Outcome.Ok(var command) -> {
                            if (!carryOut(session.on(command))) return "ended";
                        }
                    }
                }
            }
        }
    }

    private boolean more() throws IOException {
        wire.hold(framer.kept());
        wire.within(REST_MAX);
        return message == null && framer.kept() == 0 ? wire.awaitCommand(REST_MAX) : wire.fill();
    }

    /** False when the conversation is over. */
    private boolean carryOut(Step step) throws IOException {
        switch (step) {
            case Step.Say(var answers) -> say(answers);
            case Step.Take(var octets, var answers) -> {
                take(octets);
                say(answers);
            }
            case Step.Judge(var octets, var asked) -> {
                take(octets);
                say(judged(asked));
            }
            case Step.Forget() -> forget();
            case Step.End() -> {
                return false;
            }
        }
        return true;
    }

    private void take(byte[] octets) throws IOException {
        if (message == null) message = spool.writer();
        if (message.length() + octets.length > octetsMax) isTooLarge = true;
        if (!isTooLarge) message.write(octets, 0, octets.length);
    }

    /** The one place where what fails on our side becomes an answer. */
    private List<MilterAnswer> judged(Asked asked) {
        if (isTooLarge) {
            forget();
            return Checking.refused(TOO_LARGE);
        }
        messages++;
        try (var whole = message.finish()) {
            return checking.answers(asked, whole);
        } catch (IOException | RuntimeException fault) {
            LOG.log(Level.ERROR, wire.conversation() + " could not judge a message", fault);
            return Checking.refused(FAULT);
        } finally {
            forget();
        }
    }

    private void forget() {
        if (message != null) message.close();
        message = null;
        isTooLarge = false;
    }

    private void say(List<MilterAnswer> answers) throws IOException {
        for (var answer : answers) wire.write(MilterAnswerWriter.frame(answer).encode());
    }
}
