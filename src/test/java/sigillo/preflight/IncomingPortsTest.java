package sigillo.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.preflight.Knock.How;

/** What is said of ports that are tried from here; knocks at sockets of loopback. */
class IncomingPortsTest {
    private static final InetAddress OWN = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Knock OURS = new Knock(How.OPEN, "220 sigillo check w0rd");
    private static final Knock OTHER = new Knock(How.OPEN, "220 router ready");
    private static final Knock SILENT = new Knock(How.SILENT, "");

    private static Result judge(boolean isOfInterface, Knock knock, List<Integer> listening) { return IncomingPorts.judge(OWN, isOfInterface, Map.of(25, knock), "w0rd", listening); }

    record Case(Result result, State want, String says) {}

    /** Nothing that is seen from inside is fine or wrong. */
    @TestFactory Stream<DynamicTest> lines() {
        return Stream.of(
            new Case(judge(true, OURS, List.of(25)), State.UNKNOWN, "never leaves it"),
            new Case(judge(false, OURS, List.of(25)), State.UNKNOWN, "The router leads back here by 192.0.2.1: 25."),
            new Case(judge(false, OTHER, List.of()), State.UNKNOWN, "leads back here"),
            new Case(judge(false, OTHER, List.of(25)), State.WARNING, "another machine answers in place of this one: 25."),
            new Case(judge(false, SILENT, List.of(25)), State.UNKNOWN, "may work from outside all the same"),
            new Case(judge(false, new Knock(How.REFUSED, ""), List.of()), State.UNKNOWN, "nobody is reached from here at: 25.")
        ).map(one -> DynamicTest.dynamicTest(one.says(), () -> {
            assertEquals(one.want(), one.result().state(), one.result().toString());
            assertTrue(one.result().sentence().english().contains(one.says()), one.result().toString());
            assertTrue(!one.result().next().italian().isEmpty());
        }));
    }

    /** Whoever comes hears the word, and is told of; a port that is taken is left alone. */
    @Test void whoComesIsSeen() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (var taken = new ServerSocket(0)) {
            var came = new CompletableFuture<String>();
            try (var step = Doorstep.open(List.of(free, taken.getLocalPort()), "w0rd", (port, from) -> came.complete(port + " " + from.isLoopbackAddress()))) {
                assertEquals(List.of(free), step.ports());
                assertEquals(List.of(taken.getLocalPort()), step.busy());
                assertEquals(OURS, Knock.at(new InetSocketAddress(HERE, free), Duration.ofSeconds(5)));
                assertEquals(free + " true", came.get(20, TimeUnit.SECONDS));
            }
            assertEquals(How.REFUSED, Knock.at(new InetSocketAddress(HERE, free), Duration.ofSeconds(5)).how(), "it is over");
        }
    }

    @Test void fromOutsideEachPortIsTold() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (var server = new ServerSocket(0, 1, HERE)) {
            Thread.startVirtualThread(() -> greet(server, "220 a\u001b[2J.test " + "x".repeat(2_000)));
            var told = IncomingPorts.fromOutside(HERE, List.of(server.getLocalPort(), closed));
            var open = told.stream().filter(one -> one.name().equals("port " + server.getLocalPort())).findFirst().orElseThrow();
            assertEquals(State.FINE, open.state());
            assertTrue(open.sentence().english().contains("answers: 220 a\ufffd[2J.test x") && open.sentence().english().length() < 600, open.toString());
            assertEquals(List.of(State.WRONG), told.stream().filter(one -> one != open).map(Result::state).toList());
        }
    }

    private static void greet(ServerSocket server, String greeting) {
        try (var client = server.accept()) {
            client.getOutputStream().write(greeting.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            // who knocks has what he wants
        }
    }
}
