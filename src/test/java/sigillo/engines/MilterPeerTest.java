package sigillo.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.filter.Engine.Said;
import sigillo.filter.Mail;
import sigillo.message.HeaderEdit;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.peers.RspamdMilterPeer;
import sigillo.peers.RspamdPeer;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/** A real milter: Rspamd's proxy. */
@Tag("gate")
class MilterPeerTest {
    @TempDir Path folder;

    static Mail mail(String text, String client) throws Exception {
        var octets = Octets.of(text.getBytes(StandardCharsets.ISO_8859_1));
        var envelope = Envelope.of(ReversePath.of(Address.of("bob@sender.example")), List.of(Recipient.of(Address.of("anna@home.example"))));
        var origin = new Origin(Optional.of(InetAddress.getByName(client)), "mail.sender.example", "ESMTP", Optional.empty(), Optional.empty());
        return new Mail(envelope, origin, octets, HeaderSection.read(octets, MessageLimits.DEFAULT), TraceId.fresh(), Instant.EPOCH);
    }

    @Test void addsItsFieldAndRefusesWhatItKnows() throws Exception {
        assumeTrue(RspamdPeer.isInstalled(), "Rspamd is not installed");
        try (var rspamd = new RspamdMilterPeer(folder)) {
            var asking = new MilterAsking(new Place.Host("127.0.0.1", rspamd.milterPort()), false, "mail.home.example");
            long until = System.nanoTime() + 20_000_000_000L;
            var ham = (Asking.Heard.Told) asking.ask(mail("From: bob@sender.example\r\nSubject: Lunch\r\n\r\nAt one?\r\n", "192.0.2.1"), until);
            var edits = ((Said.Reasons) ham.said()).edits();
            assertTrue(edits.stream().anyMatch(edit -> edit.toString().contains("X-Spamd-Result") && edit.toString().contains("[0.00 / 15.00]")), edits::toString);
            assertTrue(edits.stream().allMatch(edit -> edit instanceof HeaderEdit), edits::toString);
            var spam = (Asking.Heard.Told) asking.ask(mail("Subject: x\r\n\r\n" + RspamdMilterPeer.GTUBE + "\r\n", "192.0.2.1"), until);
            assertEquals("554 5.7.1 Gtube pattern", ((Said.Against) spam.said()).reply().toString());
        }
    }
}
