package sigillo.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Domain;

class ReceivedTest {
    private static final String TLS = "TLSv1.3 TLS_AES_256_GCM_SHA384";

    /** Empty texts are absent ones. {@code want} is all but the name and the date. */
    record Case(String client, String helo, String protocol, String tls, String user, String to, String want) {}

    private static final List<Case> CASES = List.of(
        new Case("192.0.2.1", "mail.sender.example", "ESMTP", "", "", "",
            " from mail.sender.example ([192.0.2.1])\r\n\tby mx.home.example with ESMTP id abc"),
        new Case("192.0.2.1", "Mail.Sender.Example.", "ESMTPS", TLS, "", "anna@home.example",
            " from mail.sender.example ([192.0.2.1])\r\n"
            + "\tby mx.home.example with ESMTPS id abc\r\n\tfor <anna@home.example>\r\n"
            + "\ttls TLS_AES_256_GCM_SHA384 (TLSv1.3)"),
        new Case("2001:db8::25", "[IPv6:2001:db8::25]", "ESMTP", "", "", "",
            " from [ipv6:2001:db8::25] ([IPv6:2001:db8:0:0:0:0:0:25])\r\n\tby mx.home.example with ESMTP id abc"),
        new Case("192.0.2.1", "b\u00fccher.example", "UTF8SMTP", "", "", "",
            " from xn--bcher-kva.example ([192.0.2.1])\r\n\tby mx.home.example with UTF8SMTP id abc"),
        new Case("192.0.2.1", "x) by bank.example (", "ESMTP", "", "", "",
            " from [192.0.2.1] ([192.0.2.1])\r\n\tby mx.home.example with ESMTP id abc"),
        new Case("192.0.2.1", "a\r\nBcc: b@c.example", "SMTP", "", "", "",
            " from [192.0.2.1] ([192.0.2.1])\r\n\tby mx.home.example with SMTP id abc"),
        new Case("", "agent.home.example", "LMTP", "", "", "anna@home.example",
            " from agent.home.example\r\n\tby mx.home.example with LMTP id abc\r\n\tfor <anna@home.example>"),
        new Case("", "", "local", "", "", "anna@home.example",
            " by mx.home.example id abc\r\n\tfor <anna@home.example>"),
        new Case("192.0.2.77", "laptop.local", "ESMTPSA", TLS, "anna@home.example", "",
            " by mx.home.example with ESMTPSA id abc\r\n\ttls TLS_AES_256_GCM_SHA384 (TLSv1.3)"),
        new Case("192.0.2.1", "m.example", "ESMTP", "", "", "gr\u00fc\u00dfe@home.example",
            " from m.example ([192.0.2.1])\r\n\tby mx.home.example with ESMTP id abc"),
        new Case("192.0.2.1", "m.example", "UTF8SMTPS", "", "", "gr\u00fc\u00dfe@home.example",
            " from m.example ([192.0.2.1])\r\n\tby mx.home.example with UTF8SMTPS id abc\r\n"
            + "\tfor <gr\u00fc\u00dfe@home.example>"));

    @TestFactory Stream<DynamicTest> tellsHowAMessageCame() {
        return CASES.stream().map(c -> dynamicTest(c.helo + " " + c.protocol + " " + c.to, () -> {
            var origin = new Origin(text(c.client).map(InetAddress::ofLiteral), c.helo, c.protocol, text(c.tls),
                text(c.user));
            var at = Instant.parse("2026-03-01T09:05:07Z");
            var received = new Received(origin, Domain.of("mx.home.example"), "abc", text(c.to).map(Address::of), at);
            assertEquals("Received:" + c.want + ";\r\n\tSun, 1 Mar 2026 09:05:07 +0000\r\n",
                new String(received.encode(), StandardCharsets.UTF_8));
        }));
    }

    private static Optional<String> text(String text) { return text.isEmpty() ? Optional.empty() : Optional.of(text); }
}
