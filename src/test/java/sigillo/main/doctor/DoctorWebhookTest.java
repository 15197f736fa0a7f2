package sigillo.main.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.doctor.Note;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.reporting.TlsServer;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import tools.jackson.databind.json.JsonMapper;

/** What a program elsewhere gets of the board, over real HTTPS. */
class DoctorWebhookTest {
    private static final String HOST = "hook.test";
    @TempDir Path folder;

    private static final Resolver LOOPBACK = new Resolver() {
        @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

        @Override public Answer<InetAddress> addresses(String host) { return new Answer.Found<>(List.of(InetAddress.getLoopbackAddress()), false); }

        @Override public Optional<String> trouble() { return Optional.empty(); }
    };

    @Test void aProgramElsewhereIsToldInJson() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        try (var service = TlsServer.of(folder, HOST, exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            heard.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            heard.add(new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            return 204;
        })) {
            var client = new HttpsClient(new HttpsSettings(service.port(), true), LOOPBACK, service.trust());
            DoctorTelling.post(new Note("mail.home.test: something is wrong", "Storage: \"full\"\n→ x\n"), URI.create("https://" + HOST + ":" + service.port() + "/topic?key=1"), client);
            assertEquals("POST /topic?key=1", heard.take());
            assertEquals("application/json", heard.take());
            var said = JsonMapper.shared().readTree(heard.take());
            assertEquals("mail.home.test: something is wrong", said.get("subject").asString());
            assertEquals("Storage: \"full\"\n→ x\n", said.get("text").asString());
            DoctorTelling.post(new Note("a", "b"), URI.create("https://" + HOST + ":" + service.port()), client);
            assertTrue(heard.take().endsWith(" /"));
        }
    }
}
