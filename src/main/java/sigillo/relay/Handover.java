package sigillo.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.queue.Outcome;
import sigillo.smtp.Envelope;
import sigillo.smtp.ForwardPath;
import sigillo.smtp.MailParameters;
import sigillo.smtp.RcptParameters;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpCommand;
import sigillo.smtp.SmtpReply;

/**
 * One transaction: RFC 5321 section 3.3. MAIL and all RCPT go out together where the server pipelines (RFC 2920 section
 * 3.1); DATA follows when somebody is there to get it. What a server has said counts even when it hangs up afterwards;
 * whoever it has said nothing of is left open, unless it may have the whole message. On one thread.
 */
final class Handover {
    private final Peer peer;
    private final Talk talk;
    private final Attempt attempt;
    private final Verdicts verdicts;
    private final List<Integer> recipients;
    private final List<Integer> accepted = new ArrayList<>();
    private final Transfer transfer;

    Handover(Peer peer, Attempt attempt, List<Integer> recipients) {
        this.peer = peer;
        this.talk = peer.talk();
        this.attempt = attempt;
        this.recipients = recipients;
        this.verdicts = new Verdicts(peer);
        this.transfer = new Transfer(talk, attempt.job().message());
    }

    /** True when the connection may be used again. */
    boolean run() {
        try {
            return transact();
        } catch (Closing e) {
            leaveOpenOnes(verdicts.deferred(e.reply));
        } catch (EarlyReply e) {
            attempt.settle(accepted, verdicts.negative(e.reply()));
        } catch (Unreadable e) {
            attempt.settle(accepted, new Outcome.OurFault("the message cannot be read: " + e.getMessage()));
        } catch (IOException e) {
            leaveOpenOnes(verdicts.lost(e));
        } finally {
            peer.count();
        }
        return false;
    }

    /** 421: RFC 5321 section 3.8. Nothing that it said before holds. */
    private static final class Closing extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient SmtpReply reply;

        private Closing(SmtpReply reply) {
            super(reply.toString());
            this.reply = reply;
        }
    }

    private static SmtpReply open(SmtpReply reply) throws Closing {
        if (reply.code() == 421) throw new Closing(reply);
        return reply;
    }

    private void leaveOpenOnes(Outcome.Deferred outcome) {
        for (int i : recipients) {
            if (!attempt.isOpen(i)) continue;
            if (transfer.isWhole() && accepted.contains(i)) attempt.settle(i, outcome);
            else attempt.leave(i, outcome);
        }
    }

    private boolean transact() throws IOException {
        talk.altogether(talk.patience().envelope());
        boolean pipelines = peer.extensions().has("PIPELINING");
        talk.say(mail());
        if (pipelines) for (int i : recipients) talk.say(rcpt(i));
        var mail = open(talk.reply());
        for (int i : recipients) {
            if (!pipelines && !mail.isPositive()) break;
            if (!pipelines) talk.say(rcpt(i));
            var reply = open(talk.reply());
            if (mail.isPositive()) hear(i, reply);
        }
        if (!mail.isPositive()) refused(recipients, mail);
        if (accepted.isEmpty() || !content()) return reset();
        LastWord.hear(talk, this::results);
        return true;
    }

    /** False when it hung up: what it said before counts all the same. */
    private boolean reset() {
        try {
            return talk.ask(new SmtpCommand.Rset()).isPositive();
        } catch (IOException gone) {
            return false;
        }
    }

    private void hear(int recipient, SmtpReply reply) {
        if (reply.isPositive()) accepted.add(recipient);
        else if (verdicts.isTooMany(reply, accepted.size())) attempt.leave(recipient, verdicts.tooMany(reply));
        else attempt.settle(recipient, verdicts.negative(reply));
    }

    /** Refused for now as a whole: another host may take it. */
    private void refused(List<Integer> all, SmtpReply reply) {
        if (verdicts.negative(reply) instanceof Outcome.Deferred deferred) attempt.leave(all, deferred);
        else attempt.settle(all, verdicts.negative(reply));
    }

    /** False when the message is not wanted. */
    private boolean content() throws IOException {
        if (attempt.needs().binary()) {
            talk.say(new SmtpCommand.Bdat(attempt.job().message().length(), true));
            transfer.chunk();
            return true;
        }
        talk.say(new SmtpCommand.Data());
        var go = open(talk.anyReply(talk.patience().dataGo()));
        if (go.code() < 300) throw new IOException("an answer out of turn: " + go);
        if (go.isPositive()) transfer.data();
        else refused(accepted, go);
        return go.isPositive();
    }

    private void results() throws IOException {
        var within = talk.patience().dataEnd();
        talk.altogether(talk.patience().results());
        if (peer.isLmtp()) { // RFC 2033 section 4.2: a reply for each recipient that was accepted, in their order
            for (int i : accepted) attempt.settle(i, verdicts.result(open(talk.reply(within))));
        } else {
            attempt.settle(accepted, verdicts.result(open(talk.reply(within))));
        }
    }

    private SmtpCommand mail() throws IOException {
        var needs = attempt.needs();
        var extensions = peer.extensions();
        boolean dsn = extensions.has("DSN");
        var size = extensions.has("SIZE") ? OptionalLong.of(needs.octets()) : OptionalLong.empty();
        boolean utf8 = needs.utf8() || recipients.stream().anyMatch(i -> attempt.recipient(i).address().needsUtf8());
        return new SmtpCommand.Mail(attempt.envelope().from(), new MailParameters(size, body(needs), utf8,
            dsn ? attempt.envelope().ret() : Optional.empty(), dsn ? attempt.envelope().envid() : Optional.empty(),
            Optional.empty(), Optional.empty(), attempt.isTlsRequired() && peer.isEncrypted() && extensions.has("REQUIRETLS")));
    }

    private Optional<Envelope.Body> body(Needs needs) {
        if (needs.binary()) return Optional.of(Envelope.Body.BINARY);
        boolean said = needs.eightBit() && peer.extensions().has("8BITMIME");
        return said ? Optional.of(Envelope.Body.EIGHT_BIT) : Optional.empty();
    }

    private SmtpCommand rcpt(int i) {
        Recipient recipient = attempt.recipient(i);
        var parameters = peer.extensions().has("DSN")
            ? new RcptParameters(recipient.notifyOn(), recipient.originalRecipient()) : RcptParameters.NONE;
        return new SmtpCommand.Rcpt(new ForwardPath.To(recipient.address()), parameters);
    }
}
