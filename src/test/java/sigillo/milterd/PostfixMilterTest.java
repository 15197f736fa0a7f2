package sigillo.milterd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.authentication.Authentication;
import sigillo.authentication.AuthenticationSettings;
import sigillo.base.Domain;
import sigillo.dns.Zone;
import sigillo.filter.Engine;
import sigillo.filter.Filter;
import sigillo.filter.FilterSettings;
import sigillo.filter.Learnt;
import sigillo.filter.Mail;
import sigillo.filter.Wishes;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.peers.Ports;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;
import sigillo.peers.SmtpProbe;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

/** A real Postfix that asks us as a milter. Its clients say by XCLIENT who they are. */
@Tag("gate")
@Timeout(120)
class PostfixMilterTest {
    private static final Domain HOSTNAME = Domain.of("checks.home.example");
    private static final int MESSAGE_MAX = 200_000;

    private final Zone zone = new Zone().txt("sender.example", "v=spf1 ip4:192.0.2.1 -all").ptrOf("192.0.2.1", "mail.sender.example")
        .host("mail.sender.example", "192.0.2.1");

    @TempDir Path folder;

    /** Refuses what says so. */
    private record Scanner() implements Engine {
        @Override public String name() { return "scanner"; }

        @Override public Duration patience() { return Duration.ofSeconds(5); }

        @Override public Said look(Mail mail) {
            boolean isBad = mail.section().header().first("Subject").filter(field -> field.raw().equals("infected")).isPresent();
            return isBad ? new Said.Against(SmtpReply.of(554, "5.7.1", "100% infected"), "it is infected") : new Said.Silent("nothing");
        }
    }

    @Test void postfixAsksUs() throws Exception {
        assumeTrue(Program.isInstalled("postfix"), "Postfix is not installed");
        var clock = InstantSource.system();
        var filter = new Filter(HOSTNAME, FilterSettings.DEFAULT, List.of(new Scanner()), Learnt.NOTHING, Wishes.NONE, clock);
        var authentication = new Authentication(HOSTNAME, Optional.of(zone), AuthenticationSettings.DEFAULT, clock);
        var protocol = new MilterProtocol(HOSTNAME, authentication, filter, Spool.open(SpoolSettings.at(folder.resolve("spool"))), MESSAGE_MAX, clock);
        try (var listener = Listener.open(ListenerSettings.of("milter", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false), Optional.empty(), protocol);
             var postfix = new PostfixPeer(folder, "127.0.0.1", Ports.free(), "postfix.example", Map.of(), "smtpd_milters = inet:127.0.0.1:" + listener.address().getPort(),
                 "milter_default_action = tempfail", "smtpd_authorized_xclient_hosts = 127.0.0.1", "smtpd_relay_restrictions = reject_unauth_destination", "transport_maps =")) {
            wantedMailIsMarked(postfix);
            spamIsMarked(postfix);
            assertEquals("554 5.7.1 100% infected", sent(postfix, "Subject: infected\r\n\r\nHi.\r\n"));
            assertReply("552 5.3.4 The message is too large", sent(postfix, "Subject: large\r\n\r\n" + "0123456789abcdef\r\n".repeat(20_000)), postfix);
            assertReply("250", sent(postfix, "Subject: after that\r\n\r\nHi.\r\n"), postfix);
        }
    }

    private void wantedMailIsMarked(PostfixPeer postfix) throws Exception {
        var forged = "Authentication-Results: " + HOSTNAME.name() + "; dmarc=pass\r\nX-Spam-Status: No, score=-100\r\nAuthentication-Results: other.example; spf=pass\r\n"
            + "Authentication-Results: CHECKS.home.example; spf=pass\r\nX-Spam-Status: No, score=-99\r\n";
        assertReply("250", sent(postfix, forged + "Subject: Lunch\r\n\r\nAt one?\r\n"), postfix);
        var mail = arrived(postfix, "Subject: Lunch");
        assertTrue(mail.contains("\nAuthentication-Results: checks.home.example;"), mail);
        assertTrue(mail.contains("spf=pass"), mail);
        assertTrue(mail.contains("smtp.mailfrom=bob@sender.example") || mail.contains("smtp.mailfrom=sender.example"), mail);
        assertTrue(mail.contains("\nX-Spam-Status: No, score="), mail);
        assertTrue(mail.indexOf("Authentication-Results: checks") < mail.indexOf("X-Spam-Status"), mail);
        assertTrue(mail.contains("X-Spam-Status: No, score=0.0 required=5.5\n\ttests="), mail);
        assertFalse(mail.contains("dmarc=pass") || mail.contains("CHECKS") || mail.contains("score=-100") || mail.contains("score=-99"), mail);
        assertTrue(mail.contains("Authentication-Results: other.example; spf=pass"), mail);
    }

    private void spamIsMarked(PostfixPeer postfix) throws Exception {
        var spam = "Subject: YOU HAVE WON A PRIZE!!!\r\nContent-Type: text/html\r\n\r\n"
            + "<html><body><font color=red>ACT NOW! million dollars.<a href=\"http://198.51.100.7/x\">https://bank.example/</a></font></body></html>\r\n";
        assertReply("250", sent(postfix, spam), postfix);
        var mail = arrived(postfix, "Subject: YOU HAVE WON");
        assertTrue(mail.contains("\nX-Spam-Flag: YES\n"), mail);
        assertTrue(mail.contains("\nX-Spam-Status: Yes, score="), mail);
    }

    private static void assertReply(String want, String reply, PostfixPeer postfix) {
        assertTrue(reply.startsWith(want), () -> reply + "\n" + postfix.log());
    }

    private static String arrived(PostfixPeer postfix, String what) {
        Program.waitUntil(what + "\n" + postfix.log(), Duration.ofSeconds(20), () -> postfix.mbox("paula").contains(what));
        var mbox = postfix.mbox("paula");
        return mbox.substring(mbox.lastIndexOf("From bob@", mbox.indexOf(what)));
    }

    private static String sent(PostfixPeer postfix, String rest) throws Exception {
        try (var smtp = SmtpProbe.connect(postfix.address(), postfix.port())) {
            smtp.expect("250", "EHLO mail.sender.example");
            smtp.expect("220", "XCLIENT ADDR=192.0.2.1 NAME=mail.sender.example");
            smtp.expect("250", "EHLO mail.sender.example");
            var message = "From: Bob <bob@sender.example>\r\nTo: paula@postfix.example\r\nDate: Sun, 1 Mar 2026 09:59:00 +0000\r\nMessage-ID: <1@sender.example>\r\n" + rest;
            return smtp.send("bob@sender.example", "paula@postfix.example", message.getBytes(StandardCharsets.UTF_8));
        }
    }
}
