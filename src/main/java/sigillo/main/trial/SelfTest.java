package sigillo.main.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import sigillo.admin.Answer;
import sigillo.admin.Request;
import sigillo.admin.Results;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.keyring.Level;
import sigillo.login.Grant;
import sigillo.login.SignIn;
import sigillo.main.config.Door;
import sigillo.main.server.Server;
import sigillo.sealing.Randomness;

/**
 * Whether a server works, tried as strangers and owners do, over its own doors on this machine: a mail comes in, its owner signs in, finds
 * and reads it, writes one, and that comes too. An account of its own is made for that, of a domain that is nobody's (RFC 2606 section 2), and removed.
 */
final class SelfTest {
    private static final int TIMEOUT_MS = 30_000;
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(30);
    private static final int LOOK_EVERY_MS = 50;
    private static final int LINE_MAX = 8 * 1024;
    private static final int LINES_MAX = 1_000;

    private final Server server;
    private final Map<Door, Integer> ports;
    private final Domain domain = Domain.of("self-test-" + random(6) + ".invalid");
    private final Address address = Address.of("test@" + domain);
    private String secret = "";

    SelfTest(Server server, Map<Door, Integer> ports) {
        this.server = server;
        this.ports = ports;
    }

    private static String random(int octets) {
        var bytes = new byte[octets];
        Randomness.secure().fill(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Throws {@link IOException} with a sentence: what does not work. */
    void run() throws IOException {
        step("an account for the test cannot be made", this::movesIn);
        var incoming = "in" + random(8);
        step("a mail from outside is not taken", () -> comes(incoming));
        step("it cannot be found and read over IMAP", () -> found(incoming));
        var outgoing = "out" + random(8);
        step("a mail of the account's own is not taken", () -> isSent(outgoing));
        step("what was sent does not arrive", () -> found(outgoing));
        step("the account of the test cannot be removed", this::movesOut);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void step(String what, Work work) throws IOException {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        }
    }

    // ---- the account ----

    private void movesIn() throws IOException {
        var password = random(16);
        ask(new Request.AddDomain(domain));
        ask(new Request.AddAccount(address, password, Optional.of(Level.L1)));
        var made = ask(new Request.MakeGrant(address, Grant.Kind.APP_PASSWORD, "self-test", List.of(SignIn.Service.IMAP, SignIn.Service.SMTP), Optional.empty(), Optional.of(password)));
        secret = ((Results.NewGrant) made).secret();
    }

    private void movesOut() throws IOException {
        ask(new Request.RemoveAccount(address));
        ask(new Request.RemoveDomain(domain));
    }

    private Object ask(Request request) throws IOException {
        return switch (server.perform(request)) {
            case Answer.Done(var result) -> result;
            case Answer.Failed(var why) -> throw new IOException(why);
        };
    }

    // ---- mail ----

    private void comes(String word) throws IOException {
        try (var talk = new Talk(Door.SMTP, false)) {
            talk.until("220 ");
            talk.say("EHLO self-test.invalid").until("250 ");
            talk.say("MAIL FROM:<stranger@elsewhere.invalid>").until("250 ");
            hands(talk, "stranger@elsewhere.invalid", word);
        }
    }

    private void isSent(String word) throws IOException {
        try (var talk = new Talk(Door.SUBMISSIONS, true)) {
            talk.until("220 ");
            talk.say("EHLO self-test.invalid").until("250 ");
            talk.say("AUTH PLAIN " + Base64.getEncoder().encodeToString(("\0" + address + "\0" + secret).getBytes(StandardCharsets.UTF_8))).until("235 ");
            talk.say("MAIL FROM:<" + address + ">").until("250 ");
            hands(talk, address.toString(), word);
        }
    }

    private void hands(Talk talk, String from, String word) throws IOException {
        talk.say("RCPT TO:<" + address + ">").until("250 ");
        talk.say("DATA").until("354 ");
        talk.say("From: <" + from + ">\r\nTo: <" + address + ">\r\nSubject: Does it work?\r\nDate: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))
            + "\r\nMessage-ID: <" + word + "@self-test.invalid>\r\n\r\nThis is a test of a new version: " + word + "\r\n.").until("250 ");
        talk.say("QUIT").until("221 ");
    }

    /** By a search in the text of messages, in the inbox, or among suspected mail. */
    private void found(String word) throws IOException {
        try (var talk = new Talk(Door.IMAPS, true)) {
            talk.until("* OK");
            talk.say("a LOGIN \"" + address + "\" \"" + secret + "\"").until("a OK");
            long until = System.nanoTime() + ARRIVES_WITHIN.toNanos();
            while (!isIn(talk, "INBOX", word) && !isIn(talk, "Junk", word)) {
                if (System.nanoTime() > until) throw new IOException("a search does not find it within " + ARRIVES_WITHIN.toSeconds() + " seconds");
                Thread.sleep(LOOK_EVERY_MS);
            }
            talk.say("a LOGOUT").until("a OK");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static boolean isIn(Talk talk, String mailbox, String word) throws IOException {
        talk.say("a SELECT " + mailbox).until("a OK");
        var uid = talk.say("a UID SEARCH TEXT " + word).until("a OK").stream().filter(line -> line.matches("\\* SEARCH [0-9]+")).findFirst();
        if (uid.isEmpty()) return false;
        var text = talk.say("a UID FETCH " + uid.get().substring("* SEARCH ".length()) + " BODY.PEEK[TEXT]").until("a OK");
        if (text.stream().noneMatch(line -> line.contains(word))) throw new IOException("what is read is not what came");
        return true;
    }

    /** One conversation with a door of ours. */
    private final class Talk implements AutoCloseable {
        private final Socket socket;
        private final OutputStream out;
        private final BufferedReader in;

        Talk(Door door, boolean isTls) throws IOException {
            var host = InetAddress.getLoopbackAddress();
            socket = isTls ? tls().getSocketFactory().createSocket(host, ports.get(door)) : new Socket(host, ports.get(door));
            socket.setSoTimeout(TIMEOUT_MS);
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        Talk say(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** Reads up to a line that begins so; a refusal on the way ends it. */
        List<String> until(String wanted) throws IOException {
            var lines = new ArrayList<String>();
            while (lines.size() < LINES_MAX) {
                var line = in.readLine();
                if (line == null || line.length() > LINE_MAX) break;
                if (line.matches("[45]\\d\\d[ -].*|a (NO|BAD).*")) throw new IOException("the answer is " + line);
                lines.add(line);
                if (line.startsWith(wanted)) return lines;
            }
            throw new IOException("the answer " + wanted.strip() + " did not come");
        }

        @Override public void close() throws IOException { socket.close(); }
    }

    /** It is this very process that answers, at a port that nobody else could have taken: whose certificate it shows does not matter. */
    private static SSLContext tls() throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Any()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS: " + e.getMessage(), e);
        }
    }

    private static final class Any implements X509TrustManager {
        @Override public void checkClientTrusted(X509Certificate[] chain, String kind) { throw new UnsupportedOperationException(); }

        @Override public void checkServerTrusted(X509Certificate[] chain, String kind) { }

        @Override public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
    }
}
