package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.keyring.Level;
import sigillo.login.Grant;
import sigillo.login.Grants;
import sigillo.login.SignIn;
import sigillo.login.TestLogin;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.net.TrustsAll;
import sigillo.sasl.ScramClient;
import sigillo.search.Searches;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.store.memory.MemoryStore;

/** App passwords over real TLS: bound to the connection, and ended when they are revoked. */
@Timeout(60)
class ScramSocketTest {
    private static final Address ANNA = Address.of("anna@home.example");

    @TempDir Path folder;
    private TestLogin login;
    private Grants grants;
    private Listener listener;
    private Grants.Made phone;

    @BeforeEach void open() throws Exception {
        var store = new MemoryStore();
        login = new TestLogin(store, new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), House.CLOCK);
        login.editor.addDomain(Domain.of("home.example"));
        login.moveIn(new AccountId("anna"), ANNA.toString(), "first", Level.L1);
        var accounts = new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), House.CLOCK);
        accounts.create(new AccountId("anna"));
        grants = login.grants(store, House.CLOCK);
        phone = ((Edited.Done<Grants.Made>) grants.make(ANNA, Optional.of("first"),
            new Grants.Wish(Grant.Kind.APP_PASSWORD, "phone", Set.of(SignIn.Service.IMAP), Optional.empty()))).now();
        var tls = Optional.of(Tls.open(List.of(TestCertificates.write(folder, "mx.home.example"))));
        var door = new ImapDoor(House.STRICT, login.everySignIn(store, grants, false, House.CLOCK), accounts, Spool.open(SpoolSettings.at(folder.resolve("spool"))), new Searches(4));
        listener = Listener.open(ListenerSettings.of("imaps", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true), tls, new ImapProtocol(door, tls, House.CLOCK));
    }

    @AfterEach void close() {
        listener.close();
        login.close();
    }

    @Test void plusIsBoundToTheConnection() throws Exception {
        try (var client = new Client("TLSv1.3"); var other = new Client("TLSv1.3")) {
            assertTrue(client.greeting.contains("AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-256 AUTH=PLAIN"), client.greeting);
            assertNotEquals(client.exporter(), other.exporter());
            assertTrue(other.scram(client.exporter()).contains("AUTHENTICATIONFAILED"));
            assertTrue(client.scram(client.exporter()).startsWith("a1 OK"));
        }
    }

    @Test void inTls12ThereIsNoPlus() throws Exception {
        try (var client = new Client("TLSv1.2")) {
            assertTrue(client.greeting.contains("AUTH=SCRAM-SHA-256 "), client.greeting);
            assertTrue(!client.greeting.contains("PLUS"), client.greeting);
        }
    }

    @Test void revokingClosesTheConnection() throws Exception {
        try (var client = new Client("TLSv1.3")) {
            assertTrue(client.scram(client.exporter()).startsWith("a1 OK"));
            client.say("a2 SELECT INBOX");
            client.untilTagged("a2");
            grants.revoke(ANNA, Grant.Kind.APP_PASSWORD, phone.grant().number());
            assertEquals("closed", client.end());
        }
    }

    private final class Client implements AutoCloseable {
        final SSLSocket socket;
        final BufferedReader in;
        final String greeting;

        Client(String version) throws Exception {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            socket = (SSLSocket) context.getSocketFactory().createSocket(listener.address().getAddress(), listener.address().getPort());
            socket.setEnabledProtocols(new String[] {version});
            socket.setSoTimeout(10_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            greeting = in.readLine();
        }

        Bytes exporter() throws Exception {
            return Bytes.wrap(((ExtendedSSLSession) socket.getSession()).exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32));
        }

        /** The last line. */
        String scram(Bytes exporter) throws IOException {
            var scram = new ScramClient(ANNA.toString(), phone.secret(), "p=tls-exporter,,", exporter);
            say("a1 AUTHENTICATE SCRAM-SHA-256-PLUS " + base64(scram.first()));
            say(base64(scram.last(challenge())));
            var last = challenge();
            if (last.startsWith("v=")) assertEquals(scram.expected().toUtf8(), last);
            say("");
            return untilTagged("a1");
        }

        String challenge() throws IOException {
            var line = in.readLine();
            assertTrue(line.startsWith("+ "), line);
            return Bytes.wrap(Base64.getDecoder().decode(line.substring(2))).toUtf8();
        }

        String untilTagged(String tag) throws IOException {
            var line = in.readLine();
            while (line != null && !line.startsWith(tag)) line = in.readLine();
            return String.valueOf(line);
        }

        String end() throws IOException {
            try {
                while (in.readLine() != null) { }
                return "closed";
            } catch (java.net.SocketTimeoutException open) {
                return "open";
            } catch (IOException cut) {
                return "closed";
            }
        }

        void say(String line) throws IOException { socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8)); }

        @Override public void close() throws IOException { socket.close(); }
    }

    private static String base64(Bytes octets) { return Base64.getEncoder().encodeToString(octets.unsafeArray()); }
}
