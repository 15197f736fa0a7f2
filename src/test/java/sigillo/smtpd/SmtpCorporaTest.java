package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import tools.jackson.databind.json.JsonMapper;

/**
 * What others thought of: the names of smtp-protocol-abuse, each with our input and the codes of our replies, and the
 * client's side of James's conversations, with ours. A name that is not in the table fails: someone has to look at it.
 */
class SmtpCorporaTest {
    private static final Path ABUSE = Path.of("../shared/corpora/smtp-protocol-abuse/cases.json");
    private static final Path JAMES = Path.of("../shared/corpora/smtp-james-mpt");
    private static final String READY = "HELO a.example\r\n";
    private static final String MAILING = READY + "MAIL FROM:<a@b.example>\r\nRCPT TO:<anna@home.example>\r\n";
    private static final String ELSEWHERE = "covered where the name says, not in SMTP";

    private record Try(SmtpRole role, String input, String codes) {}

    @TempDir Path folder;

    private static final Map<String, Try> TRIES = Map.ofEntries(
        Map.entry("starttls-pipelined", mx(READY + "STARTTLS\r\nMAIL FROM:<a@b.example>\r\n", "220 250 220")),
        Map.entry("imap-starttls-pipelined", mx("", ELSEWHERE)),
        Map.entry("pop3-stls-pipelined", mx("", ELSEWHERE)),
        Map.entry("bdat-huge", mx(MAILING + "BDAT 999999999999\r\nQUIT\r\n", "220 250 250 250 552")),
        Map.entry("bdat-negative", mx(MAILING + "BDAT -1\r\n", "220 250 250 250 501")),
        Map.entry("bdat-after-data", mx(MAILING + "DATA\r\nx\r\n.\r\nBDAT 5\r\nQUIT\nNOOP\r\n",
            "220 250 250 250 354 250 503 250")),
        Map.entry("bdat-no-rcpt", mx(READY + "MAIL FROM:<a@b.example>\r\nBDAT 5\r\nhelloNOOP\r\n",
            "220 250 250 503 250")),
        Map.entry("rcpt-crlf", mx(READY + "MAIL FROM:<a@b.example>\r\nRCPT TO:<a@b\r\nDATA>\r\n",
            "220 250 250 501 500")),
        Map.entry("mail-nul", mx(READY + "MAIL FROM:<a\0b@c.example>\r\n", "220 250 501")),
        Map.entry("mail-utf8-nosmtputf8", mx(READY + "MAIL FROM:<\u00c3\u00bc@example.org>\r\n", "220 250 553")),
        Map.entry("mail-size-lie", mx(MAILING.replace("<a@b.example>", "<a@b.example> SIZE=10") + "DATA\r\n"
            + ("x".repeat(998) + "\r\n").repeat(300) + ".\r\nNOOP\r\n", "220 250 250 250 354 552 250")),
        Map.entry("line-1001", mx("NOOP " + "x".repeat(1_993) + "\r\nNOOP " + "x".repeat(3_000) + "\r\nNOOP\r\n",
            "220 250 500 250")),
        Map.entry("textline-100k", mx(MAILING + "DATA\r\n" + "x".repeat(100_000) + "\r\n.\r\n",
            "220 250 250 250 354 250")),
        Map.entry("auth-cancel", submission(READY + "AUTH PLAIN\r\n*\r\n", "220 250 334 501")),
        Map.entry("auth-in-transaction", submission(READY + "AUTH PLAIN AGFubmFAaG9tZS5leGFtcGxlAHDDpHNzd29yZA==\r\n"
            + "MAIL FROM:<anna@home.example>\r\nAUTH PLAIN\r\n", "220 250 235 250 503")),
        Map.entry("vrfy-expn", mx("VRFY root\r\nVRFY anna\r\nEXPN root\r\n", "220 252 252 502")),
        Map.entry("etrn-flood", mx("ETRN x\r\n".repeat(1_000), "220" + " 500".repeat(19) + " 421")),
        Map.entry("proxy-header", mx("PROXY TCP4 1.2.3.4 5.6.7.8 1 25\r\n" + READY, "220 500 250")));

    private static final Map<String, String> JAMES_CODES = Map.of(
        "authplain.test", "220 503 500 500",
        "data_starts_with_starttls.test", "220 250 250 250 354 250",
        "data_with_starttls.test", "220 250 250 250 354 250",
        "helo.test", "220 250 250 250 354 250",
        "rcpt_with_starttls.test", "220 250 250 550 503 500 500 500 500",
        "starttls.test", "220 250 220",
        "starttls_session_fixation.test", "220 250 334 334 535 530 503 220",
        "starttls_with_injection.test", "220 250 220");

    private static Try mx(String input, String codes) { return new Try(SmtpRole.MX, input, codes); }

    private static Try submission(String input, String codes) { return new Try(SmtpRole.SUBMISSION, input, codes); }

    @TestFactory Stream<DynamicTest> abuse() throws Exception {
        if (!Files.exists(ABUSE)) return absent("smtp-protocol-abuse");
        var tls = tls();
        var cases = JsonMapper.builder().build().readTree(Files.readString(ABUSE));
        return StreamSupport.stream(cases.spliterator(), false).map(c -> c.get("name").asString())
            .map(name -> DynamicTest.dynamicTest(name, () -> {
                assertTrue(TRIES.containsKey(name), "a new case: " + name);
                var abuse = TRIES.get(name);
                if (abuse.codes.equals(ELSEWHERE)) return;
                var stage = new Stage(folder, abuse.role, tls);
                assertEquals(abuse.codes, Stage.codes(stage.play(abuse.input)));
                if (name.equals("textline-100k")) assertEquals(100_002, stage.town.messages().getFirst().length);
            }));
    }

    @TestFactory Stream<DynamicTest> james() throws Exception {
        if (!Files.isDirectory(JAMES)) return absent("smtp-james-mpt");
        var tls = tls();
        try (var files = Files.list(JAMES)) {
            return files.filter(file -> file.toString().endsWith(".test")).sorted().toList().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    var name = file.getFileName().toString();
                    var role = name.contains("auth") || name.contains("fixation") ? SmtpRole.SUBMISSION : SmtpRole.MX;
                    var stage = new Stage(folder, role, tls);
                    assertEquals(JAMES_CODES.get(name), Stage.codes(stage.play(said(file))));
                }));
        }
    }

    /** The client's lines, each a segment; their domain is ours. */
    private static List<byte[]> said(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith("C:"))
            .map(line -> line.substring(Math.min(3, line.length())).replace("mydomain.tld", "home.example"))
            .map(line -> line.replace("bob@home.example", "bruno@home.example"))
            .map(line -> line.endsWith("\\r\\n") ? line : line + "\\r\\n")
            .map(line -> Stage.octets(line.replace("\\r\\n", "\r\n"))).toList();
    }

    private Optional<Tls> tls() throws Exception {
        return Optional.of(Tls.open(List.of(TestCertificates.write(folder, "mx.home.example"))));
    }

    private static Stream<DynamicTest> absent(String corpus) {
        return Stream.of(DynamicTest.dynamicTest(corpus, () -> assumeTrue(false, "no corpus " + corpus)));
    }
}
