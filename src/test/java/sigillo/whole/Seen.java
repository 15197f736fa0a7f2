package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import sigillo.base.Sha256;
import sigillo.peers.ImapProbe;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;

/**
 * What a client sees of anna's mail, to be compared before and after. {@code mail}: of each mailbox, each message's
 * UID, flags and the hash of its octets. {@code numbers}: UIDNEXT and HIGHESTMODSEQ.
 */
record Seen(Map<String, List<String>> mail, Map<String, Long> numbers) {

    // ---- what is there to be seen ----

    static byte[] message(String subject, int lines) { return message("friend@friend.example", subject, lines); }

    private static byte[] message(String from, String subject, int lines) {
        return ("From: " + from + "\r\nTo: anna@sigillo.test\r\nSubject: " + subject + "\r\nMessage-ID: <"
            + subject.replace(' ', '.') + "@friend.example>\r\n\r\n"
            + ("A line of " + subject + ".\r\n").repeat(lines)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Mail in three mailboxes, with flags and holes between UIDs, and one message that waits. */
    static void fill(SigilloPeer sigillo) throws Exception {
        try (var imap = sigillo.imap("anna")) {
            imap.command("CREATE Work/Deep");
            for (int i = 0; i < 20; i++) imap.append(i % 2 == 0 ? "INBOX" : "Work/Deep",
                message("mail " + i, 1 + i * i * 50));
            imap.command("SELECT INBOX");
            imap.command("UID STORE 2,4 +FLAGS (\\Seen $Label1)");
            imap.command("UID STORE 3 +FLAGS (\\Deleted)");
            imap.command("EXPUNGE");
            imap.command("UID MOVE 5 Archive");
        }
        submit(sigillo, "one@elsewhere.example");
    }

    static void submit(SigilloPeer sigillo, String to) throws Exception {
        try (var smtp = SmtpProbe.connect(sigillo.port("submission"))) {
            smtp.expect("250", "EHLO client.example");
            smtp.startTls();
            smtp.expect("250", "EHLO client.example");
            smtp.authPlain(sigillo.address("bruno"), sigillo.password("bruno"));
            var reply = smtp.send(sigillo.address("bruno"), to,
                message(sigillo.address("bruno"), "for " + to.substring(0, 3), 5));
            assertTrue(reply.startsWith("250"), reply);
        }
    }

    // ---- seeing ----

    static Seen of(SigilloPeer sigillo) throws IOException { return at(sigillo.port("imap"), sigillo); }

    /** At another server that has the same accounts. */
    static Seen at(int port, SigilloPeer sigillo) throws IOException {
        var mail = new TreeMap<String, List<String>>();
        var numbers = new TreeMap<String, Long>();
        try (var imap = ImapProbe.signedIn(port, sigillo.address("anna"),
                sigillo.password("anna"))) {
            for (var mailbox : List.of("INBOX", "Work/Deep", "Archive")) {
                var status = String.join(" ", imap.command("STATUS " + mailbox
                    + " (UIDVALIDITY UIDNEXT HIGHESTMODSEQ)").lines());
                numbers.put(mailbox + " UIDNEXT", number(status, "UIDNEXT"));
                numbers.put(mailbox + " HIGHESTMODSEQ", number(status, "HIGHESTMODSEQ"));
                imap.command("EXAMINE " + mailbox);
                var all = new ArrayList<String>();
                all.add("UIDVALIDITY " + number(status, "UIDVALIDITY"));
                for (var one : imap.command("UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])").untagged()) {
                    if (one.literals().isEmpty()) continue;
                    var line = one.line().replaceAll("(?s)BODY\\[] .*", "");
                    all.add(line + HexFormat.of().formatHex(Sha256.of(one.literals().getFirst())));
                }
                mail.put(mailbox, all);
            }
        }
        assertNotEquals(0, mail.get("INBOX").size());
        return new Seen(mail, numbers);
    }

    static long number(String status, String what) {
        var m = Pattern.compile(what + " (\\d+)").matcher(status);
        assertTrue(m.find(), status);
        return Long.parseLong(m.group(1));
    }

    /** Ids, senders, recipients, sizes: all but what the hold has changed. */
    static List<String> queue(String json) {
        return Pattern.compile("\"(?:id|trace|created|from|submitter|octets|address|attempts)\": [^\\n]*")
            .matcher(json).results().map(r -> r.group()).toList();
    }
}
