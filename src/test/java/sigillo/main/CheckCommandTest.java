package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sigillo.base.Domain;
import sigillo.dns.Zone;
import sigillo.main.command.CheckCommand;
import sigillo.preflight.Checks;
import sigillo.preflight.Dial;
import tools.jackson.databind.json.JsonMapper;

/** {@code sigillo check} with a world of its own: words in, lines and exit code out. */
class CheckCommandTest {
    @TempDir static Path data;

    private static Cli run(Zone dns, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var world = new Checks.World(dns, () -> { throw new IllegalStateException("no resolver"); }, _ -> Dial.Heard.GREETED);
        var command = new CheckCommand(new Checks(world, new Checks.Tables(List.of("a.test"), List.of(), List.of(), List.of())), _ -> Set.of(), new PrintWriter(out));
        int code = new CommandLine(command).registerConverter(Domain.class, Domain::of).setErr(new PrintWriter(err, true))
            .setExecutionExceptionHandler((thrown, line, _) -> Main.failed(thrown, line.getErr())).execute(words);
        return new Cli(code, out.toString(), err.toString());
    }

    private static Zone home() {
        return new Zone().mx("a.test", 10, "mx.a.test").host("mx.a.test", "192.0.2.9").mx("home.test", 10, "mail.home.test").host("mail.home.test", "192.0.2.1");
    }

    @Test void whatIsWrongIsTheExitCode() {
        var said = run(home(), "home.test", "--address", "192.0.2.1", "--data", data.toString());
        assertEquals(1, said.code(), said.out());
        assertTrue(said.out().matches("(?s).*WRONG +reverse name +The address 192.0.2.1 has no reverse name.\n +-> Who rents.*"), said.out());
        assertTrue(said.out().matches("(?s).*fine +MX +Mail for home.test comes to this machine.\n.*"), said.out());
        assertTrue(said.out().matches("(?s).*unknown +DNS servers +This could not be looked at: no resolver.\n.*"), said.out());
    }

    @Test void jsonHasBothLanguages() {
        var rows = JsonMapper.shared().readTree(run(home(), "--address", "192.0.2.1", "--json").out());
        assertEquals("addresses", rows.get(0).get("name").asString());
        assertEquals("fine", rows.get(0).get("state").asString());
        assertEquals("Questa macchina ha indirizzi pubblici: 192.0.2.1.", rows.get(0).get("sentenceInItalian").asString());
        assertTrue(rows.valueStream().noneMatch(row -> row.get("name").asString().equals("MX")), "no domain was said");
    }

    /** Nobody is asked in a test: what is missing is said. */
    @Test void sizeAndPlaceAreAdvised() {
        var said = run(home(), "--advise", "--people", "5", "--growth", "usual", "--availability", "days", "--budget", "10", "--place", "rented", "--country", "it");
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().matches("(?s).*\nstorage +55 GiB of SSD.\n +That is for 3 years.*"), said.out());
        var missing = run(home(), "--advise", "--people", "5", "--place", "rented");
        assertTrue(missing.code() == 1 && missing.err().startsWith("--growth: one of little, usual, much."), missing.err());
        var rows = JsonMapper.shared().readTree(run(home(), "--json", "--advise", "--people", "5", "--growth", "usual", "--availability", "days", "--budget", "10", "--place", "home",
            "--power", "cuts", "--link", "fixed", "--country", "IT").out());
        assertEquals("In casa può stare, con un relay per ciò che si invia.", rows.get(0).get("adviceInItalian").asString());
        assertEquals("place", rows.get(0).get("name").asString());
    }

    @Test void portsOfAnotherMachineAreTold() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var said = run(home(), "--from-outside", "127.0.0.1", "--port", String.valueOf(server.getLocalPort()));
            assertTrue(said.code() == 0 && said.out().contains("127.0.0.1 takes connections"), said.out());
        }
        assertTrue(run(home(), "--from-outside", "no such host").err().startsWith("--from-outside: 'no such host'"));
        assertTrue(run(home(), "--from-outside", "127.0.0.1", "--port", "70000").err().startsWith("--port:"));
    }

    @Test void whatIsNoAddressIsSaid() {
        var said = run(home(), "--address", "mail.home.test");
        assertEquals(1, said.code());
        assertTrue(said.err().startsWith("--address: 'mail.home.test' is no address"), said.err());
    }
}
