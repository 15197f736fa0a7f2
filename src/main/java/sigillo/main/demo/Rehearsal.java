package sigillo.main.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import sigillo.main.practice.RehearsalMail;

/**
 * Uses a demo as strangers and an owner do: mails come in over SMTP, mail programs list, search and read them, a
 * browser signs in. The JVM keeps what it learned about the code meanwhile beside the build (JEP 515), so that the first
 * mails of each later start find it compiled sooner.
 */
final class Rehearsal {
    private static final int CONNECTIONS = 10;
    /** So many in all that the JVM finds what each mail calls once to be worth its best compiler. */
    private static final int MAILS_EACH = 1_500;
    private static final int TIMEOUT_MS = 30_000;

    private final DemoFacts facts;
    private final List<DemoFacts.Account> readers;

    /** {@code readers}: with empty mailboxes. */
    Rehearsal(DemoFacts facts, List<DemoFacts.Account> readers) {
        this.facts = facts;
        this.readers = readers;
    }

    /** Throws {@link IOException} when a door answers otherwise than it should. */
    void play() throws IOException {
        together(Collections.nCopies(CONNECTIONS, () -> { send(); return null; }));
        together(readers.stream().map(reader -> (Callable<Void>) () -> { read(reader); return null; }).toList());
        visit();
    }

    private static void together(List<Callable<Void>> parts) throws IOException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var part : threads.invokeAll(parts)) part.get();
        } catch (ExecutionException e) {
            throw new IOException("the rehearsal failed: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the rehearsal was interrupted");
        }
    }

    /** A connection for each, as most servers send. */
    private void send() throws IOException {
        for (int i = 0; i < MAILS_EACH; i++) {
            try (var talk = new Talk("smtp")) {
                talk.until("220 ");
                talk.say("EHLO rehearsal.invalid\r\n").until("250 ");
                talk.say("MAIL FROM:<friend@rehearsal.invalid>\r\nRCPT TO:<" + owner().address() + ">\r\nDATA\r\n").until("354 ");
                talk.say(RehearsalMail.of(i)).until("250 ");
                talk.say("QUIT\r\n").until("221 ");
            }
        }
    }

    private void read(DemoFacts.Account reader) throws IOException {
        new RehearsalReading(new InetSocketAddress(facts.host(), facts.ports().get("imap")), reader).play();
    }

    /** A browser comes, and the owner signs in. */
    private void visit() throws IOException {
        var form = "do=password&address=" + owner().address() + "&password=" + owner().password();
        try (var talk = new Talk("https", trusting())) {
            talk.say("GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n").until("</html>");
            talk.say("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + form.length() + "\r\n\r\n" + form).until("Location: /");
        }
    }

    private SocketFactory trusting() throws IOException {
        try (var in = Files.newInputStream(Path.of(facts.ca()))) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority of the demo is not trusted: " + e.getMessage(), e);
        }
    }

    private DemoFacts.Account owner() { return facts.accounts().getFirst(); }

    /** One conversation on loopback. */
    private final class Talk implements AutoCloseable {
        private final Socket socket;
        private final OutputStream out;
        private final BufferedReader in;

        Talk(String door) throws IOException { this(door, SocketFactory.getDefault()); }

        Talk(String door, SocketFactory sockets) throws IOException {
            socket = sockets.createSocket(facts.host(), facts.ports().get(door));
            socket.setSoTimeout(TIMEOUT_MS);
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        Talk say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** Reads up to a line that begins so; a refusal on the way ends it. */
        void until(String wanted) throws IOException {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(wanted)) return;
                if (line.matches("[45]\\d\\d .*")) throw new IOException(line);
            }
            throw new IOException("the connection ended before " + wanted);
        }

        @Override public void close() throws IOException { socket.close(); }
    }
}
