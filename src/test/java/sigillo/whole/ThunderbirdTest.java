package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.Thunderbird;
import tools.jackson.databind.JsonNode;

/**
 * A day with Thunderbird, which does what its user tells it: signs in, lists folders, keeps all mail for offline use, marks,
 * moves, hears of new mail, sends, searches, and comes back to a server that was away. What it has is what came, and what
 * it does is seen by others. What it says meanwhile is in target/thunderbird-imap.log, of which the transcript
 * imap/client-thunderbird.txt was made.
 */
@Tag("gate")
@Tag("levels")
class ThunderbirdTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** {@code text}: as a reader sees it. */
    private record Mail(String subject, String text, List<String> attachments, String octets) {}

    private static final List<Mail> MAILS = List.of(
        new Mail("plain", "Good day.\nTwo lines.", List.of(), """
            Subject: plain

            Good day.
            Two lines.
            """),
        new Mail("Grüße – 漢字 🦓", "Grüße aus Köln", List.of(), """
            Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_=E2=80=93_?= =?utf-8?B?5ryi5a2XIPCfppM=?=
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe aus =
            K=F6ln
            """),
        new Mail("with files", "See the zebra.", List.of("zebra stripes.bin", "полоса.txt"), """
            Subject: with files
            Content-Type: multipart/mixed; boundary=bb

            --bb
            Content-Type: multipart/alternative; boundary=aa

            --aa
            Content-Type: text/plain

            See the zebra.
            --aa
            Content-Type: text/html

            <p>See the <b>zebra</b>.</p>
            --aa--
            --bb
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename="zebra stripes.bin"
            Content-Transfer-Encoding: base64

            %s
            --bb
            Content-Type: text/plain; charset=utf-8
            Content-Disposition: attachment; filename*=utf-8''%%D0%%BF%%D0%%BE%%D0%%BB%%D0%%BE%%D1%%81%%D0%%B0.txt

            striped
            --bb--
            """.formatted(Base64.getMimeEncoder().encodeToString(new byte[150_000]).replace("\r\n", "\n"))),
        new Mail("to be moved", "moved", List.of(), "Subject: to be moved\n\nmoved\n"),
        new Mail("to be thrown away", "thrown", List.of(), "Subject: to be thrown away\n\nthrown\n"));

    @TempDir Path folder;
    private SigilloPeer sigillo;
    private Thunderbird thunderbird;

    @BeforeEach void start() throws Exception {
        assumeTrue(Thunderbird.isThere(), "thunderbird is not installed");
        sigillo = SigilloPeer.demo(folder);
        var account = new Thunderbird.Account(sigillo.address("anna"), sigillo.password("anna"), sigillo.port("imaps"), sigillo.port("submissions"));
        thunderbird = new Thunderbird(Files.createDirectories(folder.resolve("thunderbird")), account, sigillo.ca());
    }

    @AfterEach void stop() throws IOException {
        if (thunderbird != null) {
            thunderbird.close();
            Files.write(Path.of("target/thunderbird-imap.log"), thunderbird.imapLog(), StandardCharsets.ISO_8859_1);
        }
        if (sigillo != null) sigillo.close();
    }

    @Test void aDay() throws Exception {
        for (var mail : MAILS) deliver(mail.octets);
        listsFolders();
        keepsWhatCame();
        marks();
        movesAndThrowsAway();
        hearsOfNewMail("heard of");
        sends();
        searches();
        comesBack();
        assertEquals(List.of(), sigillo.faults("anna"));
    }

    private void deliver(String octets) throws IOException {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            var message = ("From: Carl <carl@client.test>\nTo: " + sigillo.address("anna") + "\nMIME-Version: 1.0\n" + octets).replace("\n", "\r\n");
            assertTrue(smtp.send("carl@client.test", sigillo.address("anna"), message.getBytes(StandardCharsets.UTF_8)).startsWith("250"));
        }
    }

    // ---- what it sees ----

    private void listsFolders() {
        var names = strings(thunderbird.run("""
            await heard(listener => MailServices.imap.discoverAllFolders(server.rootFolder, listener, window));
            const kinds = ["Inbox", "SentMail", "Drafts", "Trash", "Junk", "Archive"];
            return server.rootFolder.descendants.map(one => one.name + ": " + kinds.filter(kind => one.getFlag(Ci.nsMsgFolderFlags[kind])).join());
            """));
        assertEquals(Set.of("INBOX: Inbox", "Sent: SentMail", "Drafts: Drafts", "Trash: Trash", "Junk: Junk", "Archive: Archive"), Set.copyOf(names));
    }

    private void keepsWhatCame() throws Exception {
        var seen = thunderbird.run("""
            const { MsgHdrToMimeMessage } = ChromeUtils.importESModule("resource:///modules/gloda/MimeMessage.sys.mjs");
            const inbox = folder("INBOX");
            await update(inbox);
            await heard(listener => inbox.downloadAllForOffline(listener, window));
            const all = [];
            for (const one of messages(inbox)) {
              const whole = await new Promise(go => MsgHdrToMimeMessage(one, null, (_, mime) => go(mime), false));
              all.push({ subject: one.mime2DecodedSubject, isOffline: inbox.hasMsgOffline(one.messageKey), isRead: one.isRead, text: whole.coerceBodyToPlaintext(inbox).trim(),
                attachments: whole.allUserAttachments.map(file => file.name), octets: octets(inbox, one) });
            }
            return all;
            """);
        var delivered = new ArrayList<byte[]>();
        try (var imap = sigillo.imap("anna")) {
            delivered.addAll(imap.bodies("INBOX"));
        }
        assertEquals(delivered.size(), seen.size(), seen.toString());
        int beside = seen.size() - MAILS.size(); // what a demo begins with
        for (int i = 0; i < MAILS.size(); i++) {
            var one = seen.get(beside + i);
            var mail = MAILS.get(i);
            assertEquals(mail.subject, one.get("subject").asString());
            assertEquals(mail.text, one.get("text").asString().replace("\r", ""), mail.subject);
            assertEquals(mail.attachments, strings(one.get("attachments")), mail.subject);
            assertTrue(one.get("isOffline").asBoolean() && !one.get("isRead").asBoolean(), mail.subject);
            assertEquals(lines(delivered.get(beside + i)), kept(Base64.getDecoder().decode(one.get("octets").asString())), mail.subject);
        }
    }

    /** Without what it notes before a message for itself. */
    private static String kept(byte[] octets) { return lines(octets).replaceFirst("^(X-Mozilla-[^\n]*\n)+", ""); }

    private static String lines(byte[] octets) { return new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "\n"); }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        for (var one : array) strings.add(one.asString());
        return strings;
    }

    // ---- what it does ----

    private void marks() throws Exception {
        thunderbird.run("""
            const inbox = folder("INBOX");
            inbox.markMessagesRead([titled(inbox, "plain")], true);
            inbox.markMessagesFlagged([titled(inbox, "plain")], true);
            inbox.addKeywordsToMessages([titled(inbox, "plain")], "$label1");
            inbox.markMessagesRead([titled(inbox, "with files")], true);
            """);
        awaitAtServer("INBOX", "SEEN FLAGGED KEYWORD $label1 SUBJECT plain", 1);
        awaitAtServer("INBOX", "SEEN UNFLAGGED SUBJECT \"with files\"", 1);
        thunderbird.run("""
            const inbox = folder("INBOX");
            inbox.markMessagesRead([titled(inbox, "with files")], false);
            inbox.markMessagesFlagged([titled(inbox, "plain")], false);
            inbox.removeKeywordsFromMessages([titled(inbox, "plain")], "$label1");
            """);
        awaitAtServer("INBOX", "UNSEEN SUBJECT \"with files\"", 1);
        awaitAtServer("INBOX", "SEEN UNFLAGGED UNKEYWORD $label1 SUBJECT plain", 1);
    }

    private void movesAndThrowsAway() throws Exception {
        thunderbird.run("""
            const inbox = folder("INBOX");
            await heard(listener => MailServices.copy.copyMessages(inbox, [titled(inbox, "to be moved")], folder("Archive"), true, listener, window, false));
            await heard(listener => inbox.deleteMessages([titled(inbox, "to be thrown away")], window, false, true, listener, false));
            await heard(listener => MailServices.copy.copyMessages(inbox, [titled(inbox, "plain")], folder("Archive"), false, listener, window, false));
            await update(folder("Archive"));
            await update(folder("Trash"));
            await until("they are there", () => titled(folder("Archive"), "to be moved") && titled(folder("Archive"), "plain") && titled(folder("Trash"), "to be thrown away"));
            """);
        awaitAtServer("INBOX", "OR SUBJECT \"to be moved\" SUBJECT \"thrown away\"", 0);
        awaitAtServer("INBOX", "SUBJECT plain", 1);
        awaitAtServer("Archive", "OR SUBJECT \"to be moved\" SUBJECT plain", 2);
        awaitAtServer("Trash", "SUBJECT \"thrown away\"", 1);
    }

    /** It looks at nothing by itself: only IDLE tells it. */
    private void hearsOfNewMail(String subject) throws IOException {
        thunderbird.run("await update(folder(\"INBOX\"));");
        Program.waitUntil("it is idle", LIMIT, this::isIdle);
        deliver("Subject: " + subject + "\n\nnew\n");
        thunderbird.run("await until('new mail', () => titled(folder('INBOX'), args[0]));", subject);
    }

    private boolean isIdle() {
        try {
            var said = thunderbird.imapLog().stream().filter(line -> line.contains("S-INBOX:SendData: ")).toList();
            return !said.isEmpty() && said.getLast().endsWith(" IDLE");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sends() throws Exception {
        thunderbird.send(sigillo.address("bruno"), "Von Thunderbird – grüße", "Hello Bruno,\nfrom Thunderbird.\n");
        awaitAtServer("Sent", "SEEN TEXT \"from Thunderbird\"", 1);
        try (var imap = sigillo.imap("bruno")) {
            Program.waitUntil("bruno has it", LIMIT, () -> found(imap, "INBOX", "SUBJECT \"Von Thunderbird\" FROM \"" + sigillo.address("anna") + "\" BODY \"Hello Bruno\"") == 1);
        }
    }

    /** On the server, in what it has not looked at. */
    private void searches() {
        for (var wanted : Map.of("zebra", "with files", "striped", "with files", "KÖLN", "Grüße – 漢字 🦓").entrySet()) {
            var found = strings(thunderbird.run("""
                const session = Cc["@mozilla.org/messenger/searchSession;1"].createInstance(Ci.nsIMsgSearchSession);
                session.addScopeTerm(Ci.nsMsgSearchScope.onlineMail, folder("INBOX"));
                const term = session.createTerm();
                const value = term.value;
                value.attrib = term.attrib = Ci.nsMsgSearchAttrib.Body;
                value.str = args[0];
                term.value = value;
                term.op = Ci.nsMsgSearchOp.Contains;
                term.booleanAnd = true;
                session.appendTerm(term);
                const found = [];
                await new Promise((go, fail) => {
                  session.registerListener({
                    QueryInterface: ChromeUtils.generateQI(["nsIMsgSearchNotify"]),
                    onNewSearch() {}, onSearchHit(one) { found.push(one.mime2DecodedSubject); }, onSearchDone(code) { code ? fail(new Error("search: " + code.toString(16))) : go(); },
                  });
                  session.search(window);
                });
                return found;
                """, wanted.getKey()));
            assertEquals(List.of(wanted.getValue()), found, wanted.getKey());
        }
    }

    /** Nothing is there twice, nothing is missing, and it hears of new mail again. */
    private void comesBack() throws Exception {
        var before = kept();
        sigillo.stop();
        sigillo.again();
        thunderbird.run("""
            for (const one of server.rootFolder.descendants) await update(one);
            """);
        assertEquals(before, kept());
        hearsOfNewMail("after the restart");
        var after = kept();
        assertTrue(after.removeAll(before), after.toString());
        assertEquals(Set.of("INBOX: after the restart, 1"), after);
        try (var imap = sigillo.imap("anna")) {
            long all = 0;
            for (var name : List.of("INBOX", "Archive", "Sent", "Trash", "Drafts", "Junk")) all += imap.messages(name);
            assertEquals(all, before.size() + 1);
        }
    }

    /** As {@code folder: subject, how often}. */
    private TreeSet<String> kept() {
        return new TreeSet<>(strings(thunderbird.run("""
            const counts = new Map();
            for (const at of server.rootFolder.descendants) {
              for (const one of at.messages) {
                const what = at.name + ": " + one.mime2DecodedSubject;
                counts.set(what, (counts.get(what) ?? 0) + 1);
              }
            }
            return [...counts].map(([what, count]) => what + ", " + count);
            """)));
    }

    // ---- what others see ----

    private void awaitAtServer(String mailbox, String criteria, int count) throws IOException {
        try (var imap = sigillo.imap("anna")) {
            Program.waitUntil(count + " in " + mailbox + ": " + criteria, LIMIT, () -> found(imap, mailbox, criteria) == count);
        }
    }

    private static int found(ImapProbe imap, String mailbox, String criteria) {
        try {
            imap.command("EXAMINE " + mailbox);
            var line = imap.command("SEARCH " + criteria).lines().getFirst();
            return line.split(" ").length - 2;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
