package sigillo.smtpd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import sigillo.directory.User;
import sigillo.net.DeadlinePassed;
import sigillo.net.NoRoom;
import sigillo.net.Stopping;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.smtp.LineFramer.Frame;
import sigillo.smtp.LineFramer;
import sigillo.smtp.ReplyEncoder;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spool;
import sigillo.store.StoreException;

/**
 * Drives one session over a wire, on the virtual thread that accepted it: reads, asks, carries out the step. The only
 * input and output, the deadlines, and the one place where a fault behind the door becomes a reply.
 */
final class SmtpConnection {
    private static final System.Logger LOG = System.getLogger(SmtpConnection.class.getName());

    private final Wire wire;
    private final SmtpSession session;
    private final Optional<Tls> tls;
    private final SmtpDeadlines deadlines;
    private final Reception reception;
    private final LineFramer framer = new LineFramer();
    private boolean isAtHome;
    private boolean over;

    SmtpConnection(Wire wire, SmtpSession session, Optional<Tls> tls, Spool spool, SmtpSettings settings) {
        this.wire = wire;
        this.session = session;
        this.tls = tls;
        this.deadlines = settings.deadlines();
        this.reception = new Reception(wire, spool, settings);
    }

    void run() throws IOException {
        var end = "left";
        try {
            carryOut(session.greeting(wire.isInputWaiting()));
            while (!over && nextLine() instanceof Frame line) carryOut(answer(line));
            if (over) end = "ended";
        } catch (Stopping stopping) {
            end = "stopping";
            say(Replies.STOPPING);
        } catch (NoRoom full) {
            end = "no room";
            say(Replies.NO_ROOM);
        } catch (DeadlinePassed late) {
            end = "timed out";
            say(Replies.TIMEOUT);
        } finally {
            reception.forget();
            log(end);
            session.close();
        }
    }

    /** One line a conversation: who, how much, how it ended. Never what was said. */
    private void log(String end) {
        var user = session.user().map(User::named).orElse("-");
        var facts = wire.tls().map(Object::toString).orElse("clear");
        LOG.log(Level.INFO, () -> wire.conversation() + " " + wire.client().getHostAddress() + " helo " + session.helo()
            + " user " + user + " " + facts + ": " + session.tally() + ", " + wire.octetsIn() + " octets in, "
            + wire.octetsOut() + " out, " + end);
    }

    /** Null when the client has closed. */
    private Frame nextLine() throws IOException {
        if (!wire.awaitCommand(session.isGreeted() ? deadlines.command() : deadlines.greeting())) return null;
        while (true) {
            var frame = framer.next(wire.input(), session.lineOctetsMax());
            if (!(frame instanceof Frame.More)) return frame;
            if (!wire.fill()) return null;
        }
    }

    private Step answer(Frame line) {
        try {
            return session.on(line);
        } catch (RuntimeException fault) {
            return failed(fault);
        }
    }

    private Step answer(Taken taken) {
        if (taken instanceof Taken.Broken(var fault))
            LOG.log(Level.ERROR, wire.conversation() + " could not spool a message", fault);
        try {
            return session.received(taken);
        } catch (RuntimeException fault) {
            return failed(fault);
        }
    }

    /** A full disk is told in one line: it must not be filled further by saying so. */
    private Step failed(RuntimeException fault) {
        if (fault instanceof StoreException store && store.isFull())
            LOG.log(Level.WARNING, wire.conversation() + " refused for now: " + store.getMessage());
        else
            LOG.log(Level.ERROR, wire.conversation() + " answered for a fault of ours", fault);
        return session.failed(fault);
    }

    private void carryOut(Step step) throws IOException {
        if (!session.isReceiving()) reception.forget();
        if (!isAtHome && session.user().isPresent()) {
            wire.signedIn();
            isAtHome = true;
        }
        switch (step) {
            case Step.Say(var replies) -> {
                pause();
                for (var reply : replies) say(reply);
            }
            case Step.Bye(var replies) -> {
                for (var reply : replies) say(reply);
                over = true;
            }
            case Step.ReadMessage(var go) -> {
                say(go);
                conclude(reception.message());
            }
            case Step.ReadChunk(long octets, boolean last) -> conclude(reception.chunk(octets, last));
            case Step.SkipChunk(long octets, var reply) -> {
                reception.skip(octets);
                pause();
                say(reply);
            }
            case Step.StartTls(var go) -> startTls(go);
        }
    }

    private void conclude(Taken taken) throws IOException {
        try {
            carryOut(answer(taken));
        } finally {
            if (taken instanceof Taken.Whole(var message)) message.close();
        }
    }

    private void startTls(SmtpReply go) throws IOException {
        say(go);
        wire.startTls(tls.orElseThrow(), deadlines.handshake());
        session.secured(wire.tls().orElseThrow().toString());
    }

    private void say(SmtpReply reply) throws IOException { wire.write(ReplyEncoder.encode(reply)); }

    private void pause() throws IOException {
        var time = session.pause();
        if (time.isZero()) return;
        wire.flush();
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
