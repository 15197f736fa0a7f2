package sigillo.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.autoconfig.Offered;
import sigillo.autoconfig.Offered.Security;
import sigillo.autoconfig.Offered.Service;
import sigillo.base.Domain;
import sigillo.net.ClientTls;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.Protocol;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.preflight.Result;
import sigillo.preflight.State;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/** Programs are played against real listeners with TLS, which speak as they should or as in a fault. */
@Timeout(60)
class ClientPlayTest {
    private static final Domain HOME = Domain.of("home.example");
    private static final Domain HOST = Domain.of("mail.home.example");
    @TempDir Path folder;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<String, InetAddress> dns = new HashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private Tls tls;
    private ClientTls trust;

    @BeforeEach void open() throws Exception {
        var files = TestCertificates.write(folder, "*.home.example");
        tls = Tls.open(List.of(files));
        trust = ClientTls.under(Files.readString(files.chain()));
        for (var name : List.of("autoconfig.home.example", "autodiscover.home.example", "mail.home.example")) dns.put(name, InetAddress.getLoopbackAddress());
    }

    @AfterEach void close() throws Exception {
        for (var one : listeners) one.close();
    }

    /** Says a line, and after each line of the client's the next; an empty one is heard without an answer. */
    private int server(boolean isTls, String... says) throws Exception {
        var protocol = new Protocol() {
            @Override public void serve(Wire wire) throws IOException {
                calls.incrementAndGet();
                var asked = new Asked(wire);
                if (!says[0].isEmpty()) asked.say(says[0]);
                for (int i = 1; i < says.length; i++) {
                    asked.line();
                    asked.say(says[i]);
                    boolean begins = says[i].contains("begin TLS");
                    if (begins) wire.startTls(tls, java.time.Duration.ofSeconds(5));
                }
            }

            @Override public byte[] tooMany() { return new byte[0]; }
        };
        var listener = Listener.open(ListenerSettings.of("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), isTls), Optional.of(tls), protocol);
        listeners.add(listener);
        return listener.address().getPort();
    }

    private int web(String status, String body) throws Exception {
        return server(true, "", "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    private static final String[] IMAP = {"* OK ready", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nb OK", "* BYE\r\nc OK"};
    private static final String[] SMTP = {"220 mail.home.example ESMTP", "250-mail.home.example\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN", "221 bye"};

    private ClientPlay play(int https, Offered... doors) {
        return new ClientPlay(new Named(dns), trust, InetAddress::isLoopbackAddress, HOST, List.of(doors), https);
    }

    private static Offered imap(int port) { return new Offered(Service.IMAP, Security.TLS, HOST.name(), port); }

    private static Offered smtp(int port) { return new Offered(Service.SUBMISSION, Security.TLS, HOST.name(), port); }

    private static Map<String, Result> steps(ClientPlay play) {
        return play.of(HOME).stream().flatMap(one -> one.steps().stream()).collect(Collectors.toMap(one -> one.name().replaceAll(" \\d+", ""), one -> one, (a, _) -> a));
    }

    private static void says(Result step, State state, String what) {
        assertEquals(state, step.state(), step::toString);
        assertTrue((step.sentence().english() + " -> " + step.next().english()).contains(what), step::toString);
        assertFalse(step.sentence().italian().isEmpty());
    }

    @Test void allIsGreenWhereAllIsRight() throws Exception {
        var in = imap(server(true, IMAP));
        var out = smtp(server(true, SMTP));
        var play = play(web("200 OK", "<x>mail.home.example " + in.port() + " " + out.port() + "</x>"), in, out);
        var played = play.of(HOME);
        assertEquals(5, played.size());
        for (var one : played) for (var step : one.steps()) assertEquals(State.FINE, step.state(), one::toString);
        assertEquals(5, calls.get(), "each thing is asked once, whoever would ask it");
    }

    @Test void startTlsIsPlayedToo() throws Exception {
        var in = new Offered(Service.IMAP, Security.STARTTLS, HOST.name(), server(false, "* OK ready", "a OK begin TLS", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nb OK", "c OK"));
        var out = new Offered(Service.SUBMISSION, Security.STARTTLS, HOST.name(), server(false, "220 hello", "250 STARTTLS", "220 begin TLS", "250 AUTH PLAIN", "221 bye"));
        var steps = steps(play(web("404 Not Found", ""), in, out));
        assertEquals(State.FINE, steps.get("IMAP").state(), steps::toString);
        assertEquals(State.FINE, steps.get("SMTP").state(), steps::toString);
        says(steps.get("autoconfig"), State.WRONG, "404 Not Found");
    }

    @Test void eachFaultHasItsSentence() throws Exception {
        int closed;
        try (var free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        dns.remove("autoconfig.home.example");
        dns.put("autodiscover.home.example", InetAddress.ofLiteral("10.0.0.7"));
        var steps = steps(play(web("200 OK", "somebody else's mail.other.example 993"), imap(closed), smtp(server(true, "220 x", "250 mail.home.example", "221 bye"))));
        says(steps.get("autoconfig"), State.WRONG, "has no address");
        says(steps.get("autodiscover"), State.WRONG, "nobody reaches from outside");
        says(steps.get("profile"), State.WRONG, "other servers than this one");
        says(steps.get("IMAP"), State.UNKNOWN, "Nobody takes a connection");
        says(steps.get("SMTP"), State.WRONG, "no sign-in by password");
    }

    @Test void aCertificateOfAnotherNameIsNamed() throws Exception {
        dns.put("mail.deep.home.example", InetAddress.getLoopbackAddress());
        int port = server(true, IMAP);
        var door = new Offered(Service.IMAP, Security.TLS, "mail.deep.home.example", port);
        var steps = steps(new ClientPlay(new Named(dns), trust, InetAddress::isLoopbackAddress, HOST, List.of(door), web("500 Oops\u0007", "")));
        says(steps.get("IMAP"), State.WRONG, "certificate of mail.deep.home.example is not taken");
        says(steps.get("SMTP"), State.WRONG, "No listener for SMTP is on");
        says(steps.get("profile"), State.WRONG, "500 Oops?");
    }

    /** What a hostile one says there is bounded, and ends. */
    @Test void strangersAreBounded() throws Exception {
        var line = "x".repeat(100_000);
        var steps = steps(play(web("200 " + line, line), imap(server(true, line)), smtp(server(true, "220-" + line))));
        says(steps.get("IMAP"), State.WRONG, "it says too much");
        says(steps.get("SMTP"), State.WRONG, "it says too much");
        assertTrue(steps.values().stream().allMatch(one -> one.sentence().english().length() < 400), steps::toString);
    }

    /** DNS as a table. */
    private record Named(Map<String, InetAddress> hosts) implements Resolver {
        @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoSuchDomain<>(); }

        @Override public Answer<InetAddress> addresses(String host) {
            return hosts.containsKey(host) ? new Answer.Found<>(List.of(hosts.get(host)), false) : new Answer.NoSuchDomain<>();
        }

        @Override public Optional<String> trouble() { return Optional.empty(); }
    }
}
