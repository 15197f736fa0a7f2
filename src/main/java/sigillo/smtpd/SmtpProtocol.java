package sigillo.smtpd;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.net.Protocol;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.smtp.ReplyEncoder;
import sigillo.spool.Spool;

/**
 * One SMTP door, for a {@link sigillo.net.Listener}. {@code budget} should be one for all doors. Any thread.
 */
public record SmtpProtocol(
        SmtpRole role, SmtpSettings settings, SmtpHouse house, AddressBudget budget, Spool spool, Optional<Tls> tls)
        implements Protocol {

    @Override public void serve(Wire wire) throws IOException {
        var facts = wire.tls().map(Object::toString);
        var session = new SmtpSession(role, settings, house, budget, wire.client(), tls.isPresent(), facts, () -> wire.channelBinding().map(Bytes::wrap));
        new SmtpConnection(wire, session, tls, spool, settings).run();
    }

    @Override public byte[] noRoom() { return ReplyEncoder.encode(Replies.NO_ROOM); }

    @Override public byte[] tooMany() { return ReplyEncoder.encode(Replies.TOO_MANY_CONNECTIONS); }
}
