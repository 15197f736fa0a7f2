package sigillo.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.base.Octets;
import sigillo.net.Wire;
import sigillo.queue.Outcome;
import sigillo.smtp.DataEncoder;
import sigillo.smtp.Envelope;
import sigillo.smtp.ForwardPath;
import sigillo.smtp.MailParameters;
import sigillo.smtp.RcptParameters;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpCommand;
import sigillo.smtp.SmtpReply;

/**
 * One transaction: RFC 5321 section 3.3. MAIL and all RCPT go out together where the server pipelines (RFC 2920); DATA
 * follows when somebody is there to get it. What a server has said counts even when it hangs up afterwards.
 */
final class Handover {
    private final Peer peer;
    private final Talk talk;
    private final Envelope envelope;
    private final Octets message;
    private final Needs needs;
    private final Outcome[] outcomes;
    private boolean begun;

    Handover(Peer peer, Envelope envelope, Octets message, Needs needs) {
        this.peer = peer;
        this.talk = peer.talk();
        this.envelope = envelope;
        this.message = message;
        this.needs = needs;
        this.outcomes = new Outcome[envelope.recipients().size()];
    }

    /** What it came to. {@code lost}: the connection is of no use any more; {@code begun}: the server had answered something. */
    record Result(List<Outcome> outcomes, boolean lost, boolean begun) {}

    Result run() {
        var missing = needs.missingAt(peer.extensions());
        if (missing.isPresent()) {
            fill(new Outcome.Bounced(missing.get(), peer.toString()));
            return new Result(List.of(outcomes), false, true);
        }
        try {
            transact();
            return new Result(List.of(outcomes), false, true);
        } catch (IOException e) {
            fill(new Outcome.Deferred(SmtpReply.of(451, "4.4.2", "The connection to " + peer + " was lost: " + e.getMessage()), peer.toString(), Optional.empty()));
            return new Result(List.of(outcomes), true, begun);
        } finally {
            peer.count();
        }
    }

    private void transact() throws IOException {
        boolean pipelines = peer.extensions().has("PIPELINING");
        talk.say(mail());
        if (pipelines) for (var recipient : envelope.recipients()) talk.say(rcpt(recipient));
        var answer = talk.reply(RelayLimits.COMMAND);
        begun = true;
        var accepted = new ArrayList<Integer>();
        for (int i = 0; i < outcomes.length; i++) {
            if (!pipelines) {
                if (!answer.isPositive()) break;
                talk.say(rcpt(envelope.recipients().get(i)));
            }
            var reply = talk.reply(RelayLimits.COMMAND);
            if (answer.isPositive() && reply.isPositive()) accepted.add(i);
            else outcomes[i] = negative(answer.isPositive() ? reply : answer);
        }
        if (!answer.isPositive()) fill(negative(answer));
        if (accepted.isEmpty()) talk.ask(new SmtpCommand.Rset(), RelayLimits.COMMAND);
        else content(accepted);
    }

    private void content(List<Integer> accepted) throws IOException {
        if (needs.binary()) {
            talk.say(new SmtpCommand.Bdat(message.length(), true));
            message.writeTo(new WireStream(talk.wire()));
        } else {
            var go = talk.ask(new SmtpCommand.Data(), RelayLimits.DATA_GO);
            if (go.code() != 354) {
                for (int i : accepted) outcomes[i] = negative(go);
                talk.ask(new SmtpCommand.Rset(), RelayLimits.COMMAND);
                return;
            }
            var encoder = new DataEncoder(talk.wire()::write);
            message.writeTo(new EncoderStream(encoder));
            encoder.end();
        }
        if (peer.isLmtp()) { // RFC 2033 section 4.2: a reply for each recipient that was accepted, in their order
            for (int i : accepted) outcomes[i] = result(talk.reply(RelayLimits.DATA_END));
        } else {
            var end = result(talk.reply(RelayLimits.DATA_END));
            for (int i : accepted) outcomes[i] = end;
        }
    }

    private SmtpCommand mail() {
        boolean dsn = peer.extensions().has("DSN");
        var body = needs.binary() ? Optional.of(Envelope.Body.BINARY)
            : needs.eightBit() && peer.extensions().has("8BITMIME") ? Optional.of(Envelope.Body.EIGHT_BIT) : Optional.<Envelope.Body>empty();
        var size = peer.extensions().has("SIZE") ? OptionalLong.of(needs.octets()) : OptionalLong.empty();
        return new SmtpCommand.Mail(envelope.from(), new MailParameters(size, body, needs.utf8(),
            dsn ? envelope.ret() : Optional.empty(), dsn ? envelope.envid() : Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private SmtpCommand rcpt(Recipient recipient) {
        var parameters = peer.extensions().has("DSN")
            ? new RcptParameters(recipient.notifyOn(), recipient.originalRecipient()) : RcptParameters.NONE;
        return new SmtpCommand.Rcpt(new ForwardPath.To(recipient.address()), parameters);
    }

    private Outcome result(SmtpReply reply) {
        return reply.isPositive() ? new Outcome.Delivered(reply, peer.toString(), peer.extensions().has("DSN")) : negative(reply);
    }

    private Outcome negative(SmtpReply reply) {
        return reply.isPermanent() ? new Outcome.Bounced(reply, peer.toString()) : new Outcome.Deferred(reply, peer.toString(), Optional.empty());
    }

    private void fill(Outcome outcome) {
        for (int i = 0; i < outcomes.length; i++) if (outcomes[i] == null) outcomes[i] = outcome;
    }

    private static final class EncoderStream extends java.io.OutputStream {
        private final DataEncoder encoder;

        private EncoderStream(DataEncoder encoder) { this.encoder = encoder; }

        @Override public void write(int b) throws IOException { write(new byte[] {(byte) b}, 0, 1); }

        @Override public void write(byte[] from, int offset, int count) throws IOException { encoder.write(from, offset, count); }
    }

    private static final class WireStream extends java.io.OutputStream {
        private final Wire wire;

        private WireStream(Wire wire) { this.wire = wire; }

        @Override public void write(int b) throws IOException { write(new byte[] {(byte) b}, 0, 1); }

        @Override public void write(byte[] from, int offset, int count) throws IOException { wire.write(from, offset, count); }
    }
}
